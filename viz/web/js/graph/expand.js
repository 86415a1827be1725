// @ts-check
/** The menu of a node: neighbours by kind with counts first, then which to fetch; a hub asks which come first. */
import { fill, h } from '../dom.js';
import { figure, t, told } from '../i18n.js';
import { state } from '../state.js';
import { collapseText, askPurpose } from './states.js';
import { board, MOST } from './board.js';
import { NATURES } from './lines.js';
import * as acts from './acts.js';
import * as bundles from './bundles.js';

/** Ties to place and household are there for the asking, not by default. */
const QUIET = new Set(['lives_in', 'in_group', 'in_household', 'part_of', 'located_in']);

/** Counts by kind of tie, both directions in one row. @param {any[]} counts */
function rowsOf(counts) {
  /** @type {Map<string, any>} */
  const rows = new Map();
  for (const one of counts) rows.set(one.edge, { ...one, ties: (rows.get(one.edge)?.ties ?? 0) + one.n });
  return [...rows.values()].sort((a, b) => NATURES.indexOf(a.nature) - NATURES.indexOf(b.nature));
}

/**
 * Open the menu beside a node; closes with what was done.
 * @param {string} id @param {{x: number, y: number}} at on the page
 * @param {(done: {fresh: string[]}) => void} ondone @param {(work: () => Promise<any>) => void} busy
 */
export async function openMenu(id, at, ondone, busy) {
  const node = board.known.get(id);
  if (!node || node.kind === 'implied') return;
  if (!state.purpose) { askPurpose(); return; }
  const body = h('div', { class: 'stack' }, h('p', { class: 'quiet' }, t('loading')));
  const dialog = h('dialog', { class: 'dialog picture menu', 'aria-label': t('graph.expand.title', { name: node.name }) },
    h('div', { class: 'row' }, h('h2', {}, t('graph.expand.title', { name: node.name })), h('span', { class: 'spring' }), h('button', { type: 'button', class: 'plain', 'aria-label': t('close'), onclick: () => dialog.close() }, '×')), body);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (/** @type {any} */ event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  beside(dialog, at);
  try {
    const found = await acts.countsOf(id);
    draw(body, dialog, id, rowsOf(found.counts), ondone, busy);
    beside(dialog, at);
  } catch (error) {
    const problem = /** @type {any} */ (error);
    fill(body, h('p', { class: 'problem' }, problem.status === 404 ? t('kin.closed') : problem.message === 'offline' ? t('offline') : problem.message));
  }
}

/** @param {HTMLElement} dialog @param {{x: number, y: number}} at */
function beside(dialog, at) {
  const { width, height } = dialog.getBoundingClientRect();
  dialog.style.margin = '0';
  dialog.style.left = `${Math.max(8, Math.min(at.x + 28, innerWidth - width - 8))}px`;
  dialog.style.top = `${Math.max(8, Math.min(at.y - 40, innerHeight - height - 8))}px`;
}

/** @param {HTMLElement} body @param {any} dialog @param {string} id @param {any[]} rows @param {(done: any) => void} ondone @param {(work: () => Promise<any>) => void} busy */
function draw(body, dialog, id, rows, ondone, busy) {
  const boxes = rows.map((row) => {
    const page = board.pages.get(`${id}|${row.edge}`);
    const left = page ? page.total - page.after : row.neighbours;
    const box = h('input', { type: 'checkbox', value: row.edge, checked: left > 0 && !QUIET.has(row.edge) && row.neighbours <= acts.HUB, disabled: left <= 0 });
    const order = row.neighbours > acts.HUB && h('select', { 'aria-label': t('graph.hub.order') }, ['most', 'least', 'id'].map((one) => h('option', { value: one }, t(`graph.hub.${one}`))));
    const much = page ? t('graph.expand.shown', { n: figure(page.after), total: figure(page.total) }) : figure(row.neighbours);
    return { row, box, order, line: h('li', {}, h('label', { class: 'row' }, box, h('span', { class: `stroke ${row.nature}`, 'aria-hidden': 'true' }), h('span', {}, told({ zh: row.zh, en: row.en })), h('span', { class: 'spring' }), h('b', {}, much)), order && h('div', { class: 'row' }, order, h('button', { type: 'button', onclick: () => { dialog.close(); busy(() => bundles.show({ of: id, edge: row.edge, under: '', by: 'place' })); } }, t('graph.hub.bundles')))) };
  });
  if (!boxes.some(({ box }) => box.checked)) { const first = boxes.find(({ box }) => !box.disabled); if (first) first.box.checked = true; }
  const go = async () => {
    const chosen = boxes.filter(({ box }) => box.checked);
    if (!chosen.length) return;
    fill(body, h('p', { class: 'loading' }, t('loading')));
    try {
      const orders = new Set(chosen.map(({ order }) => (order ? order.value : 'id')));
      /** @type {string[]} */
      const fresh = [];
      for (const order of orders) fresh.push(...(await acts.expand(id, chosen.filter((one) => (one.order ? one.order.value : 'id') === order).map(({ row }) => row.edge), String(order))).fresh);
      dialog.close();
      ondone({ fresh });
    } catch (error) {
      if (error instanceof acts.Full) { dialog.close(); bundles.offer(error.n, MOST, error.scope, busy); return; }
      fill(body, h('p', { class: 'problem' }, /** @type {Error} */ (error).message));
    }
  };
  const total = rows.reduce((sum, row) => sum + row.neighbours, 0);
  const button = h('button', { type: 'submit', class: 'primary' }, t('graph.expand.go'));
  body.addEventListener('change', () => { button.disabled = !boxes.some(({ box }) => box.checked); });
  button.disabled = !boxes.some(({ box }) => box.checked);
  fill(body, rows.length === 0 && h('p', { class: 'quiet' }, t('graph.expand.none')),
    total > acts.HUB && h('p', { class: 'quiet' }, t('graph.hub', { n: figure(total), page: acts.PAGE })),
    h('form', { class: 'stack', onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); go(); } },
      h('ul', { class: 'kinds' }, boxes.map(({ line }) => line)),
      h('div', { class: 'row' }, rows.length > 0 && button,
        board.followers(id).length > 0 && h('button', { type: 'button', onclick: () => { collapseText(board.collapse(id)); dialog.close(); ondone({ fresh: [] }); } }, t('graph.collapse')),
        h('button', { type: 'button', onclick: () => { acts.pin([id]); dialog.close(); } }, t(board.pinned.has(id) ? 'graph.unpin' : 'graph.pin')),
        h('button', { type: 'button', onclick: () => { acts.hide([id]); dialog.close(); } }, t('graph.hide')))));
  if (button.disabled) /** @type {any} */ (body.querySelector('button:not([disabled])'))?.focus(); else button.focus();
}

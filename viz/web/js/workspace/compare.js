// @ts-check
/** One picture on two days: which of its ties had begun, which had ended; drawn, and in a table. */
import { get, post, said } from '../api.js';
import { fill, h, say } from '../dom.js';
import { t } from '../i18n.js';
import { go } from '../router.js';
import { state } from '../state.js';
import { labelOf } from '../graph/lines.js';

/** @typedef {import('./picture.js').Row} Row */

/** Whether a tie stood on a day; what happened on one day stands from then on. @param {any} tie @param {string} day */
const stood = (tie, day) => (!tie.since || tie.since <= day) && (!tie.until || tie.until === tie.since || tie.until >= day);

/**
 * A form for two days, and under it what changed between them.
 * @param {any} view
 */
export function comparison(view) {
  const today = state.on || new Date().toLocaleDateString('sv');
  const first = h('input', { type: 'date', required: true, value: `${Number(today.slice(0, 4)) - 1}${today.slice(4)}` });
  const second = h('input', { type: 'date', required: true, value: today });
  const answer = h('div', { class: 'stack', 'aria-live': 'polite' });
  const button = h('button', { type: 'submit', class: 'primary' }, t('workspace.compare.do'));
  let turn = 0;
  let drop = () => {};
  const compare = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const mine = ++turn;
    drop();
    drop = () => {};
    if (!state.purpose) { fill(answer, h('p', { class: 'problem' }, t('workspace.compare.purpose'))); return; }
    const [before, after] = [first.value, second.value].sort();
    fill(answer, h('p', { class: 'loading', role: 'status' }, t('loading')));
    button.disabled = true;
    try {
      const { body, closed } = await get(`/views/${encodeURIComponent(view.id)}`);
      const found = body.nodes.length ? await post('/subgraph', { nodes: body.nodes.map((/** @type {any} */ one) => one.node) }) : { nodes: [], edges: [] };
      if (mine !== turn) return;
      drop = await changes(answer, { found, kept: body.nodes, closed, before, after, id: view.id });
    } catch (error) {
      if (mine === turn) fill(answer, h('p', { class: 'problem' }, said(error)));
    }
    button.disabled = false;
  };
  return { element: h('details', { class: 'compare' }, h('summary', {}, t('workspace.compare')),
    h('form', { class: 'row', onsubmit: compare }, h('label', {}, t('workspace.first'), first), h('label', {}, t('workspace.second'), second), button), answer), drop: () => { turn = -1; drop(); } };
}

/** Open the picture as of a day, which is then the day asked about everywhere. @param {string} id @param {string[]} days */
const links = (id, days) => h('p', { class: 'row' }, days.map((on) => h('button', { type: 'button', onclick: () => { go(`#/graph?view=${encodeURIComponent(id)}`); state.set({ on }); } }, t('workspace.open_on', { on }))));

/** @param {HTMLElement} place @param {any} compared @returns {Promise<() => void>} */
async function changes(place, { found, kept, closed, before, after, id }) {
  const names = new Map(found.nodes.map((/** @type {any} */ one) => [one.node, one.name]));
  /** @type {Row[]} */
  const rows = found.edges.flatMap((/** @type {any} */ tie) => {
    const [was, is] = [stood(tie, before), stood(tie, after)];
    return was || is ? [{ tie, change: was === is ? 'same' : is ? 'begun' : 'ended' }] : [];
  });
  const changed = rows.filter((row) => row.change !== 'same').sort((a, b) => a.change.localeCompare(b.change));
  const count = (/** @type {string} */ change) => rows.filter((row) => row.change === change).length;
  const summary = t('workspace.compared', { before, after, begun: count('begun'), ended: count('ended'), same: count('same') });
  const board = h('div', { class: 'two-days', role: 'img', 'aria-label': summary });
  fill(place, h('p', {}, h('strong', {}, summary)), closed > 0 && h('p', { class: 'quiet' }, t('graph.view.closed', { n: closed })),
    changed.length === 0 ? h('p', { class: 'quiet' }, t('workspace.nothing')) : [
      h('ul', { class: 'signs' }, ['begun', 'ended', 'same'].map((change) => h('li', { class: change }, h('i', { 'aria-hidden': 'true' }), t(`workspace.${change}`)))), board,
      h('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': summary }, h('table', {}, h('thead', {}, h('tr', {}, ['change', 'from', 'tie', 'to', 'days', 'origin'].map((name) => h('th', { scope: 'col' }, t(`workspace.${name}`))))),
        h('tbody', {}, changed.map(({ tie, change }) => h('tr', { class: change }, h('td', {}, h('span', { class: 'sign' }, change === 'begun' ? '+' : '−'), ' ', t(`workspace.${change}`)), h('td', {}, names.get(tie.source)), h('td', {}, labelOf(tie).replace('\n', ' ')), h('td', {}, names.get(tie.target)),
          h('td', {}, [tie.since, tie.until === tie.since ? '' : tie.until].filter(Boolean).join(' → ')), h('td', { class: 'mono quiet' }, tie.origin))))))], links(id, [before, after]));
  say(summary);
  if (changed.length === 0) return () => {};
  const { picture } = await import('./picture.js');
  return board.isConnected ? picture(board, found.nodes, rows, new Map(kept.map((/** @type {any} */ one) => [one.node, { x: one.x, y: one.y }]))) : () => {};
}

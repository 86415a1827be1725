// @ts-check
/** Keeping a picture with its notes, for oneself or for others: ids and places only, never the data. */
import { call, get } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { board } from './board.js';
import { ground } from './ground.js';
import { GROUPINGS } from './groups.js';
import { filter } from './lines.js';
import * as acts from './acts.js';

/** The view that is open, so that keeping it again changes it. @type {{id: string, title: string, notes: string, readers: string[]}|null} */
let open = null;

/** What is kept of the board. */
function body() {
  const nodes = [...board.shown].filter((id) => !/^(implied|bundle):/.test(id)).map((id) => ({ node: id, ...board.places.get(id), pinned: board.pinned.has(id), hidden: board.hidden.has(id) }));
  return { nodes, settings: { on: state.on, time: filter.on, from: filter.from, to: filter.to, off: [...filter.off], kinds: [...filter.kinds], area: filter.area, sure: filter.sure, over: filter.over, derived: filter.derived, by: board.grouping.by, open: board.grouping.open } };
}

/** Ask what the view is called and who may read it, then keep it. */
export function keepView() {
  const title = h('input', { required: true, maxlength: 200, value: open?.title ?? '' });
  const notes = h('textarea', { rows: 4, maxlength: 10000, value: open?.notes ?? '' });
  const readers = h('input', { value: open?.readers.join(' ') ?? '', autocomplete: 'off' });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const keep = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const id = open?.id ?? crypto.randomUUID();
    try {
      const kept = await call('PUT', `/views/${id}`, { body: { title: title.value, notes: notes.value, readers: readers.value.split(/[\s,]+/).filter(Boolean), body: body() } });
      open = { id: kept.id, title: kept.title, notes: kept.notes, readers: kept.readers };
      history.replaceState(null, '', `#/graph?view=${kept.id}`);
      dialog.close();
      notify(t('graph.view.kept', { title: kept.title }));
    } catch (error) {
      fill(problem, /** @type {Error} */ (error).message);
      problem.hidden = false;
    }
  };
  const dialog = h('dialog', { class: 'dialog picture', 'aria-label': t('graph.view.keep') }, h('form', { class: 'stack', onsubmit: keep },
    h('h2', {}, t('graph.view.keep')), h('p', { class: 'quiet' }, t('graph.view.what'), [...board.shown].some((id) => id.startsWith('bundle:')) && ` ${t('graph.view.bundles')}`), problem,
    h('label', {}, t('graph.view.title'), title), h('label', {}, t('graph.view.notes'), notes), h('label', {}, t('graph.view.readers'), readers),
    h('div', { class: 'row' }, h('button', { class: 'primary', type: 'submit' }, t('graph.view.go')), h('button', { type: 'button', onclick: () => dialog.close() }, t('close')))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  title.focus();
}

/** Open a kept view in place of what is on the board. @param {string} id */
export async function openView(id) {
  const found = await get(`/views/${encodeURIComponent(id)}`);
  open = found.is_own ? { id, title: found.title, notes: found.notes, readers: found.readers } : null;
  const placed = new Map(found.body.nodes.map((/** @type {any} */ one) => [one.node, one]));
  board.change(() => board.drop([...board.shown]), { quiet: true });
  const fresh = await acts.add([...placed.keys()]);
  board.change(() => {
    for (const node of fresh) {
      const { x, y, pinned, hidden } = placed.get(node);
      board.places.set(node, { x, y });
      if (pinned) board.pinned.add(node);
      if (hidden) board.hidden.add(node);
    }
    board.mode = { kind: 'free' };
  }, { fit: true });
  const { time, from, to, off, kinds, area, sure, over, derived, by, open: opened } = found.body.settings;
  Object.assign(filter, { on: time ?? '', from: from ?? '', to: to ?? '', off: new Set(off ?? []), kinds: new Set(kinds ?? []), area: area ?? '', sure: Number(sure ?? 0), over: over !== false, derived: derived !== false });
  if (area) await ground();
  board.grouping = { by: GROUPINGS.includes(by) ? by : '', open: Array.isArray(opened) ? opened : [] };
  board.tell({ fit: true });
  if (found.closed) acts.note(t('graph.view.closed', { n: found.closed }));
  notify([found.title, found.notes].filter(Boolean).join(' · '));
}

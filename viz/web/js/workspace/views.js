// @ts-check
/** Pictures that are kept: ids and places only; names and ties are looked up anew when one is opened. */
import { call, get, post, put } from '../api.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { add, note } from '../graph/acts.js';
import { board, MOST } from '../graph/board.js';
import { filter } from '../graph/lines.js';

/** @typedef {{node: string, x: number, y: number, pinned: boolean, hidden: boolean}} Placed */
/** @typedef {{nodes: Placed[], settings: Record<string, any>}} Body */

/** Without a purpose things are fetched one by one, and no more than so many. */
const SINGLY = 40;

/** What is on the board now. @returns {Body} */
export function bodyOf() {
  const nodes = [...board.shown].filter((id) => !id.startsWith('implied:')).map((node) => {
    const { x, y } = board.places.get(node) ?? { x: 0, y: 0 };
    return { node, x: Math.round(x), y: Math.round(y), pinned: board.pinned.has(node), hidden: board.hidden.has(node) };
  });
  return { nodes, settings: { off: [...filter.off], sure: filter.sure, over: filter.over, on: filter.on } };
}

/**
 * Keep a picture, the one on the board unless another is given; returns its id.
 * @param {string} title @param {Body} [body] @param {{id?: string, notes?: string, readers?: string[]}} [more]
 */
export async function saveView(title, body = bodyOf(), { id = crypto.randomUUID(), notes = '', readers = [] } = {}) {
  await put(`/views/${encodeURIComponent(id)}`, { title, notes, readers, body });
  return id;
}

/** A picture as it was kept, whatever is asked for now. @param {string} id */
export const wholeView = (id) => call('GET', `/views/${encodeURIComponent(id)}`, { purpose: false });

/**
 * Put a kept picture on the board in place of what is there; returns it.
 * @param {string} id @param {string} [on] day to show it on
 */
export async function loadView(id, on) {
  const view = await get(`/views/${encodeURIComponent(id)}`);
  const { nodes, settings } = /** @type {Body} */ (view.body);
  const ids = nodes.map((one) => one.node).slice(0, MOST);
  board.clear();
  if (state.purpose && ids.length) board.learn(await post('/subgraph', { nodes: ids }));
  else await add(ids.slice(0, SINGLY));
  Object.assign(filter, { off: new Set(settings.off ?? []), sure: settings.sure ?? 0, over: settings.over ?? true, on: on ?? settings.on ?? '' });
  board.change(() => {
    board.shown.clear();
    for (const { node, x, y, pinned, hidden } of nodes) {
      if (!board.known.has(node)) continue;
      board.shown.add(node);
      board.places.set(node, { x, y });
      if (pinned) board.pinned.add(node);
      if (hidden) board.hidden.add(node);
    }
  }, { fit: true });
  board.past = [];
  if (view.closed) note(t('workspace.closed', { n: view.closed }));
  if (!state.purpose && ids.length > SINGLY) note(t('workspace.singly', { n: SINGLY, all: ids.length }));
  board.tell({ fit: true });
  return view;
}

/** Make a picture to keep of a file that was taken out; anything else is refused. @param {string} text @returns {Body} */
export function bodyOfFile(text) {
  let given;
  try { given = JSON.parse(text); } catch { throw new Error(t('graph.import.bad')); }
  const sound = given?.format === 'huibi-board' && Array.isArray(given.nodes) && given.nodes.length <= MOST
    && given.nodes.every((/** @type {any} */ one) => typeof one?.node === 'string' && one.node.length <= 200 && Math.abs(one.x) <= 1e6 && Math.abs(one.y) <= 1e6);
  if (!sound) throw new Error(t('graph.import.bad'));
  const nodes = given.nodes.filter((/** @type {any} */ one) => !one.node.startsWith('implied:'));
  return { nodes: nodes.map((/** @type {any} */ one) => ({ node: one.node, x: one.x, y: one.y, pinned: one.pinned === true, hidden: false })), settings: {} };
}

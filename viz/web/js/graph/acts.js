// @ts-check
/** What one can do to the board: add, expand, connect, lay out; fetching, then one step that can be undone. */
import { get, post } from '../api.js';
import { say, notify } from '../dom.js';
import { t, told } from '../i18n.js';
import { RECORDS } from '../parts/cell.js';
import { state } from '../state.js';
import { board, MANY, MOST } from './board.js';
import { placeBeside, placeLoose } from './place.js';
import * as layouts from './layouts.js';

export const PAGE = 25;
const NAMED = 12;
/** More neighbours than this of one kind are never fetched without saying which first. */
export const HUB = 200;
const ASKABLE = /^(person|unit|place|contract|programme|account|asset|zone|household|group|cohort):/;

/** @param {string} node */
const path = (node) => `/nodes/${encodeURIComponent(node)}`;

/** Fetch what a node is, without a purpose. @param {string} id @returns {Promise<any>} */
async function plain(id) {
  const [kind, ...rest] = id.split(':');
  const name = rest.join(':');
  return RECORDS[kind] ? (await get(`/${RECORDS[kind]}/${encodeURIComponent(name)}`)).node : undefined;
}

/** Fetch the ties among what is on the board; what this purpose does not open is left as it is. @param {string[]} fresh */
async function tie(fresh) {
  asked = `${state.purpose}|${state.on}`;
  const nodes = [...new Set([...fresh, ...board.shown])].filter((id) => ASKABLE.test(id)).slice(0, MOST);
  if (!state.purpose || nodes.length < 1) return;
  try {
    board.learn(await post('/subgraph', { nodes }));
  } catch (error) {
    if (/** @type {any} */ (error).status !== 404) throw error;
    note(t('graph.cut.closed'));
  }
}

/** For which purpose and day the ties on the board were fetched. */
let asked = '';

/** Fetch the ties anew for another purpose or day. */
export async function refresh() {
  if (!board.shown.size || !state.purpose || asked === `${state.purpose}|${state.on}`) return;
  await tie([]);
  board.tell();
}

/** @param {string} text */
export function note(text) {
  if (!board.cuts.includes(text)) board.cuts.push(text);
}

/** So many more do not fit: nothing is added, and bundles are offered instead. */
export class Full extends Error {
  /** @param {number} n @param {string} of the node whose neighbours they are @param {string} edge */
  constructor(n, of = '', edge = '') {
    super(t('graph.full', { n, most: MOST }));
    this.n = n;
    this.scope = { of, edge, under: '', by: 'place' };
  }
}

/** Put nodes on the board that are not there, or none of them. @param {string[]} ids @param {{from?: string, at?: any, inPlaceOf?: string}} [options] @returns {string[]} those that are new */
function put(ids, { from, at, inPlaceOf } = {}) {
  const fresh = ids.filter((id) => !board.shown.has(id));
  if (board.shown.size + fresh.length > MOST) throw new Full(board.shown.size + fresh.length, from);
  if (board.shown.size < MANY && board.shown.size + fresh.length >= MANY) notify(t('graph.many', { n: MANY }));
  const taken = fresh;
  const back = ids.filter((id) => board.hidden.has(id));
  board.change(() => {
    if (inPlaceOf) board.drop([inPlaceOf]);
    const placed = new Map([...board.places].filter(([id]) => board.shown.has(id)));
    for (const id of taken) { board.shown.add(id); if (from) board.brought.set(id, from); }
    for (const id of back) board.hidden.delete(id);
    const centre = at ?? (from ? placed.get(from) : undefined);
    if (centre) placeBeside(placed, taken, centre); else placeLoose(placed, taken);
    for (const id of taken) board.places.set(id, /** @type {any} */ (placed.get(id)));
  }, { fresh: taken });
  return taken;
}

/** Add things by their ids. @param {string[]} ids @param {{at?: any, inPlaceOf?: string}} [options] */
export async function add(ids, options = {}) {
  if (new Set([...board.shown, ...ids]).size > MOST) throw new Full(new Set([...board.shown, ...ids]).size);
  await tie(ids);
  const wanted = ids.filter((id) => !board.known.has(id));
  const found = await Promise.allSettled(wanted.map(plain));
  for (const one of found) if (one.status === 'fulfilled' && one.value) board.learn({ nodes: [one.value], edges: [] });
  const there = ids.filter((id) => board.known.has(id));
  if (there.length < ids.length) notify(t('graph.not_found', { ids: ids.filter((id) => !there.includes(id)).join('、') }), true);
  const fresh = put(there, options);
  say(there.length > NAMED ? t('graph.said.many', { n: there.length }) : t('graph.said.added', { names: there.map((id) => board.known.get(id)?.name).join('、') }));
  return fresh;
}

/** @param {string} id */
export const countsOf = (id) => get(`${path(id)}/counts`, { on: state.on });

/**
 * Fetch the next page of neighbours of each kind that was chosen, and add them beside their node.
 * @param {string} id @param {string[]} edges @param {string} order
 */
export async function expand(id, edges, order = 'id') {
  /** @type {string[]} */
  const ids = [];
  for (const edge of edges) {
    const key = `${id}|${edge}`;
    const after = board.pages.get(key)?.after ?? 0;
    const found = await get(`${path(id)}/neighbours`, { edge, limit: PAGE, after, order, on: state.on });
    board.learn(found);
    board.pages.set(key, { after: found.after, total: found.total, more: found.more });
    ids.push(...found.nodes.map((/** @type {any} */ one) => one.node));
  }
  const fresh = put(ids, { from: id });
  if (fresh.length) { await tie(fresh); board.tell(); }
  const more = edges.reduce((sum, edge) => { const page = board.pages.get(`${id}|${edge}`); return sum + (page ? page.total - page.after : 0); }, 0);
  say(t('graph.said.expanded', { name: board.known.get(id)?.name ?? id, n: fresh.length, more }));
  return { fresh, more };
}

/** @param {string[]} ids */
export const hide = (ids) => ids.length && board.change(() => ids.forEach((id) => board.hidden.add(id)));
/** @param {string[]} ids */
export const hideOthers = (ids) => ids.length && board.change(() => board.shown.forEach((id) => { if (!ids.includes(id)) board.hidden.add(id); }));
export const showAll = () => board.change(() => board.hidden.clear());
/** @param {string[]} ids */
export const remove = (ids) => ids.length && board.change(() => board.drop(ids));

/** Pin, or let go where all are pinned. @param {string[]} ids */
export function pin(ids) {
  const all = ids.every((id) => board.pinned.has(id));
  if (ids.length) board.change(() => ids.forEach((id) => { if (all) board.pinned.delete(id); else board.pinned.add(id); }));
}

/**
 * Find how two sides are connected and lay the paths out as chains.
 * @param {string[]} from @param {string[]} to @param {number} hops @param {number} count
 */
export async function connect(from, to, hops, count) {
  const found = await post('/paths', { from, to, hops, count, ...(state.on ? { on: state.on } : {}) });
  board.learn(found);
  const names = new Map(found.nodes.map((/** @type {any} */ one) => [one.id, one.node]));
  const node = (/** @type {string} */ id) => names.get(id) ?? [...from, ...to].find((one) => one.endsWith(`:${id}`)) ?? id;
  const chains = found.answer.paths.filter((/** @type {any} */ one) => one.hops.length).map((/** @type {any} */ one) => [node(one.hops[0].from), ...one.hops.map((/** @type {any} */ hop) => node(hop.to))]);
  if (chains.length) {
    const laid = layouts.chains(chains);
    board.change(() => {
      const on = new Set(chains.flat());
      for (const id of board.shown) if (!on.has(id)) board.hidden.add(id);
      for (const id of on) { board.shown.add(id); board.hidden.delete(id); }
      for (const [id, point] of laid.places) board.places.set(id, point);
      board.mode = laid.mode;
      board.grouping = { by: '', open: [] };
    }, { fit: true });
  }
  const words = told(found.answer.words);
  if (!found.answer.complete) note(words);
  say(words);
  return { answer: found.answer, chains, step: board.past.length };
}

/** Move a layout so that the pinned person it is about stays where he is. @param {any} laid @param {string|undefined} ego */
function keep(laid, ego) {
  const [there, here] = [laid.places.get(ego), board.places.get(String(ego))];
  if (!there || !here || !board.pinned.has(String(ego)) || !laid.mode.ego) return;
  const [dx, dy] = [here.x - there.x, here.y - there.y];
  for (const [id, { x, y }] of laid.places) laid.places.set(id, { x: x + dx, y: y + dy });
  for (const band of laid.mode.bands ?? []) { band.x += dx; band.y += dy; }
}

/** Lay out what is visible. @param {string} kind @param {string[]} chosen */
export async function lay(kind, chosen) {
  const ids = kind === 'force' ? board.visible : board.visible.filter((id) => !id.startsWith('bundle:'));
  if (!ids.length) { notify(t('graph.bundle.layout')); return; }
  const ego = layouts.egoOf(chosen, ids);
  if (['concentric', 'pedigree', 'pedigree_wide'].includes(kind) && (!ego || !state.purpose)) { notify(t(ego ? 'graph.purpose.first' : 'graph.ego.first')); return; }
  const laid = kind === 'force' ? await layouts.force(ids, board.visibleTies, board.places, board.pinned)
    : kind === 'concentric' ? await layouts.concentric(String(ego), ids, board.visibleTies)
      : kind === 'map' ? await layouts.map(ids, board.visibleTies, board.known)
      : kind.startsWith('pedigree') ? await layouts.family(String(ego), board.known, kind === 'pedigree_wide')
        : layouts.timeline(ids, board.visibleTies, board.known);
  if (laid.found) board.learn(laid.found);
  keep(laid, ego);
  board.change(() => {
    if (kind.startsWith('pedigree')) for (const id of board.shown) if (!laid.places.has(id)) board.hidden.add(id);
    for (const [id, point] of laid.places) {
      if (!board.shown.has(id)) { board.shown.add(id); board.brought.set(id, String(ego)); }
      board.hidden.delete(id);
      if (!board.pinned.has(id) || !board.places.has(id)) board.places.set(id, point);
    }
    board.mode = laid.mode;
  }, { fit: true });
  if (laid.mode.note) say(laid.mode.note); else say(t('graph.said.laid', { layout: t(`graph.layout.${kind}`) }));
}

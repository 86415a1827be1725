// @ts-check
/** Layouts: each returns places, and the bands and classes that go with them; none blocks the page. */
import { get } from '../api.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { generationsOf, pedigree, ROW } from './pedigree.js';

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{places: Map<string, Point>, mode: any, found?: any}} Laid */

export const LAYOUTS = ['force', 'concentric', 'pedigree', 'timeline'];
export const CLASSES = ['spouse', 'lineal', 'collateral_3', 'near_affinity', 'other'];
const RING = 150;
const YEAR = 90;
const LANE = 74;

/** @type {Worker|null} */
let worker = null;
let turn = 0;

/**
 * Place nodes by force in another thread; pinned ones do not move.
 * @param {string[]} ids @param {any[]} ties @param {Map<string, Point>} places @param {Set<string>} pinned @returns {Promise<Laid>}
 */
export function force(ids, ties, places, pinned) {
  worker ??= new Worker('/web/js/graph/force-worker.js', { type: 'module' });
  const at = new Map(ids.map((id, number) => [id, number]));
  const ends = ties.flatMap((tie) => (at.has(tie.source) && at.has(tie.target) ? [/** @type {number} */ (at.get(tie.source)), /** @type {number} */ (at.get(tie.target))] : []));
  const start = ids.map((id, number) => places.get(id) ?? { x: Math.cos(number) * 20 * Math.sqrt(number), y: Math.sin(number) * 20 * Math.sqrt(number) });
  const mine = ++turn;
  return new Promise((resolve) => {
    const ready = (/** @type {MessageEvent} */ event) => {
      if (event.data.turn !== mine) return;
      worker?.removeEventListener('message', ready);
      resolve({ places: new Map(ids.map((id, number) => [id, { x: Math.round(event.data.x[number]), y: Math.round(event.data.y[number]) }])), mode: { kind: 'free' } });
    };
    worker?.addEventListener('message', ready);
    worker?.postMessage({
      turn: mine, n: ids.length, x: Float64Array.from(start, (point) => point.x), y: Float64Array.from(start, (point) => point.y), ends: Int32Array.from(ends),
      still: Uint8Array.from(ids, (id) => Number(pinned.has(id))), rounds: ids.length > 800 ? 120 : 260,
    });
  });
}

/** The person a layout is about. @param {string[]} chosen @param {string[]} ids */
export const egoOf = (chosen, ids) => [...chosen, ...ids].find((id) => id.startsWith('person:'));

/** A person's kin with their classes. @param {string} ego */
async function kinOf(ego) {
  const found = await get(`/people/${encodeURIComponent(ego.slice(7))}/kin`, { on: state.on });
  return { found, classes: Object.fromEntries(found.kin.map((/** @type {any} */ one) => [`person:${one.person}`, one.class])), terms: Object.fromEntries(found.kin.map((/** @type {any} */ one) => [`person:${one.person}`, one.terms.slice(0, 2).join('、')])) };
}

/** Rings by legal circle around a person; who is of none stands outside. @param {string} ego @param {string[]} ids @returns {Promise<Laid>} */
export async function concentric(ego, ids) {
  const { classes, terms } = await kinOf(ego);
  const rings = [...CLASSES, ''].map((name) => ids.filter((id) => id !== ego && (classes[id] ?? '') === name));
  const places = new Map([[ego, { x: 0, y: 0 }]]);
  let radius = 0;
  rings.filter((ring) => ring.length).forEach((ring, number) => {
    radius = Math.max(radius + RING, ring.length * 82 / (2 * Math.PI));
    ring.forEach((id, at) => {
      const angle = -Math.PI / 2 + number * 0.5 + at * 2 * Math.PI / ring.length;
      places.set(id, { x: Math.round(radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) });
    });
  });
  return { places, mode: { kind: 'concentric', ego, classes, terms } };
}

/** Generations as rows: brings the person's whole legal kin. @param {string} ego @param {Map<string, any>} known @returns {Promise<Laid>} */
export async function family(ego, known) {
  const { found, classes, terms } = await kinOf(ego);
  const generation = generationsOf(ego, found.kin);
  const people = new Map([...known, ...found.nodes.map((/** @type {any} */ node) => [node.node, node])]);
  const { places, rows } = pedigree(ego, generation, found.edges, people);
  const all = [...places.values()].map((point) => point.x);
  const [left, right] = [Math.min(0, ...all) - 70, Math.max(0, ...all) + 70];
  const bands = [...rows.keys()].map((level) => ({ id: `band:${level}`, label: t(`graph.generation.${level < 0 ? 'up' : level > 0 ? 'down' : 'own'}`, { n: Math.abs(level) }), x: (left + right) / 2, y: level * ROW + 8, wide: right - left, high: ROW - 44 }));
  return { places, found, mode: { kind: 'pedigree', ego, classes, terms, bands } };
}

/** By year: what a node's first dated tie says, people by the lane of their kind. @param {string[]} ids @param {any[]} ties @param {Map<string, any>} known @returns {Laid} */
export function timeline(ids, ties, known) {
  /** @type {Map<string, string>} */
  const first = new Map();
  for (const tie of ties) {
    if (!tie.since) continue;
    for (const id of [tie.source, tie.target]) if (!first.has(id) || tie.since < /** @type {string} */ (first.get(id))) first.set(id, tie.since);
  }
  const years = [...new Set([...first.values()].map((day) => Number(day.slice(0, 4))))].sort((a, b) => a - b);
  const column = new Map(years.map((year, at) => [year, at * YEAR * 1.3]));
  /** @type {Map<number, number>} */
  const depth = new Map();
  const places = new Map();
  for (const id of [...ids].sort((a, b) => ((known.get(a)?.kind ?? '') < (known.get(b)?.kind ?? '') ? -1 : 1))) {
    const day = first.get(id);
    const x = day ? /** @type {number} */ (column.get(Number(day.slice(0, 4)))) : -YEAR * 1.6;
    const row = depth.get(x) ?? 0;
    depth.set(x, row + 1);
    places.set(id, { x: x + (row % 2 ? 24 : -24), y: 30 + row * LANE });
  }
  const high = Math.max(3, ...depth.values()) * LANE + 50;
  const bands = [...years.map((year) => ({ id: `band:${year}`, label: String(year), x: /** @type {number} */ (column.get(year)), y: high / 2 - 30, wide: YEAR * 1.22, high, top: true })),
    ...(depth.has(-YEAR * 1.6) ? [{ id: 'band:none', label: t('graph.undated'), x: -YEAR * 1.6, y: high / 2 - 30, wide: YEAR * 1.5, high, top: true }] : [])];
  return { places, mode: { kind: 'timeline', bands } };
}

/** Paths as straight chains, one under another; who is on several stands in the first. @param {string[][]} chains @returns {Laid} */
export function chains(chains) {
  const longest = Math.max(...chains.map((chain) => chain.length));
  const width = (longest - 1) * 190;
  const places = new Map();
  const ends = new Set(chains.flatMap((chain) => [chain[0], chain[chain.length - 1]]));
  const one = new Set(chains.map((chain) => chain[0])).size === 1 && new Set(chains.map((chain) => chain[chain.length - 1])).size === 1;
  const middle = one ? (chains.length - 1) / 2 : 0;
  chains.forEach((chain, row) => chain.forEach((id, at) => {
    if (!places.has(id)) places.set(id, { x: Math.round(chain.length > 1 ? at * width / (chain.length - 1) : width / 2), y: (one && ends.has(id) ? middle : row) * 120 });
  }));
  return { places, mode: { kind: 'chain' } };
}

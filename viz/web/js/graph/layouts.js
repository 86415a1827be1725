// @ts-check
/** Layouts: each returns places, and the bands and classes that go with them; none blocks the page. */
import { get } from '../api.js';
import { ground } from './ground.js';
import { mapLayout } from './map.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { generationsOf, pedigree, ROW } from './pedigree.js';

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{places: Map<string, Point>, mode: any, found?: any}} Laid */

export const LAYOUTS = ['force', 'concentric', 'pedigree', 'pedigree_wide', 'timeline', 'map'];
const BLOOD = new Set(['spouse', 'lineal', 'collateral_3']);
export const CLASSES = ['spouse', 'lineal', 'collateral_3', 'near_affinity', 'other'];
const RING = 150;
const YEAR = 112;
const LANE = 78;

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
  return { found, classes: Object.fromEntries(found.kin.map((/** @type {any} */ one) => [`person:${one.person}`, one.class])), terms: Object.fromEntries(found.kin.map((/** @type {any} */ one) => [`person:${one.person}`, one.terms[0] ?? ''])) };
}

/** Who is tied to whom. @param {any[]} ties */
function besides(ties) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const tie of ties) for (const [one, other] of [[tie.source, tie.target], [tie.target, tie.source]]) found.set(one, [...(found.get(one) ?? []), other]);
  return found;
}

/** Rings by legal circle around a person; who is of none stands outside. @param {string} ego @param {string[]} ids @param {any[]} ties @returns {Promise<Laid>} */
export async function concentric(ego, ids, ties) {
  const { classes, terms } = await kinOf(ego);
  const rings = [...CLASSES, ''].map((name) => ids.filter((id) => id !== ego && (classes[id] ?? '') === name));
  const places = new Map([[ego, { x: 0, y: 0 }]]);
  const beside = besides(ties);
  /** @type {any[]} */
  const bands = [];
  let radius = 0;
  rings.forEach((ring, number) => {
    if (!ring.length) return;
    radius = Math.max(radius + RING, ring.length * 82 / (2 * Math.PI));
    const wished = ring.map((id) => ({ id, angle: towards(id, beside, places) })).sort((a, b) => a.angle - b.angle);
    const step = 2 * Math.PI / ring.length;
    const turnBy = wished.reduce((sum, one, at) => sum + one.angle - at * step, 0) / ring.length;
    wished.forEach(({ id }, at) => {
      const angle = turnBy + at * step;
      places.set(id, { x: Math.round(radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) });
    });
    const name = CLASSES[number];
    bands.push({ id: `band:${number}`, label: name ? t(`class.${name}`) : t('graph.outside'), x: 0, y: 0, wide: 2 * radius, high: 2 * radius, ring: true });
  });
  return { places, mode: { kind: 'concentric', ego, classes, terms, bands: bands.reverse() } };
}

/** The direction in which a node's placed neighbours lie, two steps out. @param {string} id @param {Map<string, string[]>} beside @param {Map<string, Point>} places */
function towards(id, beside, places) {
  const near = beside.get(id) ?? [];
  for (const ring of [near, near.flatMap((one) => beside.get(one) ?? [])]) {
    const points = ring.map((one) => places.get(one)).filter((point) => point && (point.x || point.y));
    if (points.length) return Math.atan2(points.reduce((sum, point) => sum + /** @type {Point} */ (point).y, 0), points.reduce((sum, point) => sum + /** @type {Point} */ (point).x, 0));
  }
  return -Math.PI / 2;
}

/** Generations as rows: brings the person's whole legal kin. @param {string} ego @param {Map<string, any>} known @param {boolean} wide with kin by marriage @returns {Promise<Laid>} */
export async function family(ego, known, wide) {
  const { found, classes, terms } = await kinOf(ego);
  const generation = generationsOf(ego, found.kin.filter((/** @type {any} */ one) => wide || BLOOD.has(one.class)));
  const people = new Map([...known, ...found.nodes.map((/** @type {any} */ node) => [node.node, node])]);
  const { places, rows } = pedigree(ego, generation, found.edges, people);
  const all = [...places.values()].map((point) => point.x);
  const [left, right] = [Math.min(0, ...all) - 70, Math.max(0, ...all) + 70];
  const bands = [...rows.keys()].map((level) => ({ id: `band:${level}`, label: t(`graph.generation.${level < 0 ? 'up' : level > 0 ? 'down' : 'own'}`, { n: Math.abs(level) }), x: (left + right) / 2, y: level * ROW + 8, wide: right - left, high: ROW - 44 }));
  return { places, found, mode: { kind: 'pedigree', ego, classes, terms, bands } };
}

/** By date: what a node's first dated tie says, else when somebody was born; few years make a column each, many are put together. @param {string[]} ids @param {any[]} ties @param {Map<string, any>} known @returns {Laid} */
export function timeline(ids, ties, known) {
  /** @type {Map<string, string>} */
  const first = new Map();
  for (const tie of ties) for (const id of [tie.source, tie.target]) if (tie.since && (!first.has(id) || tie.since < /** @type {string} */ (first.get(id)))) first.set(id, tie.since);
  const year = (/** @type {string} */ id) => Number((first.get(id) ?? known.get(id)?.born ?? '').slice(0, 4)) || 0;
  const years = new Set(ids.map(year));
  const span = years.size <= 14 ? 1 : years.size <= 40 ? 5 : 10;
  /** @type {Map<number, string[]>} */
  const bins = new Map();
  for (const id of [...ids].sort((a, b) => year(a) - year(b))) {
    const bin = Math.floor(year(id) / span) * span;
    bins.set(bin, [...(bins.get(bin) ?? []), id]);
  }
  const deep = Math.max(4, Math.ceil(Math.sqrt(ids.length)));
  const places = new Map();
  /** @type {any[]} */
  const bands = [];
  let left = 0;
  for (const [bin, listed] of [...bins].sort(([a], [b]) => a - b)) {
    const columns = Math.ceil(listed.length / deep);
    listed.forEach((id, at) => places.set(id, { x: left + YEAR * (Math.floor(at / deep) + 0.5), y: 30 + (at % deep) * LANE }));
    bands.push({ id: `band:${bin}`, label: bin ? (span > 1 ? `${bin}–${String(bin + span - 1).slice(2)}` : String(bin)) : t('graph.undated'), x: left + columns * YEAR / 2, y: deep * LANE / 2 - 20, wide: columns * YEAR, high: deep * LANE + 40, top: true });
    left += columns * YEAR + 12;
  }
  return { places, mode: { kind: 'timeline', bands } };
}

/** Everybody where his village lies. @param {string[]} ids @param {any[]} ties @param {Map<string, any>} known @returns {Promise<Laid>} */
export async function map(ids, ties, known) {
  const found = await ground();
  if (!found.places.size) throw new Error(t('graph.map.none'));
  const laid = mapLayout(ids, ties, known, found);
  if (!laid.placed) throw new Error(t('graph.map.none'));
  return laid;
}

/** Paths as chains, one under another; who is on several stands between them. @param {string[][]} chains @returns {Laid} */
export function chains(chains) {
  const width = (Math.max(...chains.map((chain) => chain.length)) - 1) * 190;
  /** @type {Map<string, {x: number[], rows: number[]}>} */
  const uses = new Map();
  chains.forEach((chain, row) => chain.forEach((id, at) => {
    const use = uses.get(id) ?? { x: [], rows: [] };
    use.x.push(chain.length > 1 ? at * width / (chain.length - 1) : width / 2);
    use.rows.push(row);
    uses.set(id, use);
  }));
  const mean = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0) / values.length;
  /** @type {Map<string, Point>} */
  const places = new Map();
  for (const [id, { x, rows }] of [...uses].sort(([, a], [, b]) => a.rows.length - b.rows.length)) {
    const point = { x: Math.round(mean(x)), y: Math.round(mean(rows) * 110) };
    while ([...places.values()].some((other) => Math.abs(other.x - point.x) < 80 && Math.abs(other.y - point.y) < 60)) point.y += 55;
    places.set(id, point);
  }
  return { places, mode: { kind: 'chain' } };
}

// @ts-check
/** What is too much to draw: bundles that the service counts, and opening one into smaller ones. */
import { get } from '../api.js';
import { h, notify, say } from '../dom.js';
import { figure, t, told } from '../i18n.js';
import { state } from '../state.js';
import { board } from './board.js';
import { askPurpose } from './states.js';
import * as acts from './acts.js';

/** @typedef {{of: string, edge: string, under: string, by: string}} Scope */
const STEP = 170;
const NARROW = 700;

/** @param {any} bundle */
const counted = (bundle) => [bundle.people > 0 && t('graph.bundle.people', { n: figure(bundle.people) }), bundle.others > 0 && t('graph.bundle.others', { n: figure(bundle.others) })].filter(Boolean).join(' · ');
/** @param {Scope} scope @param {string} key */
const idOf = (scope, key) => `bundle:${scope.of}|${scope.edge}|${key}`;

/** Fetch one level of bundles. @param {Scope} scope */
const fetched = (scope) => get(scope.of ? `/nodes/${encodeURIComponent(scope.of)}/bundles` : '/overview', { under: scope.under, by: scope.by, edge: scope.of ? scope.edge : '' });

/** Show one level in place of the bundles on the board; what else is there stays. @param {Scope} scope */
export async function show(scope) {
  if (!state.purpose) { askPurpose(); return []; }
  const found = await fetched(scope);
  if (!found.bundles.length) { notify(t('graph.bundle.none')); return []; }
  const nodes = found.bundles.map((/** @type {any} */ one) => ({
    node: idOf(scope, one.key), id: one.key, kind: 'bundle', name: told({ zh: one.name, en: one.name_en || one.name }), line: counted(one), type: '', official: false, place: one.place || scope.under, born: '', died: '', neighbours: null,
    bundle: { ...scope, people: one.people, others: one.others, place: one.place, members: one.members, total: one.people + one.others },
  }));
  const edges = found.links.map((/** @type {any} */ link) => tieOf(idOf(scope, link.source), idOf(scope, link.target), link.n, link.natures));
  const centre = scope.of && board.shown.has(scope.of) ? board.places.get(scope.of) : undefined;
  if (scope.of) for (const one of nodes) edges.push(tieOf(scope.of, one.node, one.bundle.total, { place: one.bundle.total }));
  board.learn({ nodes, edges });
  const places = spread(nodes, centre);
  board.change(() => {
    board.drop([...board.shown].filter((id) => id.startsWith('bundle:')));
    for (const one of nodes) { board.shown.add(one.node); board.places.set(one.node, /** @type {any} */ (places.get(one.node))); if (scope.of) board.brought.set(one.node, scope.of); }
    board.mode = { kind: 'free' };
    board.grouping = { by: '', open: [] };
  }, { fit: true });
  const where = found.trail.map((/** @type {any} */ one) => one.name).join(' › ');
  if (found.nowhere) acts.note(t('graph.bundle.nowhere', { n: figure(found.nowhere) }));
  say(t('graph.bundle.said', { n: nodes.length, where, by: t(`graph.bundle.by.${found.by}`) }));
  return nodes.map((/** @type {any} */ one) => one.node);
}

/** @param {string} source @param {string} target @param {number} n @param {Record<string, number>} natures */
function tieOf(source, target, n, natures) {
  const [nature] = Object.entries(natures).sort((a, b) => b[1] - a[1])[0];
  return { id: `bundle>${source}>${target}`, source, target, kind: 'bundle', nature, zh: `${figure(n)} 条`, en: `${figure(n)} ties`, since: '', until: '', confidence: 1, disputed: false, standing: '', origin: '', amount: null, weight: n, natures };
}

/** Bundles in a circle, around the node they belong to if there is one, or in two columns where it is narrow; not quite round, so that not all lines cross in one point. @param {any[]} nodes @param {{x: number, y: number}|undefined} centre */
function spread(nodes, centre) {
  if (innerWidth < NARROW && !centre) return new Map(nodes.map((one, at) => [one.node, { x: (at % 2) * STEP, y: Math.round(Math.floor(at / 2) * STEP * 0.9 + (at % 2) * STEP * 0.45) }]));
  const middle = centre ?? { x: 0, y: 0 };
  const radius = Math.max(centre ? STEP * 1.3 : STEP, nodes.length * STEP / (2 * Math.PI));
  return new Map(nodes.map((one, at) => {
    const [angle, far] = [-Math.PI / 2 + 2 * Math.PI * at / nodes.length, nodes.length > 1 || centre ? radius * (1 + 0.22 * ((at * 0.618) % 1)) : 0];
    return [one.node, { x: Math.round(middle.x + far * Math.cos(angle) * 1.25), y: Math.round(middle.y + far * Math.sin(angle)) }];
  }));
}

/** Put the people of a small bundle in its place. @param {string} id */
export async function open(id) {
  const { members, total } = /** @type {any} */ (board.known.get(id)).bundle;
  if (!members.length) { notify(t('graph.bundle.closed'), true); return []; }
  const at = board.places.get(id);
  const fresh = await acts.add(members, { at, inPlaceOf: id });
  if (members.length < total) acts.note(t('graph.bundle.partly', { n: figure(members.length), total: figure(total) }));
  board.tell();
  return fresh ?? [];
}

/** What a bundle may be opened into. @param {string} id @param {(work: () => Promise<any>) => void} busy */
export function openBundle(id, busy) {
  const node = board.known.get(id);
  if (!node) return;
  const { of, edge, under, place, members, people, others } = /** @type {any} */ (node).bundle;
  const go = (/** @type {() => Promise<any>} */ work) => () => { dialog.close(); busy(work); };
  const down = (/** @type {string} */ by, /** @type {string} */ top) => go(() => show({ of, edge, under: top, by }));
  const choices = [
    place && ['place', down('place', place)],
    members.length > 0 && ['members', go(() => open(id))],
    people + others <= 3000 && (place || under) && ['community', down('community', place || under)],
    ['kind', down('kind', place || under)],
  ].filter(Boolean);
  const dialog = h('dialog', { class: 'dialog picture menu', 'aria-label': node.name }, h('div', { class: 'stack' },
    h('div', { class: 'row' }, h('h2', {}, node.name), h('span', { class: 'spring' }), h('button', { type: 'button', class: 'plain', 'aria-label': t('close'), onclick: () => dialog.close() }, '×')),
    h('p', { class: 'quiet' }, node.line), h('p', {}, t('graph.bundle.how')),
    choices.map(([name, act], at) => h('button', { type: 'button', class: at ? null : 'primary', onclick: act }, t(`graph.bundle.open.${name}`, { n: figure(members.length) })))));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (/** @type {any} */ event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('button.primary')?.focus();
}

/** Say that it is too much for one picture, and offer bundles instead. @param {number} n @param {number} most @param {Scope} scope @param {(work: () => Promise<any>) => void} busy */
export function offer(n, most, scope, busy) {
  const dialog = h('dialog', { class: 'dialog picture', 'aria-label': t('graph.full.title') }, h('div', { class: 'stack' }, h('h2', {}, t('graph.full.title')), h('p', {}, t('graph.full', { n: figure(n), most: figure(most) })),
    h('div', { class: 'row' }, h('button', { type: 'button', class: 'primary', onclick: () => { dialog.close(); busy(() => show(scope)); } }, t('graph.full.bundles')), h('button', { type: 'button', onclick: () => dialog.close() }, t('close')))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// @ts-check
/** Figures on the picture, by the service: sizes by who lies between, colours and numbers by community. */
import { post } from '../api.js';
import { h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { board } from './board.js';
import { COMMUNITIES } from './look.js';

/** What the picture shows of them; blank shows nothing. */
export const shown = { size: '', communities: false };
/** @type {any} */
let found = null;
/** @type {Map<string, number>} */
let communityOf = new Map();
/** How much was drawn when it was measured. */
let measured = '';
/** @param {any} drawn */
const sizeOf = (drawn) => `${drawn.nodes.length}|${drawn.ties.length}`;
const [LEAST, MOST] = [22, 60];
const LISTED = 8;

export const isShown = () => Boolean(found && (shown.size || shown.communities));
/** Whether something else is drawn than was measured. @param {any} drawn */
export const isStale = (drawn) => isShown() && measured !== sizeOf(drawn);

/** Forget figures, as when the picture has changed. */
export function forget() {
  found = null;
  Object.assign(shown, { size: '', communities: false });
}

/** Measure what is drawn. @param {any} drawn @param {string} what degree, betweenness or communities */
export async function measure(drawn, what) {
  const nodes = drawn.nodes.filter((/** @type {string} */ id) => !/^(implied|bundle):/.test(id));
  const kept = new Set(nodes);
  const edges = drawn.ties.filter((/** @type {any} */ tie) => kept.has(tie.source) && kept.has(tie.target)).map((/** @type {any} */ tie) => [tie.source, tie.target, tie.origin]);
  found = await post('/measures', { nodes, edges });
  measured = sizeOf(drawn);
  communityOf = new Map(found.communities.flatMap((/** @type {string[]} */ one, /** @type {number} */ at) => (one.length > 1 ? one.map((id) => [id, at]) : [])));
  if (what === 'communities') shown.communities = true; else shown.size = what;
}

/** How a node is drawn by its figures. @param {string} id @returns {{classes: string[], size?: number, mark: string}} */
export function drawnAs(id) {
  const classes = [];
  /** @type {number|undefined} */
  let size;
  if (found && shown.size && id in found[shown.size]) {
    const most = Math.max(...Object.values(/** @type {Record<string, number>} */ (found[shown.size])), 1e-9);
    size = Math.round(LEAST + (MOST - LEAST) * Math.sqrt(found[shown.size][id] / most));
    classes.push('sized');
  }
  const community = shown.communities ? communityOf.get(id) : undefined;
  if (community !== undefined) classes.push(`c${community % COMMUNITIES.length}`);
  return { classes, size, mark: community === undefined ? '' : ` [${community + 1}]` };
}

/** What the figures say, in words. @param {(ids: string[]) => void} choose */
export function measuresPanel(choose) {
  if (!isShown()) return null;
  const name = (/** @type {string} */ id) => board.known.get(id)?.name ?? id;
  const one = (/** @type {string} */ id, /** @type {string} */ value) => h('li', {}, h('button', { type: 'button', class: 'plain', onclick: () => choose([id]) }, name(id)), ' ', h('span', { class: 'quiet' }, value));
  const top = shown.size ? Object.entries(/** @type {Record<string, number>} */ (found[shown.size])).sort((a, b) => b[1] - a[1]).slice(0, LISTED).filter(([, value]) => value > 0) : [];
  return h('section', { class: 'stack', 'aria-label': t('graph.measure') }, h('h3', {}, t('graph.measure')), h('p', { class: 'quiet' }, t('graph.measure.scope')),
    shown.size && [h('h3', {}, t(`graph.measure.${shown.size}`)), h('ol', { class: 'rows' }, top.map(([id, value]) => one(id, shown.size === 'degree' ? figure(value) : `${figure(Math.round(value * 1000) / 10)} %`))), found.sampled && h('p', { class: 'quiet' }, t('graph.measure.sampled', { n: figure(found.sampled) }))],
    shown.communities && [h('h3', {}, t('graph.measure.communities')), h('ol', { class: 'rows' }, found.communities.filter((/** @type {string[]} */ ids) => ids.length > 1).slice(0, LISTED).map((/** @type {string[]} */ ids) =>
      h('li', {}, h('button', { type: 'button', class: 'plain', onclick: () => choose(ids) }, t('graph.measure.members', { n: figure(ids.length) })), ' ', h('span', { class: 'quiet' }, ids.slice(0, 3).map(name).join('、')))))]);
}

// @ts-check
/** What a plan would change: its measures beside those of the zones loaded, and who would move. */
import { h } from '../dom.js';
import { figure, t } from '../i18n.js';

const PARTS = ['travel', 'size', 'acquaintance', 'skills'];

/** The mean over townships of something told by zone. @param {any[]} zones @param {(zone: any) => number|null|undefined} of */
function mean(zones, of) {
  const known = zones.map((zone) => [of(zone), zone.places.length]).filter(([value]) => value !== null && value !== undefined);
  const all = known.reduce((sum, [, n]) => sum + n, 0);
  return all ? known.reduce((sum, [value, n]) => sum + value * n, 0) / all : null;
}

/** Rows as name, figure and how many digits; less is better in all but the count. @param {any} plan */
const rowsOf = (plan) => [
  ['objective', plan.objective, 4],
  ...PARTS.map((part) => [`part.${part}`, mean(plan.zones, (zone) => zone.parts?.[part]), 3]),
  ['ties', mean(plan.zones, (zone) => zone.ties_per_10000), 1], ['way', mean(plan.zones, (zone) => zone.mean_way), 2],
  ['staffed', Math.min(...plan.zones.map((/** @type {any} */ zone) => zone.staff)), 0], ['turnless', plan.zones.filter((/** @type {any} */ zone) => !zone.rotates).length, 0], ['count', plan.zones.length, 0],
];
const UP_IS_BETTER = ['staffed'];
const NEITHER = ['count'];

/** A plan beside the zones loaded; alone where none are. @param {any} plan @param {any} before */
export function measures(plan, before) {
  const earlier = new Map(before ? rowsOf(before).map(([name, value]) => [name, value]) : []);
  const text = (/** @type {any} */ value, /** @type {number} */ digits) => (value === null || value === undefined || !Number.isFinite(value) ? '—' : value.toFixed(digits));
  const row = (/** @type {any[]} */ [name, value, digits]) => {
    const was = earlier.get(name);
    const by = typeof was === 'number' && typeof value === 'number' ? Number((value - was).toFixed(digits)) : null;
    const better = by === null || by === 0 || NEITHER.includes(name) ? '' : (by < 0) === !UP_IS_BETTER.includes(name) ? 'better' : 'worse';
    return h('tr', {}, h('th', { scope: 'row' }, t(`zones.${name}`)), before && h('td', { class: 'n' }, text(was, digits)), h('td', { class: 'n' }, text(value, digits)),
      before && h('td', { class: `n ${better}` }, by === null ? '' : by === 0 ? '=' : `${by > 0 ? '+' : '−'}${Math.abs(by).toFixed(digits)}`, better && h('span', {}, ` ${t(`zones.${better}`)}`)));
  };
  return h('table', { class: 'zone-measures' }, h('caption', {}, t(before ? 'zones.compared' : 'zones.measured'), ' ', h('span', { class: 'quiet' }, plan.proven ? t('zones.proven') : plan.gap === undefined ? '' : t('zones.within', { gap: (plan.gap * 100).toFixed(1) }))),
    h('thead', {}, h('tr', {}, h('td'), before && h('th', { class: 'n', scope: 'col' }, t('zones.loaded')), h('th', { class: 'n', scope: 'col' }, t(plan.loaded ? 'zones.loaded' : 'zones.plan')), before && h('th', { class: 'n', scope: 'col' }, t('zones.change')))),
    h('tbody', {}, rowsOf(plan).map(row)));
}

/** The townships that a plan takes out of the zone they have. @param {any} plan @param {(zone: string) => string} named */
export function moves(plan, named) {
  const listed = plan.moved ?? [];
  return h('section', { class: 'moves', 'aria-label': t('zones.moved') }, h('h2', {}, t('zones.moved'), ' ', h('span', { class: 'tag' }, figure(listed.length))),
    listed.length === 0 ? h('p', { class: 'quiet' }, t('zones.moved.none'))
      : h('ul', { class: 'people' }, listed.map((/** @type {any} */ one) => h('li', {}, h('strong', {}, one.name || one.place), ` ${named(one.from)} → ${named(one.to)}`))));
}

// @ts-check
/** Why a zone is as it is: what it costs, who handles whose cases, who knows whom, what else there might be. */
import { h } from '../dom.js';
import { figure, t } from '../i18n.js';

const MOST = 6;

/** @param {any} one @param {Map<string, string>} names of townships @param {(zone: string) => string} named of zones @param {() => void} close */
export function explained(one, names, named, close) {
  const name = (/** @type {string} */ id) => names.get(id) ?? id;
  const more = (/** @type {number} */ value) => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(4)}`;
  return [h('h2', {}, named(one.zone), h('span', { class: 'spring' }), h('button', { type: 'button', class: 'plain', onclick: close }, t('close'))),
    h('p', {}, one.places.map(name).join('、')),
    h('dl', { class: 'facts' }, Object.entries(one.weighed ?? {}).map(([part, weighed]) => [h('dt', {}, t(`zones.part.${part}`)), h('dd', {}, t('zones.weighed', { share: Number(one.parts[part]).toFixed(3), weighed: Number(weighed).toFixed(3) }))]),
      one.missing_skills?.length > 0 && [h('dt', {}, t('zones.missing')), h('dd', {}, one.missing_skills.join('、'))]),
    h('h3', {}, t('zones.rotation')),
    one.rotates ? h('ul', {}, one.rotation.map((/** @type {any} */ turn) => h('li', {}, t('zones.turn', { place: name(turn.place), by: name(turn.handled_by) }), turn.ties_per_10000 !== null && h('span', { class: 'quiet' }, ` · ${t('zones.rate', { n: turn.ties_per_10000.toFixed(1) })}`))))
      : h('p', { class: 'blocked' }, t('zones.no_turn'), one.receiver && ` → ${named(one.receiver)}`),
    one.pairs?.length > 0 && h('details', {}, h('summary', {}, t('zones.pairs', { n: one.pairs.length })), h('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': t('zones.pairs', { n: one.pairs.length }) }, h('table', {},
      h('thead', {}, h('tr', {}, ['handler', 'of', 'staff', 'people_n', 'ties_n'].map((key, at) => h('th', { scope: 'col', class: at > 1 ? 'n' : '' }, t(`zones.pair.${key}`))))),
      h('tbody', {}, one.pairs.map((/** @type {any} */ pair) => h('tr', {}, h('td', {}, name(pair.handler)), h('td', {}, name(pair.place)), [pair.staff, pair.people, Number(pair.ties.toFixed(1))].map((value) => h('td', { class: 'n' }, figure(value))))))))),
    one.alternatives?.length > 0 && [h('h3', {}, t('zones.alternatives')), h('ul', {}, one.alternatives.slice(0, MOST).map((/** @type {any} */ other) => h('li', {},
      other.to === null ? t('zones.stays', { place: name(other.place) }) : other.exchanged ? t('zones.exchange', { place: name(other.place), other: name(other.exchanged), to: named(other.to), more: more(other.more) }) : t('zones.move', { place: name(other.place), to: named(other.to), more: more(other.more) }))))]];
}

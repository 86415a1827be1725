// @ts-check
/** The way of a case: own organ, zone, other zones, a higher organ; who is free, what is in the way. */
import { get, onceKey, post, said } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { t, told } from '../i18n.js';
import { articles, person } from './verdict.js';

const STANDINGS = [['free', 'clear'], ['to_decide', 'review'], ['unknown', 'unknown'], ['recused', 'must_recuse']];
const MOST = 6;

/** @typedef {((person: string) => void)|null} Take */
/** @typedef {((person: string, on?: string) => void)|null} Why */

/** @param {HTMLElement} place @param {any} one a case @param {Take} take @param {Why} about what answers "why not?" */
export async function route(place, one, take, about) {
  const id = one.case;
  fill(place, h('h2', {}, t('route')), h('p', { class: 'loading', role: 'status' }, t('loading')));
  let found;
  try {
    found = await get(`/cases/${encodeURIComponent(id)}/route`);
  } catch (error) {
    fill(place, h('h2', {}, t('route')), h('p', { class: 'quiet' }, said(error)));
    return;
  }
  const { route: way, names } = found;
  const key = onceKey();
  const keep = h('button', { type: 'button', title: t('route.keep.why'), onclick: async () => {
    keep.disabled = true;
    try {
      const kept = await post(`/cases/${encodeURIComponent(id)}/route`, {}, key);
      notify(t('desk.recorded', { id: kept.event }));
    } catch (error) { notify(said(error), true); keep.disabled = false; }
  } }, t('route.keep'));
  const why = about && ((/** @type {string} */ who) => about(who, way.on));
  fill(place, h('h2', {}, t('route'), h('span', { class: 'spring' }), h('span', { class: 'noprint' }, keep)),
    h('p', {}, way.step ? t('route.goes', { step: t(`step.${way.step}`) }) : t('route.nowhere')),
    way.conflicted.map((/** @type {any} */ one) => h('p', { class: 'blocked' }, one.head ? t('route.head', { unit: names[one.unit] ?? one.unit, head: names[one.head] ?? one.head }) : t('route.all', { unit: names[one.unit] ?? one.unit, n: one.recused }))),
    h('ol', { class: 'route' }, way.steps.map((/** @type {any} */ leg) => step(leg, way, names, { take, why, onTeam: new Set(one.team.map((/** @type {any} */ member) => member.person)) }))),
    way.blocked && h('div', { class: 'problem' }, h('p', {}, told(way.blocked.words)),
      h('ul', {}, way.blocked.people.slice(0, 8).map((/** @type {any} */ one) => h('li', {}, person(one.person, names), ': ', told(one.resolve))))));
}

/** @typedef {{take: Take, why: Why, onTeam: Set<string>}} Offer */

/** @param {any} leg @param {any} way @param {Record<string, string>} names @param {Offer} offer */
function step(leg, way, names, offer) {
  const chosen = leg.step === way.step;
  const of = (/** @type {string} */ standing) => leg.people.filter((/** @type {any} */ one) => one.standing === standing);
  const blocks = leg.closed ? t('route.closed') : leg.people.length === 0 ? t('route.nobody') : leg.enough ? null : t('route.few');
  return h('li', { class: chosen ? 'chosen' : blocks ? 'shut' : '', 'aria-current': chosen ? 'step' : null },
    h('div', { class: 'row' }, h('strong', {}, t(`step.${leg.step}`)), chosen && h('span', { class: 'tag here' }, t('route.chosen'))),
    blocks && h('p', { class: 'blocked' }, blocks),
    h('div', { class: 'counts' }, STANDINGS.filter(([standing]) => of(standing).length).map(([standing, verdict]) => h('span', { class: `verdict ${verdict}` }, `${t(`standing.${standing}`)} ${of(standing).length}`))),
    leg.people.length > 0 && h('details', { open: chosen }, h('summary', {}, t('route.who')),
      h('p', { class: 'quiet' }, told(leg.form)), articles(leg.cites),
      STANDINGS.map(([standing, verdict]) => group(of(standing), standing, verdict, names, offer))));
}

/** People of one standing; the first few, and the others on request. @param {any[]} people @param {string} standing @param {string} verdict @param {Record<string, string>} names @param {Offer} offer */
function group(people, standing, verdict, names, { take, why, onTeam }) {
  if (people.length === 0) return null;
  const row = (/** @type {any} */ one) => h('li', {}, person(one.person, names), h('span', { class: 'quiet' }, names[one.unit] ?? one.unit ?? ''),
    standing === 'recused' && one.parties?.length > 0 && h('span', { class: 'quiet' }, t('route.about', { names: one.parties.map((/** @type {string} */ id) => names[id] ?? id).join('、') })),
    standing === 'to_decide' && one.decider && h('span', { class: 'quiet' }, t('desk.decides', { who: told(one.decider) })),
    onTeam.has(one.person) ? h('span', { class: 'tag' }, t('route.on_team')) : standing === 'free' && take && h('button', { type: 'button', class: 'plain noprint', 'aria-label': t('desk.adds', { name: names[one.person] ?? one.person }), onclick: () => take(one.person) }, t('route.take')),
    standing !== 'free' && why && h('button', { type: 'button', class: 'plain noprint', 'aria-label': t('route.why_not', { name: names[one.person] ?? one.person }), onclick: () => why(one.person) }, t('route.why')));
  const list = (/** @type {any[]} */ some) => h('ul', { class: 'people' }, some.map(row));
  return h('div', { class: 'standing' }, h('p', { class: `verdict ${verdict}` }, t(`standing.${standing}`)), list(people.slice(0, MOST)),
    people.length > MOST && h('details', {}, h('summary', { class: 'quiet' }, t('route.more', { n: people.length - MOST })), list(people.slice(MOST))));
}

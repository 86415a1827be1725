// @ts-check
/** The way of a case: own organ, zone, other zones, a higher organ; who is free, what is in the way. */
import { get, onceKey, post } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { t, told } from '../i18n.js';
import { articles, person } from './verdict.js';

const STANDINGS = [['free', 'clear'], ['to_decide', 'review'], ['unknown', 'unknown'], ['recused', 'must_recuse']];
const MOST = 6;

/** @param {HTMLElement} place @param {string} id @param {((person: string) => void)|null} take */
export async function route(place, id, take) {
  fill(place, h('h2', {}, t('route')), h('p', { class: 'loading' }, t('loading')));
  let found;
  try {
    found = await get(`/cases/${encodeURIComponent(id)}/route`);
  } catch (error) {
    fill(place, h('h2', {}, t('route')), h('p', { class: 'quiet' }, /** @type {Error} */ (error).message));
    return;
  }
  const { route: way, names } = found;
  const keep = h('button', { type: 'button', onclick: async () => {
    try {
      const kept = await post(`/cases/${encodeURIComponent(id)}/route`, {}, onceKey());
      notify(t('desk.recorded', { id: kept.event }));
    } catch (error) { notify(/** @type {Error} */ (error).message, true); }
  } }, t('route.keep'));
  fill(place, h('h2', {}, t('route'), h('span', { class: 'spring' }), h('span', { class: 'noprint' }, keep)),
    h('p', {}, way.step ? t('route.goes', { step: t(`step.${way.step}`) }) : t('route.nowhere')),
    way.conflicted.map((/** @type {any} */ one) => h('p', { class: 'blocked' }, one.head ? t('route.head', { unit: names[one.unit] ?? one.unit, head: names[one.head] ?? one.head }) : t('route.all', { unit: names[one.unit] ?? one.unit, n: one.recused }))),
    h('ol', { class: 'route' }, way.steps.map((/** @type {any} */ leg) => step(leg, way, names, take))),
    way.blocked && h('div', { class: 'problem' }, h('p', {}, told(way.blocked.words)),
      h('ul', {}, way.blocked.people.slice(0, 8).map((/** @type {any} */ one) => h('li', {}, person(one.person, names), ': ', told(one.resolve))))));
}

/** @param {any} leg @param {any} way @param {Record<string, string>} names @param {((person: string) => void)|null} take */
function step(leg, way, names, take) {
  const chosen = leg.step === way.step;
  const of = (/** @type {string} */ standing) => leg.people.filter((/** @type {any} */ one) => one.standing === standing);
  const blocks = leg.closed ? t('route.closed') : leg.people.length === 0 ? t('route.nobody') : leg.enough ? null : t('route.few');
  return h('li', { class: chosen ? 'chosen' : blocks ? 'shut' : '', 'aria-current': chosen ? 'step' : null },
    h('div', { class: 'row' }, h('strong', {}, t(`step.${leg.step}`)), chosen && h('span', { class: 'tag warn' }, t('route.chosen'))),
    blocks && h('p', { class: 'blocked' }, blocks),
    h('div', { class: 'counts' }, STANDINGS.filter(([standing]) => of(standing).length).map(([standing, verdict]) => h('span', { class: `verdict ${verdict}` }, `${t(`standing.${standing}`)} ${of(standing).length}`))),
    h('details', { open: chosen }, h('summary', {}, t('route.who')),
      h('p', { class: 'quiet' }, told(leg.form)), articles(leg.cites),
      STANDINGS.map(([standing, verdict]) => of(standing).length > 0 && h('div', {}, h('p', { class: `verdict ${verdict}` }, t(`standing.${standing}`)),
        h('ul', { class: 'people' }, of(standing).slice(0, MOST).map((/** @type {any} */ one) => h('li', {}, person(one.person, names), h('span', { class: 'quiet' }, ` ${names[one.unit] ?? one.unit ?? ''}`),
          standing === 'recused' && one.parties?.length > 0 && h('span', { class: 'quiet' }, ` · ${t('route.about', { names: one.parties.map((/** @type {string} */ id) => names[id] ?? id).join('、') })}`),
          standing === 'to_decide' && one.decider && h('span', { class: 'quiet' }, ` · ${t('desk.decides', { who: told(one.decider) })}`),
          take && standing === 'free' && h('button', { type: 'button', class: 'plain noprint', onclick: () => take(one.person) }, t('route.take'))))),
        of(standing).length > MOST && h('p', { class: 'quiet' }, t('route.more', { n: of(standing).length - MOST }))))));
}

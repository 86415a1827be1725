// @ts-check
/** What happened in a case, event by event, told in words; read when it is opened. */
import { get, said } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { bar } from './verdict.js';

/** @param {any} one a case */
export function past(one) {
  const inner = h('div', {});
  return h('details', { class: 'panel noprint past', ontoggle: async (/** @type {any} */ event) => {
    if (!event.target.open || inner.childElementCount) return;
    fill(inner, h('p', { class: 'quiet' }, t('loading')));
    try {
      const found = await get(`/cases/${encodeURIComponent(one.case)}/history`);
      fill(inner, h('ol', { class: 'events' }, found.case.events.map((/** @type {any} */ each) => line(each, found.names))));
    } catch (error) { fill(inner, h('p', { class: 'problem' }, said(error))); }
  } }, h('summary', {}, t('desk.history')), inner);
}

/** @param {any} each @param {Record<string, string>} names */
const line = (each, names) => h('li', {},
  h('div', { class: 'when' }, h('time', {}, each.at.slice(0, 16).replace('T', ' ')), h('span', { class: 'mono quiet' }, each.id)),
  h('div', { class: 'stack' }, h('div', { class: 'row' }, h('strong', {}, t(`event.${each.kind}`)), h('span', { class: 'tag' }, t(`state.${each.state}`)), h('span', { class: 'quiet' }, t('history.by', { author: each.author })), each.decision && h('span', { class: 'mono quiet' }, each.decision)),
    details(each, names), each.body.withheld && h('p', { class: 'quiet' }, t('desk.sealed_text'))));

/** @param {any} each @param {Record<string, string>} names */
function details(each, names) {
  const { body } = each;
  const name = (/** @type {string} */ id) => names[id] ?? id;
  const list = (/** @type {any[]} */ people, /** @type {string} */ words) => people.map((one) => `${name(one.person ?? one.unit ?? one)}${one.role ? ` (${t(`${words}.${one.role}`)})` : ''}`).join('、');
  const changes = (/** @type {string} */ words) => [body.add?.length > 0 && h('p', {}, t('history.added', { who: list(body.add, words) })), body.remove?.length > 0 && h('p', {}, t('history.removed', { who: list(body.remove, words) }))];
  const special = {
    registered: () => h('p', {}, t('desk.parties'), ' ', list(body.case?.parties ?? [], 'party')),
    checked: () => h('ul', { class: 'counts' }, Object.entries(body.verdicts ?? {}).map(([id, verdict]) => h('li', {}, name(id), ' ', bar(/** @type {string} */ (verdict))))),
    parties_changed: () => changes('party'), team_changed: () => changes('team'),
    assigned: () => h('p', {}, t('history.assigned', { handler: name(body.handler), second: body.second ? name(body.second) : '—', batch: body.batch })),
    recheck_notice: () => h('ul', { class: 'counts' }, (body.people ?? []).map((/** @type {any} */ who) => h('li', {}, name(who.person), ' ', bar(who.before), ' → ', bar(who.now)))),
    paper_issued: () => h('p', {}, t(`paper.${body.paper}`), ' ', body.format?.toUpperCase(), ' ', h('span', { class: 'mono quiet' }, body.sha256)),
    routed: () => body.step && h('p', {}, t(`step.${body.step}`)),
  }[/** @type {string} */ (each.kind)];
  if (special) return [special(), body.reason && h('p', { class: 'quiet' }, body.reason)];
  const parts = [body.person && name(body.person), body.outcome && t(`outcome.${body.outcome}`), body.granted !== undefined && t(body.granted ? 'answer.granted' : 'answer.denied'), body.role && t(`party.${body.role}`).replace(/^party\./, ''),
    body.means && t(`means.${body.means}`), body.when, body.due && t('desk.due', { on: body.due }), body.of, body.by && t('history.signed', { who: name(body.by) }), body.document].filter(Boolean);
  return [parts.length > 0 && h('p', {}, parts.join(' · ')), (body.reason ?? body.how ?? body.why) && h('p', { class: 'quiet' }, body.reason ?? body.how ?? body.why)];
}

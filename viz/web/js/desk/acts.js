// @ts-check
/** What people do in a case: recusals, rulings, overrides, papers, the steps of a case. */
import { call, onceKey, post } from '../api.js';
import { download, notify, say } from '../dom.js';
import { t, told } from '../i18n.js';
import { state } from '../state.js';
import { ask } from './dialog.js';

export const ROLES = ['subject', 'complainant', 'interested', 'supplier', 'tenderer', 'beneficiary', 'witness', 'informant'];
export const TEAM = ['handler', 'second', 'leader', 'approver', 'reviewer', 'borrowed', 'guard', 'member'];
const PAPERS = ['authorization', 'decision', 'report', 'analysis'];

const reason = (required = true) => ({ name: 'reason', label: t('desk.reason'), type: 'text', required });
/** In whose name somebody signs who is nobody in the data. @param {any} [decider] */
const by = (decider) => (state.account.person ? [] : [{ name: 'by', label: t('desk.by'), value: decider?.person ?? '', hint: decider ? told(decider) : t('desk.by.hint') }]);

/**
 * @param {any} shown a case as the service shows it
 * @param {(shown: any) => void} redraw
 */
export function actsOf(shown, redraw) {
  const id = shown.case.case;
  const path = `/cases/${encodeURIComponent(id)}`;
  const send = async (/** @type {string} */ part, /** @type {any} */ body, /** @type {string} */ key = onceKey()) => {
    const done = await post(`${path}/${part}`, body, key);
    redraw(done);
    say(done.new ? t('desk.recorded', { id: done.event ?? id }) : t('desk.before'));
    notify(done.new ? t('desk.recorded', { id: done.event ?? id }) : t('desk.before'));
  };
  const bare = (/** @type {any} */ given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const about = (/** @type {string} */ person) => shown.names[person] ?? person;
  const question = (/** @type {string} */ part, /** @type {any} */ one, /** @type {any[]} */ fields, /** @type {any} */ more = {}) => ask({
    title: t(`act.${part}`, { name: about(one.person) }), why: t(`act.${part}.why`), send: t(`act.${part}`, { name: about(one.person) }), fields,
    act: (given, key) => send(`recusals/${part}`, { person: one.person, ...more, ...bare(given) }, key),
  });
  return {
    send,
    disclose: (/** @type {any} */ one) => question('disclose', one, [reason(), { name: 'form', label: t('desk.form'), options: [['written', t('desk.form.written')], ['oral', t('desk.form.oral')]] }]),
    apply: (/** @type {any} */ one) => question('apply', one, [{ name: 'role', label: t('desk.applicant'), options: [...ROLES, 'other'].map((role) => [role, t(`party.${role}`)]) }, reason()]),
    order: (/** @type {any} */ one) => question('order', one, [reason(), ...by(one.decider)]),
    refuse: (/** @type {any} */ one) => question('refuse', one, [reason()]),
    decide: (/** @type {any} */ one) => question('decide', one, [{ name: 'outcome', label: t('desk.outcome'), options: [['may_handle', t('outcome.may_handle')], ['recuse', t('outcome.recuse')]] }, reason(), ...by(one.decider)]),
    override: (/** @type {any} */ one) => question('override', one, [reason(), ...by()]),
    answer: (/** @type {any} */ request, /** @type {any} */ decider) => ask({
      title: t('act.answer', { name: about(request.person) }), send: t('act.answer.send'),
      fields: [{ name: 'granted', label: t('desk.outcome'), options: [['true', t('answer.granted')], ['false', t('answer.denied')]] }, reason(), ...by(decider)],
      act: (given, key) => send('recusals/answer', { ...bare(given), of: request.id, granted: given.granted === 'true' }, key),
    }),
    approve: (/** @type {any} */ override) => ask({
      title: t('act.approve', { name: about(override.person) }), why: t('act.approve.why'), send: t('act.approve.send'),
      fields: [...by(), { name: 'document', label: t('desk.document'), hint: t('desk.document.hint') }],
      act: (given, key) => send('recusals/approve', { ...bare(given), of: override.id }, key),
    }),
    prying: () => ask({
      title: t('act.prying'), why: t('act.prying.why'), send: t('act.prying'),
      fields: [{ name: 'person', label: t('desk.who'), required: true }, { name: 'means', label: t('desk.means'), options: ['asked', 'interceded', 'contact', 'other'].map((one) => [one, t(`means.${one}`)]) },
        { name: 'how', label: t('desk.how'), type: 'text', required: true }, { name: 'when', label: t('desk.when'), type: 'date' }],
      act: (given, key) => send('prying', bare(given), key),
    }),
    step: (/** @type {string} */ part, needsReason = true) => (needsReason
      ? ask({ title: t(`act.${part}`), why: t(`act.${part}.why`), send: t(`act.${part}`), fields: [reason(part === 'withdraw')], act: (given, key) => send(part, given, key) })
      : send(part, {}).catch((error) => notify(error.message, true))),
    paper: () => ask({
      title: t('act.paper'), why: t('act.paper.why'), send: t('act.paper.send'),
      fields: [{ name: 'kind', label: t('desk.paper'), options: PAPERS.map((kind) => [kind, t(`paper.${kind}`)]) },
        { name: 'format', label: t('desk.format'), options: [['pdf', 'PDF'], ['docx', 'Word'], ['html', 'HTML']] },
        { name: 'language', label: t('desk.language'), value: state.language, options: [['zh', '中文'], ['en', 'English']] }],
      act: async (given) => {
        const answer = await call('POST', `${path}/papers/${given.kind}`, { query: { format: given.format, language: given.language }, raw: true, key: onceKey() });
        download(`${id}-${given.kind}.${given.language}.${given.format}`, await answer.blob());
      },
    }),
  };
}

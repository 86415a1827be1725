// @ts-check
/** What people do in a case: recusals, rulings, overrides, papers, the steps of a case. */
import { get, onceKey, post, said } from '../api.js';
import { notify, say } from '../dom.js';
import { t, told } from '../i18n.js';
import { state } from '../state.js';
import { ask, moved } from './dialog.js';

export const ROLES = ['subject', 'complainant', 'interested', 'supplier', 'tenderer', 'beneficiary', 'witness', 'informant'];
export const TEAM = ['handler', 'second', 'leader', 'approver', 'reviewer', 'borrowed', 'guard', 'member'];
const STALE = 412;

const reason = (required = true) => ({ name: 'reason', label: t('desk.reason'), type: 'text', required });
/** In whose name somebody signs who is nobody in the data. @param {any} [decider] */
const by = (decider) => (state.account.person ? [] : [{ name: 'by', type: 'person', label: t('desk.by'), value: decider?.person ?? '', shown: decider?.name, hint: decider ? told(decider) : t('desk.by.hint') }]);

/**
 * @param {any} shown a case as the service shows it
 * @param {(shown: any) => void} redraw
 */
export function actsOf(shown, redraw) {
  const id = shown.case.case;
  const path = `/cases/${encodeURIComponent(id)}`;
  /** The last event that was looked at: a change of anything later is not made unseen. */
  let seen = shown.last;
  const renew = async () => {
    const now = await get(path);
    seen = now.last;
    redraw(now);
  };
  const send = async (/** @type {string} */ part, /** @type {any} */ body, /** @type {any} */ { key = onceKey(), signal = undefined } = {}) => {
    const done = await post(`${path}/${part}`, body, key, { seen, signal }).catch((/** @type {any} */ error) => {
      if (error.name === 'AbortError') { notify(t('desk.cancelled')); renew().catch(() => null); }
      throw error;
    });
    seen = done.last ?? seen;
    state.tell(`case:${id}`);
    redraw(done);
    say(done.new ? t('desk.recorded', { id: done.event ?? id }) : t('desk.before'));
    notify(done.new ? t('desk.recorded', { id: done.event ?? id }) : t('desk.before'));
  };
  /** Do it at once; where the case moved meanwhile, show that and ask again. */
  const change = async (/** @type {string} */ part, /** @type {any} */ body, /** @type {string} */ what, /** @type {string} */ key) => {
    try {
      await send(part, body, { key });
    } catch (error) {
      if (/** @type {any} */ (error).status !== STALE) { notify(said(error), true); return; }
      await renew();
      ask({ title: what, why: t('desk.still', { moved: moved(error) }), send: t('desk.send_again'), fields: [], stale: renew, act: (_given, once) => send(part, body, once) });
    }
  };
  const bare = (/** @type {any} */ given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const about = (/** @type {string} */ person) => shown.names[person] ?? person;
  const named = (/** @type {any} */ decider) => decider && { ...decider, name: shown.names[decider.person] };
  const question = (/** @type {string} */ part, /** @type {any} */ one, /** @type {any[]} */ fields, /** @type {any} */ more = {}) => ask({
    title: t(`act.${part}`, { name: about(one.person) }), why: t(`act.${part}.why`), send: t(`act.${part}`, { name: about(one.person) }), fields, stale: renew,
    act: (given, once) => send(`recusals/${part}`, { person: one.person, ...more, ...bare(given) }, once),
  });
  return {
    change,
    renew,
    disclose: (/** @type {any} */ one) => question('disclose', one, [reason(), { name: 'form', label: t('desk.form'), options: [['written', t('desk.form.written')], ['oral', t('desk.form.oral')]] }]),
    apply: (/** @type {any} */ one) => question('apply', one, [{ name: 'role', label: t('desk.applicant'), options: [...ROLES, 'other'].map((role) => [role, t(`party.${role}`)]) }, reason()]),
    order: (/** @type {any} */ one) => question('order', one, [reason(), ...by(named(one.decider))]),
    refuse: (/** @type {any} */ one) => question('refuse', one, [reason(), ...by()]),
    decide: (/** @type {any} */ one) => question('decide', one, [{ name: 'outcome', label: t('desk.outcome'), options: [['may_handle', t('outcome.may_handle')], ['recuse', t('outcome.recuse')]] }, reason(), ...by(named(one.decider))]),
    override: (/** @type {any} */ one) => question('override', one, [reason(), ...by()]),
    answer: (/** @type {any} */ request, /** @type {any} */ decider) => ask({
      title: t('act.answer', { name: about(request.person) }), send: t('act.answer.send'),
      fields: [{ name: 'granted', label: t('desk.outcome'), options: [['true', t('answer.granted')], ['false', t('answer.denied')]] }, reason(), ...by(named(decider))],
      stale: renew, act: (given, once) => send('recusals/answer', { ...bare(given), of: request.id, granted: given.granted === 'true' }, once),
    }),
    approve: (/** @type {any} */ override) => ask({
      title: t('act.approve', { name: about(override.person) }), why: t('act.approve.why'), send: t('act.approve.send'),
      fields: [...by(), { name: 'document', label: t('desk.document'), hint: t('desk.document.hint') }],
      stale: renew, act: (given, once) => send('recusals/approve', { ...bare(given), of: override.id }, once),
    }),
    prying: () => ask({
      title: t('act.prying'), why: t('act.prying.why'), send: t('act.prying'),
      fields: [{ name: 'person', label: t('desk.who'), required: true, hint: t('desk.who.hint') }, { name: 'means', label: t('desk.means'), options: ['asked', 'interceded', 'contact', 'other'].map((one) => [one, t(`means.${one}`)]) },
        { name: 'how', label: t('desk.how'), type: 'text', required: true }, { name: 'when', label: t('desk.when'), type: 'date' }],
      stale: renew, act: (given, once) => send('prying', bare(given), once),
    }),
    step: (/** @type {string} */ part, needsReason = true) => (needsReason
      ? ask({ title: t(`act.${part}`), why: t(`act.${part}.why`), send: t(`act.${part}`), fields: [reason(part === 'withdraw')], stale: renew, act: (given, once) => send(part, given, once) })
      : change(part, {}, t(`act.${part}`), onceKey())),
  };
}

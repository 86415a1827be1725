// @ts-check
/** Below the desk: what waits for an answer, what was decided, the next steps. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { assign } from './lottery.js';
import { mayUnseal, unseal } from './unseal.js';
import { person } from './verdict.js';

/** @param {any} one @param {any} shown @param {any} acts null where nothing is to be done @param {(found: any) => void} open what shows an unsealed case */
export function bottom(one, shown, acts, open) {
  const isOpen = !['closed', 'sealed'].includes(one.state);
  const desk = state.is('clerk', 'approver');
  const button = (/** @type {string} */ key, /** @type {() => void} */ act, kind = '') => h('button', { type: 'button', class: kind, onclick: act }, t(key));
  const steps = !acts ? [] : [
    desk && ['received', 'checked'].includes(one.state) && button('desk.assign', () => assign(one, acts.renew), one.team.length === 0 ? 'primary' : ''),
    desk && ['assigned', 'checked'].includes(one.state) && one.team.length > 0 && one.blocks.length === 0 && button('act.start', () => acts.step('start', false), 'primary'),
    desk && one.state === 'assigned' && button('act.withdraw', () => acts.step('withdraw')),
    isOpen && state.is('clerk', 'approver', 'handler', 'investigator') && button('act.prying', () => acts.prying()),
    desk && isOpen && button('act.close', () => acts.step('close')),
    desk && one.state === 'closed' && button('act.seal', () => acts.step('seal')),
    mayUnseal(one) && button('act.unseal', () => unseal(one, open), 'primary'),
  ].filter(Boolean);
  return h('section', { class: 'panel', 'aria-label': t('desk.acts') }, h('h2', {}, t('desk.acts')), listed(one, shown, acts, isOpen && Boolean(acts)), steps.length > 0 && h('div', { class: 'row noprint' }, steps));
}

/** @param {any} one @param {any} shown @param {any} acts @param {boolean} open */
function listed(one, shown, acts, open) {
  const deciders = Object.fromEntries([...one.team, ...one.others].map((/** @type {any} */ row) => [row.person, row.decider]));
  const by = (/** @type {any} */ row) => row.by && t('desk.ruled', { who: shown.names[row.by] ?? row.by });
  const rows = [
    ...one.requests.map((/** @type {any} */ row) => [row, t(`request.${row.kind}`), [t(`request.${row.state}`), by(row), row.state === 'open' && t('desk.due', { on: row.due }), row.overdue && t('desk.overdue')],
      open && row.state === 'open' && state.is('approver') && (() => acts.answer(row, deciders[row.person])), 'act.answer.send']),
    ...one.overrides.map((/** @type {any} */ row) => [row, t('desk.override'), [overrideState(row), t('desk.approvals', { n: row.approvals.length }), row.approvals.map((/** @type {any} */ each) => shown.names[each.by] ?? each.by).join('、'), row.against_statute && t('desk.against')],
      open && row.state.startsWith('waits') && state.is('approver') && (() => acts.approve(row)), 'act.approve.send']),
    ...one.rulings.map((/** @type {any} */ row) => [row, t(`outcome.${row.outcome}`), [by(row), !row.in_force && t('desk.overtaken')]]),
    ...one.orders.map((/** @type {any} */ row) => [row, t(`request.${row.kind}`), [by(row)]]),
    ...one.prying.map((/** @type {any} */ row) => [row, t('act.prying'), [t(`means.${row.means}`), row.when]]),
  ].sort(([a], [b]) => (a.id < b.id ? -1 : 1));
  const barred = Object.entries(one.barred ?? {});
  if (rows.length + barred.length === 0) return h('p', { class: 'quiet' }, t('desk.no_acts'));
  return [rows.length > 0 && h('ul', { class: 'acts' }, rows.map(([row, what, notes, act, label]) => h('li', {}, h('span', { class: 'mono quiet' }, row.id), ' ', h('strong', {}, what), ' ', person(row.person, shown.names), ' ',
    h('span', { class: 'quiet' }, notes.filter(Boolean).join(' · ')), (row.reason ?? row.how) && h('div', {}, row.reason ?? row.how), row.answer && h('div', { class: 'quiet' }, row.answer), row.reason === null && h('div', { class: 'quiet' }, t('desk.sealed_text')),
    act && h('button', { type: 'button', class: 'primary noprint', onclick: act }, t(label))))),
  barred.length > 0 && h('p', { class: 'blocked' }, t('desk.barred'), ' ', barred.map(([id, event]) => [person(id, shown.names), h('span', { class: 'quiet' }, ` ${event} `)]))];
}

/** @param {any} row */
const overrideState = (row) => t(row.state.startsWith('waits') ? 'override.waits' : `override.${row.state}`);

// @ts-check
/** Below the desk: what waits for an answer, what was decided, the next steps, the history. */
import { get, onceKey, post } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { t, told } from '../i18n.js';
import { go } from '../router.js';
import { state } from '../state.js';
import { ask } from './dialog.js';
import { person } from './verdict.js';

/** @param {any} one @param {any} shown @param {any} acts */
export function bottom(one, shown, acts) {
  const open = !['closed', 'sealed'].includes(one.state);
  const desk = state.is('clerk', 'approver');
  const button = (/** @type {string} */ key, /** @type {() => void} */ act, kind = '') => h('button', { type: 'button', class: kind, onclick: act }, t(key));
  return h('section', { class: 'panel', 'aria-label': t('desk.acts') }, h('h2', {}, t('desk.acts')),
    listed(one, shown, acts, open),
    h('div', { class: 'row noprint' },
      desk && ['received', 'checked'].includes(one.state) && button('desk.assign', () => assign(one, shown), 'primary'),
      desk && ['assigned', 'checked'].includes(one.state) && one.team.length > 0 && button('act.start', () => acts.step('start', false), one.state === 'assigned' && one.blocks.length === 0 ? 'primary' : ''),
      desk && one.state === 'assigned' && button('act.withdraw', () => acts.step('withdraw')),
      open && state.is('clerk', 'approver', 'handler', 'investigator') && button('act.prying', () => acts.prying()),
      desk && open && button('act.close', () => acts.step('close')),
      desk && one.state === 'closed' && button('act.seal', () => acts.step('seal')),
      desk && button('act.paper', () => acts.paper()),
      one.withheld && state.is('custodian') && button('act.unseal', () => unseal(one))));
}

/** @param {any} one @param {any} shown @param {any} acts @param {boolean} open */
function listed(one, shown, acts, open) {
  const deciders = Object.fromEntries([...one.team, ...one.others].map((/** @type {any} */ row) => [row.person, row.decider]));
  const rows = [
    ...one.requests.map((/** @type {any} */ row) => [row, t(`request.${row.kind}`), [t(`request.${row.state}`), row.state === 'open' && t('desk.due', { on: row.due }), row.overdue && t('desk.overdue')],
      open && row.state === 'open' && state.is('approver') && (() => acts.answer(row, deciders[row.person])), 'act.answer.send']),
    ...one.overrides.map((/** @type {any} */ row) => [row, t('desk.override'), [overrideState(row), t('desk.approvals', { n: row.approvals.length }), row.against_statute && t('desk.against')],
      open && row.state.startsWith('waits') && state.is('approver') && (() => acts.approve(row)), 'act.approve.send']),
    ...one.rulings.map((/** @type {any} */ row) => [row, t(`outcome.${row.outcome}`), [t('desk.ruled', { who: shown.names[row.by] ?? row.by }), !row.in_force && t('desk.overtaken')]]),
    ...one.orders.map((/** @type {any} */ row) => [row, t(`request.${row.kind}`), []]),
    ...one.prying.map((/** @type {any} */ row) => [row, t('act.prying'), [t(`means.${row.means}`), row.when]]),
  ];
  if (rows.length === 0) return h('p', { class: 'quiet' }, t('desk.no_acts'));
  return h('ul', { class: 'acts' }, rows.map(([row, what, notes, act, label]) => h('li', {}, h('span', { class: 'mono quiet' }, row.id), ' ', h('strong', {}, what), ' ', person(row.person, shown.names), ' ',
    h('span', { class: 'quiet' }, notes.filter(Boolean).join(' · ')), (row.reason ?? row.how) && h('div', {}, row.reason ?? row.how), row.reason === null && h('div', { class: 'quiet' }, t('desk.sealed_text')),
    act && h('button', { type: 'button', class: 'primary noprint', onclick: act }, t(label)))));
}

/** @param {any} row */
const overrideState = (row) => t(row.state.startsWith('waits') ? 'override.waits' : `override.${row.state}`);

/** Let the lottery name the handlers. @param {any} one @param {any} shown */
function assign(one, shown) {
  ask({
    title: t('desk.assign'), why: t('assign.why'), send: t('desk.assign'),
    fields: [{ name: 'public_source', label: t('assign.source'), hint: t('assign.source.hint') }],
    act: async (given, key) => {
      const { lottery, names } = await post('/assignments', { cases: [one.case], public_source: given.public_source }, key);
      const done = lottery.assignments?.[0];
      const left = lottery.unassigned?.[0];
      notify(done ? t('assign.done', { handler: names[done.handler] ?? done.handler, second: names[done.second] ?? done.second ?? '—', chance: Math.round(done.probability * 100) })
        : left ? t('assign.none', { why: (left.blocking ?? []).map((/** @type {any} */ block) => told(block.words ?? block)).join('；') }) : t('assign.promised', { batch: lottery.batch }), !done && Boolean(left));
      go(`#/case/${encodeURIComponent(one.case)}?turn=${Date.now()}`);
    },
  });
  void shown;
}

/** Show what is withheld to who keeps it. @param {any} one */
function unseal(one) {
  ask({
    title: t('act.unseal'), why: t('act.unseal.why'), send: t('act.unseal'), fields: [{ name: 'reason', label: t('desk.reason'), type: 'text', required: true }],
    act: async (given) => {
      const found = await post(`/cases/${encodeURIComponent(one.case)}/unseal`, given, onceKey());
      const dialog = h('dialog', { class: 'dialog', onclose: () => dialog.remove() }, h('div', { class: 'stack' }, h('h2', {}, t('desk.parties')),
        h('ul', { class: 'people' }, found.case.parties.map((/** @type {any} */ party) => h('li', {}, found.names[party.person ?? party.unit] ?? party.person ?? party.unit, ' ', h('span', { class: 'tag' }, t(`party.${party.role}`))))),
        h('button', { type: 'button', onclick: () => dialog.close() }, t('close'))));
      document.body.append(dialog);
      dialog.showModal();
    },
  });
}

/** Every event of the case, read when it is opened. @param {any} one */
export function past(one) {
  const inner = h('div', {});
  return h('details', { class: 'panel noprint', ontoggle: async (/** @type {any} */ event) => {
    if (!event.target.open || inner.childElementCount) return;
    fill(inner, h('p', { class: 'quiet' }, t('loading')));
    try {
      const found = await get(`/cases/${encodeURIComponent(one.case)}/history`);
      fill(inner, h('div', { class: 'wide' }, h('table', {}, h('tbody', {}, found.case.events.map((/** @type {any} */ each) => h('tr', {},
        h('td', { class: 'mono quiet' }, each.id), h('td', {}, each.at.slice(0, 16).replace('T', ' ')), h('td', {}, t(`event.${each.kind}`)), h('td', {}, t(`state.${each.state}`)), h('td', { class: 'quiet' }, each.author), h('td', { class: 'mono quiet' }, each.decision ?? '')))))));
    } catch (error) { fill(inner, h('p', { class: 'problem' }, /** @type {Error} */ (error).message)); }
  } }, h('summary', {}, t('desk.history')), inner);
}

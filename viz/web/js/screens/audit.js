// @ts-check
/** Who looked at what, and whether the log stands. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { go } from '../router.js';
import { granted } from '../parts/authorizations.js';
import { action, lookers, purpose } from '../parts/lookers.js';
import { failed } from '../parts/record.js';
import { dayStart, timeOf } from '../parts/times.js';
import { verification } from '../parts/verification.js';

const PAGE = 200;
const ACTIONS = ['log_in', 'back_from_provider', 'search', 'person', 'unit', 'place', 'contract', 'kin', 'neighbours', 'paths', 'subgraph', 'export', 'lead', 'case', 'unseal_case', 'register_case', 'change_team', 'assign', 'reveal', 'import_files', 'put_account', 'authorize', 'verify_audit'];

/** @param {HTMLElement} place @param {string[]} _parts @param {URLSearchParams} query */
export async function show(place, _parts, query) {
  const asked = Object.fromEntries(['who', 'subject', 'action', 'since', 'until'].map((name) => [name, query.get(name) ?? '']));
  const body = h('tbody');
  const count = h('p', { class: 'quiet' });
  const older = h('button', { type: 'button', hidden: true, onclick: () => read(last).catch((error) => fill(count, error.message)) }, t('audit.older'));
  const table = h('div', { class: 'wide' }, h('table', { class: 'rows log' }, h('thead', {}, h('tr', {}, ['at', 'who', 'action', 'subject', 'outcome', 'purpose'].map((name) => h('th', { scope: 'col' }, t(`audit.${name}`))))), body));
  let last = 0;
  let shown = 0;
  const read = async (/** @type {number} */ after) => {
    const found = await get('/audit', { who: asked.who, subject: asked.subject, action: asked.action, since: dayStart(asked.since), until: dayStart(asked.until, 1), order: 'newest', after });
    body.append(...found.map(line));
    last = found.at(-1)?.sequence ?? last;
    shown += found.length;
    older.hidden = found.length < PAGE;
    fill(count, t('audit.shown', { n: figure(shown) }));
    if (shown === 0) fill(table, h('div', { class: 'empty' }, h('h2', {}, t('audit.none')), h('p', {}, t('audit.none.todo'))));
  };
  const grants = h('ul', { class: 'plainlist' });
  fill(place, h('div', { class: 'page' }, h('h1', {}, t('nav.audit')), verification(),
    asked.subject && lookers(asked.subject),
    h('section', { class: 'panel', 'aria-label': t('audit.log') }, h('h2', {}, t('audit.log')), filters(asked), count, table, older),
    h('details', { class: 'panel', ontoggle: () => { if (!grants.childElementCount) granted(grants); } }, h('summary', {}, t('audit.authorizations')), grants)));
  try {
    await read(0);
  } catch (error) {
    failed(place, error);
  }
}

/** @param {Record<string, string>} asked */
function filters(asked) {
  const field = (/** @type {string} */ name, type = 'text') => h('input', { name, type, value: asked[name], maxlength: 200 });
  const actions = h('select', { name: 'action', id: 'audit-action' }, h('option', { value: '' }, t('audit.any_action')), [...new Set([...ACTIONS, asked.action].filter(Boolean))].map((name) => h('option', { value: name, selected: name === asked.action }, action(name))));
  const find = (/** @type {any} */ event) => {
    event.preventDefault();
    const given = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => String(value).trim()).map(([name, value]) => [name, String(value).trim()]));
    if (location.hash === `#/audit?${given}`) window.dispatchEvent(new HashChangeEvent('hashchange'));
    else go(`#/audit?${given}`);
  };
  return h('form', { class: 'row filters', onsubmit: find },
    h('label', {}, t('audit.who'), field('who')), h('label', {}, t('audit.subject'), field('subject')), h('div', {}, h('label', { for: 'audit-action' }, t('audit.action')), actions),
    h('label', {}, t('audit.since'), field('since', 'date')), h('label', {}, t('audit.until'), field('until', 'date')),
    h('button', { type: 'submit', class: 'primary' }, t('audit.find')), Object.values(asked).some(Boolean) && h('a', { class: 'button', href: '#/audit' }, t('audit.clear')));
}

/** @param {any} one */
function line(one) {
  const [status, ...rest] = one.detail.split(' ');
  const cell = (/** @type {string} */ name, /** @type {any} */ content) => h('td', { 'data-label': t(`audit.${name}`) }, content && h('span', {}, content));
  return h('tr', {},
    cell('at', [timeOf(one.at), ' ', h('span', { class: 'quiet' }, `#${figure(one.sequence)}`)]),
    cell('who', one.who === '-' ? '—' : h('a', { href: `#/audit?who=${encodeURIComponent(one.who)}` }, one.who)),
    cell('action', [action(one.action), ' ', h('span', { class: 'mono quiet' }, one.action)]),
    cell('subject', one.subject && subjects(one)),
    cell('outcome', outcome(status)),
    cell('purpose', rest.map(purpose).join(' ')));
}

/** @param {any} one */
const subjects = (one) => (one.action === 'search' ? one.subject : one.subject.split(' ').slice(0, 12).map((/** @type {string} */ id) => [h('a', { href: `#/audit?subject=${encodeURIComponent(id.replace(/^(person|unit|place|contract):/, ''))}` }, id), ' ']));

/** @param {string} status */
function outcome(status) {
  const code = Number(status);
  if (!code) return status;
  const key = code >= 500 ? 'failed' : code === 404 ? 'not_here' : code >= 400 ? 'refused' : 'answered';
  return [h('span', { class: code >= 400 ? 'tag warn' : 'tag' }, t(`audit.${key}`)), ' ', h('span', { class: 'quiet' }, status)];
}

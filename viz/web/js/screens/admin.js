// @ts-check
/** Accounts for who keeps them; authorizations for who grants them. */
import { get, post, put } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { figure, t } from '../i18n.js';
import { state } from '../state.js';
import { granted } from '../parts/authorizations.js';
import { failed } from '../parts/record.js';

const ROLES = ['clerk', 'handler', 'investigator', 'analyst', 'approver', 'custodian', 'auditor', 'administrator'];
const NAMES = ['login', 'name', 'person', 'unit', 'places'];

/** @param {HTMLElement} place */
export async function show(place) {
  if (!state.is('administrator', 'approver')) { failed(place, { status: 403 }); return; }
  const parts = h('div', { class: 'page' }, h('h1', {}, t('nav.admin')));
  fill(place, parts);
  try {
    if (state.is('administrator')) await accounts(parts, () => show(place));
    if (state.is('approver')) await authorizations(parts);
  } catch (error) {
    failed(place, error);
  }
}

/** @param {Element} place @param {() => void} again */
async function accounts(place, again) {
  const listed = await get('/accounts');
  const form = accountForm(again);
  const heads = ['login', 'name', 'roles', 'person', 'unit', 'places'];
  const cell = (/** @type {string} */ name, /** @type {any} */ content) => h('td', { 'data-label': t(`admin.${name}`) }, content && h('span', {}, content));
  const row = (/** @type {any} */ one) => h('tr', { class: one.is_active ? null : 'closed' },
    cell('login', [one.login, !one.is_active && h('span', { class: 'tag' }, t('admin.closed')), one.by_provider && h('span', { class: 'tag' }, t('admin.provider'))]), cell('name', one.name),
    cell('roles', one.roles.map((/** @type {string} */ role) => h('span', { class: 'tag' }, t(`role.${role}`)))), cell('person', one.person), cell('unit', one.unit),
    cell('places', one.places.join(' ') || t('admin.everywhere')), h('td', {}, h('button', { type: 'button', class: 'plain', 'aria-label': t('admin.edit_of', { login: one.login }), onclick: () => form.edit(one) }, t('admin.edit'))));
  place.append(h('p', { class: 'quiet' }, t('admin.what')),
    h('section', { class: 'panel', 'aria-label': t('admin.accounts') }, h('h2', {}, t('admin.accounts'), h('span', { class: 'tag' }, figure(listed.length)), h('span', { class: 'spring' }), h('button', { type: 'button', onclick: () => form.edit(null) }, t('admin.begin'))),
      h('div', { class: 'wide' }, h('table', { class: 'rows accounts' }, h('thead', {}, h('tr', {}, heads.map((name) => h('th', { scope: 'col' }, t(`admin.${name}`))), h('td', {}))), h('tbody', {}, listed.map(row))))), form.element);
}

/** @param {() => void} again */
function accountForm(again) {
  const fields = Object.fromEntries(NAMES.map((name) => [name, h('input', { name, maxlength: 200, required: name === 'login', autocomplete: 'off' })]));
  const password = h('input', { type: 'password', autocomplete: 'new-password', minlength: 12 });
  const roles = Object.fromEntries(ROLES.map((role) => [role, h('input', { type: 'checkbox', value: role })]));
  const active = h('input', { type: 'checkbox', checked: true });
  const title = h('h2', {}, t('admin.new'));
  const hint = h('span', { class: 'quiet hint' }, t('admin.password.new'));
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const edit = (/** @type {any} */ one) => {
    for (const name of NAMES) fields[name].value = one ? (name === 'places' ? one.places.join(' ') : one[name]) : '';
    for (const role of ROLES) roles[role].checked = Boolean(one?.roles.includes(role));
    active.checked = one?.is_active ?? true;
    fields.login.readOnly = Boolean(one);
    password.value = '';
    problem.hidden = true;
    fill(title, one ? t('admin.edit_of', { login: one.login }) : t('admin.new'));
    fill(hint, t(one ? 'admin.password.keep' : 'admin.password.new'));
    element.scrollIntoView({ block: 'nearest' });
    (one ? fields.name : fields.login).focus();
  };
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      await put('/accounts', {
        login: fields.login.value, name: fields.name.value, person: fields.person.value, unit: fields.unit.value,
        places: fields.places.value.split(/\s+/).filter(Boolean), is_active: active.checked, password: password.value || null,
        roles: ROLES.filter((role) => roles[role].checked),
      });
      notify(t('admin.saved'));
      again();
    } catch (error) {
      fill(problem, /** @type {Error} */ (error).message);
      problem.hidden = false;
    }
  };
  const field = (/** @type {string} */ name) => h('div', { class: 'account-field' }, h('label', {}, t(`admin.${name}`), fields[name]), ['person', 'unit', 'places'].includes(name) && h('span', { class: 'quiet hint' }, t(`admin.${name}.hint`)));
  const element = h('form', { class: 'panel account-form', onsubmit: save }, title, problem,
    h('div', { class: 'account-fields' }, NAMES.map(field), h('div', { class: 'account-field' }, h('label', {}, t('login.password'), password), hint)),
    h('fieldset', { class: 'roles' }, h('legend', {}, t('admin.roles')), ROLES.map((role) => h('label', { class: 'row' }, roles[role], h('span', {}, t(`role.${role}`)), h('span', { class: 'quiet' }, t(`role.what.${role}`))))),
    h('div', { class: 'row' }, h('label', { class: 'row' }, active, t('admin.active')), h('span', { class: 'spring' }), h('button', { class: 'primary', type: 'submit' }, t('admin.save'))));
  return { element, edit };
}

/** @param {Element} place */
async function authorizations(place) {
  const login = h('input', { required: true, maxlength: 100 });
  const persons = h('input', { required: true, maxlength: 2000, size: 30 });
  const reason = h('input', { required: true, maxlength: 500, size: 30 });
  const until = h('input', { type: 'date', required: true });
  const list = h('ul', { class: 'plainlist grants' });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const grant = async (/** @type {any} */ event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      const made = await post('/authorizations', { login: login.value, persons: persons.value.split(/\s+/).filter(Boolean), reason: reason.value, until: until.value });
      notify(t('admin.granted_now', { n: made.number }));
      event.target.reset();
      await granted(list);
    } catch (error) {
      fill(problem, /** @type {Error} */ (error).message);
      problem.hidden = false;
    }
  };
  place.append(h('section', { class: 'panel', 'aria-label': t('admin.authorizations') }, h('h2', {}, t('admin.authorizations')), h('p', { class: 'quiet' }, t('admin.authorizations.what')), problem,
    h('form', { class: 'row filters', onsubmit: grant }, h('label', {}, t('admin.login'), login), h('label', {}, t('admin.persons'), persons), h('label', {}, t('admin.reason'), reason), h('label', {}, t('leads.until'), until), h('button', { class: 'primary', type: 'submit' }, t('admin.grant'))), list));
  await granted(list);
}

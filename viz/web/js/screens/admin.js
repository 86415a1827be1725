// @ts-check
/** Accounts for who keeps them; authorizations for who grants them. */
import { get, post, put } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { failed } from '../parts/record.js';

const ROLES = ['clerk', 'handler', 'investigator', 'analyst', 'approver', 'custodian', 'auditor', 'administrator'];

/** @param {HTMLElement} place */
export async function show(place) {
  const parts = h('div', { class: 'page' }, h('h1', {}, t('nav.admin')));
  fill(place, parts);
  try {
    if (state.is('administrator')) await accounts(parts, () => show(place));
    if (state.is('approver')) await authorizations(parts, () => show(place));
  } catch (error) {
    failed(place, error);
  }
}

/** @param {Element} place @param {() => void} again */
async function accounts(place, again) {
  const listed = await get('/accounts');
  const names = ['login', 'name', 'person', 'unit', 'places'];
  const fields = Object.fromEntries(names.map((name) => [name, h('input', { name, maxlength: 200, required: name === 'login' })]));
  const password = h('input', { type: 'password', autocomplete: 'new-password', minlength: 12 });
  const roles = h('select', { multiple: true, size: 8, required: true }, ROLES.map((role) => h('option', { value: role }, t(`role.${role}`))));
  const active = h('input', { type: 'checkbox', checked: true });
  const edit = (/** @type {any} */ one) => {
    for (const name of names) fields[name].value = name === 'places' ? one.places.join(' ') : one[name];
    for (const option of roles.options) option.selected = one.roles.includes(option.value);
    active.checked = one.is_active;
    fields.login.focus();
  };
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      await put('/accounts', {
        login: fields.login.value, name: fields.name.value, person: fields.person.value, unit: fields.unit.value,
        places: fields.places.value.split(/\s+/).filter(Boolean), is_active: active.checked, password: password.value || null,
        roles: [...roles.selectedOptions].map((/** @type {any} */ option) => option.value),
      });
      notify(t('admin.saved'));
      again();
    } catch (error) {
      notify(/** @type {Error} */ (error).message, true);
    }
  };
  place.append(h('section', { class: 'panel' }, h('h2', {}, t('admin.accounts')),
    h('div', { class: 'wide' }, h('table', {}, h('thead', {}, h('tr', {}, ['login', 'name', 'roles', 'person', 'unit', 'places', ''].map((name) => h('th', { scope: 'col' }, name && t(`admin.${name}`))))),
      h('tbody', {}, listed.map((/** @type {any} */ one) => h('tr', {}, h('td', {}, one.login), h('td', {}, one.name), h('td', {}, one.roles.map((/** @type {string} */ role) => t(`role.${role}`)).join(' · ')), h('td', {}, one.person), h('td', {}, one.unit), h('td', {}, one.places.join(' ') || t('admin.everywhere')),
        h('td', {}, !one.is_active && h('span', { class: 'tag' }, t('admin.closed')), ' ', h('button', { type: 'button', class: 'plain', onclick: () => edit(one) }, t('admin.edit')))))))),
    h('form', { class: 'row', onsubmit: save }, names.map((name) => h('label', {}, t(`admin.${name}`), fields[name])), h('label', {}, t('login.password'), password), h('label', {}, t('admin.roles'), roles), h('label', { class: 'row' }, active, t('admin.active')), h('button', { class: 'primary', type: 'submit' }, t('admin.save')))));
}

/** @param {Element} place @param {() => void} again */
async function authorizations(place, again) {
  const listed = await get('/authorizations');
  const login = h('input', { required: true, maxlength: 100 });
  const persons = h('input', { required: true, maxlength: 2000, size: 30 });
  const reason = h('input', { required: true, maxlength: 500, size: 30 });
  const until = h('input', { type: 'date', required: true });
  const grant = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      await post('/authorizations', { login: login.value, persons: persons.value.split(/\s+/).filter(Boolean), reason: reason.value, until: until.value });
      again();
    } catch (error) {
      notify(/** @type {Error} */ (error).message, true);
    }
  };
  place.append(h('section', { class: 'panel' }, h('h2', {}, t('admin.authorizations')),
    listed.length === 0 && h('p', { class: 'quiet' }, t('admin.no_authorizations')),
    h('ul', {}, listed.map((/** @type {any} */ one) => h('li', {}, `${one.number} · ${one.login} · ${one.persons.join(' ')} · ${one.reason} · ${one.by} · ${one.until}`))),
    h('form', { class: 'row', onsubmit: grant }, h('label', {}, t('admin.login'), login), h('label', {}, t('admin.persons'), persons), h('label', {}, t('admin.reason'), reason), h('label', {}, t('leads.until'), until), h('button', { class: 'primary', type: 'submit' }, t('admin.grant')))));
}

// @ts-check
/** The bar at the top: where one is, the search, the purpose, the day, who one is. */
import { remove } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { go, where } from '../router.js';
import { state } from '../state.js';
import { pageOf } from './cell.js';
import { searchBox } from './search-box.js';

/** Screens by the roles that need them. @type {Array<[string, string[]]>} */
const NAV = [
  ['graph', ['clerk', 'investigator', 'analyst', 'approver']],
  ['case', ['clerk', 'handler', 'investigator', 'approver', 'custodian']],
  ['lotteries', ['clerk', 'approver']],
  ['leads', ['analyst', 'approver']],
  ['zones', ['clerk', 'approver']],
  ['data', ['clerk', 'approver']],
  ['workspace', ['clerk', 'investigator', 'analyst', 'approver']],
  ['audit', ['auditor']],
  ['admin', ['administrator', 'approver']],
];
const READERS = ['clerk', 'handler', 'investigator', 'analyst', 'approver', 'custodian'];

/** @param {HTMLElement} top */
export function drawTop(top) {
  const here = where().parts[0] ?? 'home';
  const account = state.account;
  fill(
    top,
    account?.is_demo && h('div', { class: 'demo' }, t('demo')),
    h('a', { class: 'brand', href: '#/' }, '回避 ', h('small', {}, 'Huibi')),
    account && h('nav', { class: 'nav', 'aria-label': t('nav') }, NAV.filter(([, roles]) => state.is(...roles)).map(([name]) =>
      h('a', { href: `#/${name}`, 'aria-current': here === name ? 'page' : null }, t(`nav.${name}`)))),
    account && state.is(...READERS) && searchBox({ onpick: open, label: t('search') }),
    h('span', { class: 'spring' }),
    account && state.is('clerk', 'investigator', 'analyst', 'approver') && purposeField(account),
    account && state.is(...READERS) && dayField(),
    languageButton(),
    themeButton(),
    account && h('span', { class: 'row who' }, h('span', {}, account.name, ' ', h('span', { class: 'quiet' }, `(${account.roles.map((/** @type {string} */ role) => t(`role.${role}`)).join('、')})`)),
      h('button', { type: 'button', onclick: leave }, t('log_out'))),
  );
}

/** @param {any} item */
const open = (item) => go(pageOf(item.kind, item.id));

/** @param {any} account */
function purposeField(account) {
  const listed = [
    ...account.cases.map((/** @type {string} */ id) => [`case:${id}`, t('purpose.case', { id })]),
    ...account.authorizations.map((/** @type {number} */ n) => [`authorization:${n}`, t('purpose.authorization', { id: n })]),
  ];
  if (state.purpose && !listed.some(([value]) => value === state.purpose)) listed.push([state.purpose, state.purpose]);
  return h('label', { class: 'row', title: t('purpose.why') }, h('span', { class: 'quiet' }, t('purpose')),
    h('select', { onchange: (/** @type {any} */ event) => state.set({ purpose: event.target.value }) },
      h('option', { value: '', selected: state.purpose === '' }, t('purpose.none')),
      listed.map(([value, text]) => h('option', { value, selected: value === state.purpose }, text))));
}

function dayField() {
  return h('label', { class: 'row' }, h('span', { class: 'quiet' }, t('on')),
    h('input', { type: 'date', value: state.on, onchange: (/** @type {any} */ event) => state.set({ on: event.target.value }) }));
}

function languageButton() {
  const other = state.language === 'zh' ? 'en' : 'zh';
  return h('button', { type: 'button', lang: other, onclick: () => state.set({ language: other }) }, other === 'zh' ? '中文' : 'English');
}

function themeButton() {
  const next = { '': 'dark', dark: 'light', light: '' }[/** @type {''|'dark'|'light'} */ (state.theme)];
  return h('button', { type: 'button', title: t('theme'), 'aria-label': t('theme'), onclick: () => state.set({ theme: next }) },
    { '': '◐', dark: '●', light: '○' }[/** @type {''|'dark'|'light'} */ (state.theme)]);
}

async function leave() {
  await remove('/session').catch(() => null);
  state.leave();
  go('#/login');
}

// @ts-check
/** Who asked about somebody or something, how often, when and what for: for auditors. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { timeOf } from './times.js';

/** @param {string} id @returns {HTMLElement} */
export function lookers(id) {
  const place = h('section', { class: 'panel', 'aria-label': t('looks') }, h('h2', {}, t('looks.of', { id })), h('p', { class: 'quiet' }, t('loading')));
  get('/audit/looks', { subject: id }).then((found) => fill(place,
    h('h2', {}, t('looks.of', { id }), h('span', { class: 'tag' }, figure(found.total))),
    found.lookers.length === 0 ? h('p', { class: 'quiet' }, t('looks.none')) : table(found.lookers),
    h('p', {}, h('a', { href: `#/audit?subject=${encodeURIComponent(id)}` }, t('looks.entries')))),
  (error) => fill(place, h('h2', {}, t('looks.of', { id })), h('p', { class: 'problem' }, error.message)));
  return place;
}

/** @param {any[]} listed */
function table(listed) {
  return h('div', { class: 'wide' }, h('table', { class: 'rows' },
    h('thead', {}, h('tr', {}, ['who', 'n', 'first', 'last', 'how', 'why'].map((name) => h('th', { scope: 'col', class: name === 'n' ? 'n' : null }, t(`looks.${name}`))))),
    h('tbody', {}, listed.map((one) => h('tr', {},
      cell('who', h('a', { href: `#/audit?who=${encodeURIComponent(one.who)}` }, one.who)), cell('n', figure(one.n), 'n'), cell('first', timeOf(one.first)), cell('last', timeOf(one.last)),
      cell('how', h('span', {}, Object.entries(one.actions).map(([name, n]) => `${action(name)} ${n}`).join(' · '), one.refused > 0 && h('span', { class: 'tag warn' }, t('looks.refused', { n: one.refused })))),
      cell('why', h('span', {}, one.purposes.map(purpose).join(' · ') || t('looks.no_purpose'))))))));
}

/** @param {string} name @param {any} content @param {string} [kind] */
const cell = (name, content, kind) => h('td', { class: kind ?? null, 'data-label': t(`looks.${name}`) }, h('span', {}, content));

/** Name an operation as readers know it. @param {string} name */
export const action = (name) => (t(`action.${name}`) === `action.${name}` ? name.replaceAll('_', ' ') : t(`action.${name}`));

/** Name a purpose as it is named where it is chosen. @param {string} text */
export function purpose(text) {
  const [kind, ...rest] = text.split(':');
  const key = `purpose.${kind}`;
  return rest.length && t(key) !== key ? t(key, { id: rest.join(':') }) : text;
}

// @ts-check
/** Leads as a table: what was found against what was expected, sortable by every column. */
import { fill, h } from '../dom.js';
import { figure, money, t } from '../i18n.js';
import { span } from '../parts/cell.js';
import { state } from '../state.js';

/** @type {Array<[string, (one: any) => any, boolean]>} */
const COLUMNS = [
  ['code', (one) => one.code, false],
  ['claim', (one) => (state.language === 'zh' ? one.told : one.told_en), false],
  ['measure', (one) => one.measure, true],
  ['expected', (one) => one.expected, true],
  ['q', (one) => one.q, true],
  ['amount', (one) => one.amount, true],
  ['place', (one) => one.place_name, false],
  ['period', (one) => one.since, false],
  ['outcome', (one) => one.feedback?.outcome ?? '', false],
];

/** @param {any} found a page of leads @returns {HTMLElement} */
export function leadTable(found) {
  let items = found.items;
  const columns = COLUMNS.filter(([name, value]) => name === 'claim' || items.some((/** @type {any} */ one) => isTold(value(one))));
  const names = new Set(columns.map(([name]) => name));
  let by = '';
  let down = false;
  const body = h('tbody');
  const heads = columns.map(([name, value, isNumber]) => {
    const button = h('button', { type: 'button', class: 'plain', onclick: () => {
      down = by === name ? !down : isNumber;
      by = name;
      items = [...items].sort((one, other) => compare(value(one), value(other)) * (down ? -1 : 1));
      heads.forEach((head, at) => head.setAttribute('aria-sort', columns[at][0] === by ? (down ? 'descending' : 'ascending') : 'none'));
      draw();
    } }, t(`lead.${name}`));
    return h('th', { scope: 'col', class: isNumber ? 'n' : null, 'aria-sort': 'none' }, button);
  });
  const cell = (/** @type {string} */ name, /** @type {any} */ content, /** @type {string|null} */ kind = null) => names.has(name) && h('td', { class: kind, 'data-label': t(`lead.${name}`) }, content && h('span', {}, content));
  const draw = () => fill(body, items.map((/** @type {any} */ one) => h('tr', {},
    cell('code', one.code),
    cell('claim', h('a', { href: `#/leads/${one.id}` }, state.language === 'zh' ? one.told : one.told_en)),
    cell('measure', figure(one.measure), 'n'),
    cell('expected', one.expected === null ? '' : figure(one.expected), 'n'),
    cell('q', one.q === null ? '' : figure(one.q), 'n'),
    cell('amount', money(one.amount), 'n'),
    cell('place', one.place_name, 'day'),
    cell('period', days(one)),
    cell('outcome', one.feedback && t(`outcome.${one.feedback.outcome}`), 'day'))));
  draw();
  return h('div', { class: 'wide' },
    h('p', { class: 'quiet' }, t('leads.shown', { shown: found.items.length, total: found.total })),
    h('table', { class: 'rows lead-table' }, h('thead', {}, h('tr', {}, heads)), body));
}

/** When it was; two days stand on two lines where there is little room. @param {any} one */
function days({ since, until }) {
  const parts = span(since, until).split(' – ');
  return parts.map((day, at) => [at > 0 && ' – ', h('span', { class: 'day' }, day)]);
}

/** @param {any} value */
const isTold = (value) => value !== null && value !== undefined && value !== '';

/** @param {any} one @param {any} other */
function compare(one, other) {
  if (!isTold(one)) return isTold(other) ? -1 : 0;
  if (!isTold(other)) return 1;
  return typeof one === 'number' ? one - other : String(one).localeCompare(String(other), 'zh');
}

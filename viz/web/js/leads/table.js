// @ts-check
/** Leads as a table: what was found against what was expected, sortable by every column. */
import { fill, h } from '../dom.js';
import { figure, money, t } from '../i18n.js';
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
  let by = '';
  let down = false;
  const body = h('tbody');
  const heads = COLUMNS.map(([name, value, isNumber]) => {
    const button = h('button', { type: 'button', class: 'plain', onclick: () => {
      down = by === name ? !down : isNumber;
      by = name;
      items = [...items].sort((one, other) => compare(value(one), value(other)) * (down ? -1 : 1));
      heads.forEach((head, at) => head.setAttribute('aria-sort', COLUMNS[at][0] === by ? (down ? 'descending' : 'ascending') : 'none'));
      draw();
    } }, t(`lead.${name}`));
    return h('th', { scope: 'col', class: isNumber ? 'n' : null, 'aria-sort': 'none' }, button);
  });
  const draw = () => fill(body, items.map((/** @type {any} */ one) => h('tr', {},
    h('td', {}, one.code),
    h('td', {}, h('a', { href: `#/leads/${one.id}` }, state.language === 'zh' ? one.told : one.told_en)),
    h('td', { class: 'n' }, figure(one.measure)),
    h('td', { class: 'n' }, one.expected === null ? '' : figure(one.expected)),
    h('td', { class: 'n' }, one.q === null ? '' : figure(one.q)),
    h('td', { class: 'n' }, money(one.amount)),
    h('td', {}, one.place_name),
    h('td', {}, [one.since, one.until !== one.since && one.until].filter(Boolean).join(' – ')),
    h('td', {}, one.feedback && t(`outcome.${one.feedback.outcome}`)))));
  draw();
  return h('div', { class: 'wide' },
    h('p', { class: 'quiet' }, t('leads.shown', { shown: found.items.length, total: found.total })),
    h('table', { class: 'lead-table' }, h('thead', {}, h('tr', {}, heads)), body));
}

/** @param {any} one @param {any} other */
function compare(one, other) {
  if (one === null || one === undefined || one === '') return other === null || other === undefined || other === '' ? 0 : -1;
  if (other === null || other === undefined || other === '') return 1;
  return typeof one === 'number' ? one - other : String(one).localeCompare(String(other), 'zh');
}

// @ts-check
/** One section of a record: how many rows, what they come to, the first of them, the rest on request. */
import { get } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { figure, money, t } from '../i18n.js';
import { cell, isNumber, label, span } from './cell.js';

const FEW = 6;
const MANY = 12;
/** Rows that the service gives at once. */
const PAGE = 200;
/** Cells by table that are worth a column; the rest stands on the page of the thing itself. @type {Record<string, string[]>} */
const SHOWN = {
  contracts: ['title', 'supplier', 'buyer', 'awarded', 'amount', 'procedure', 'decided_by'],
  units: ['name', 'kind', 'place'],
  places: ['name', 'level', 'population', 'households'],
  people: ['name', 'sex', 'born', 'group'],
  benefits: ['date', 'programme', 'amount', 'person', 'household', 'decided_by', 'filed'],
  bids: ['contract', 'bidder', 'price', 'won', 'status', 'date', 'author'],
};

/** @param {any} section @param {any} record @param {string} path where more rows of it come from */
export function sectionOf(section, record, path) {
  const by = section.name.split('.')[1];
  const facts = [...section.facts];
  let { after, more } = section;
  let all = facts.length <= MANY && !more;
  const head = h('h2', { id: `part-${section.name}`, tabindex: '-1' }, t(`part.${section.name}`), h('span', { class: 'tag' }, figure(section.total)), summary(section));
  const body = h('div', { class: 'stack' });
  const draw = () => {
    const shown = all ? facts : facts.slice(0, FEW);
    const left = section.total - shown.length;
    const step = Math.min(left, all ? PAGE : facts.length - FEW);
    fill(body,
      section.groups.length > 1 && section.total > MANY && groups(section, record),
      table(section.table, section.columns, by, shown, record),
      left > 0 && h('div', { class: 'row' }, h('button', { type: 'button', class: 'plain', onclick: next }, t('record.show', { n: figure(step) })), left > step && h('span', { class: 'quiet' }, t('record.left', { n: figure(left) }))));
  };
  const next = async (/** @type {any} */ event) => {
    const focus = all ? facts.length : FEW;
    if (all && more) {
      event.target.disabled = true;
      try {
        const found = (await get(path, { section: section.name, after })).sections[0];
        facts.push(...(found?.facts ?? []));
        Object.assign(section, { columns: merged(section.columns, found?.columns ?? []) });
        ({ after, more } = found ?? { after, more: false });
      } catch (error) {
        notify(/** @type {Error} */ (error).message, true);
      }
    }
    all = true;
    draw();
    body.querySelectorAll('tbody tr')[focus]?.focus();
  };
  draw();
  return h('section', { class: 'panel', 'aria-labelledby': head.id }, head, body);
}

/** @param {any[]} one @param {any[]} other */
const merged = (one, other) => [...one, ...other.filter((column) => !one.some((known) => known.name === column.name))];

/** @param {any} section */
function summary(section) {
  const days = section.total > 1 ? span(section.since, section.until) : '';
  const sum = section.amount !== null && section.total > 1 ? t('record.sum', { amount: money(section.amount) }) : '';
  return h('span', { class: 'quiet sum' }, [sum, days].filter(Boolean).join(' · '));
}

/** @param {any} section @param {any} record */
function groups(section, record) {
  const most = Math.max(...section.groups.map((/** @type {any} */ one) => one.n));
  return h('ul', { class: 'groups' }, section.groups.map((/** @type {any} */ one) => h('li', {},
    h('span', {}, record.names[one.of] ?? (one.of || t('record.blank'))),
    h('meter', { min: 0, max: most, value: one.n, 'aria-hidden': 'true' }),
    h('span', { class: 'n' }, t('record.rows', { n: figure(one.n) })), h('span', { class: 'n quiet' }, one.amount === null ? '' : money(one.amount)))));
}

/** @param {string} name @param {any[]} columns @param {string} by @param {any[]} facts @param {any} record */
export function table(name, columns, by, facts, record) {
  const order = SHOWN[name];
  const kept = (order ? order.map((one) => columns.find((column) => column.name === one)).filter(Boolean) : columns)
    .filter((column) => column.name !== by && column.name !== 'to' && !(order && column.name === 'household' && by === 'household'));
  return h('div', { class: 'wide' }, h('table', { class: 'rows' },
    h('thead', {}, h('tr', {}, kept.map((column) => h('th', { scope: 'col', class: isNumber(column) ? 'n' : null }, label(column))), h('th', { scope: 'col' }, t('source')))),
    h('tbody', {}, facts.map((fact) => h('tr', { tabindex: '-1' },
      kept.map((column) => h('td', { class: isNumber(column) ? 'n' : ['date', 'from'].includes(column.cell) || column.name === 'from' ? 'day' : null, 'data-label': label(column) }, filled(cell(column, fact, record)))),
      h('td', { class: 'src', 'data-label': t('source') }, doubt(fact)))))));
}

/** @param {any} content */
const filled = (content) => (content === '' ? null : h('span', {}, content));

/** Where a row comes from, and how sure it is. @param {any} fact */
export function doubt(fact) {
  return h('span', { class: 'src' }, h('span', { class: 'mono quiet' }, fact.source),
    fact.confidence < 0.95 && h('span', { class: 'tag warn' }, t('record.sure', { n: Math.round(fact.confidence * 100) })),
    fact.disputed && h('span', { class: 'tag warn' }, '⚠ ', t('disputed')));
}

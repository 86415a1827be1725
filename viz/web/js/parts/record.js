// @ts-check
/** What is on record, row by row: cells, source, doubt; and the ways in which asking can fail. */
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';

/** @param {any} record @returns {HTMLElement} */
export function recordOf(record) {
  /** @type {Map<string, any[]>} */
  const tables = new Map();
  for (const fact of record.facts) tables.set(fact.table, [...(tables.get(fact.table) ?? []), fact]);
  return h('div', { class: 'stack' },
    record.contradictions.length > 0 && h('section', { class: 'problem' }, h('h2', {}, '⚠ ', t('contradictions')),
      record.contradictions.map((/** @type {any} */ one) => h('p', {}, state.language === 'zh' ? one.what : one.what_en, ' ', h('span', { class: 'mono quiet' }, one.sources.join(' · '))))),
    [...tables].map(([name, facts]) => h('section', { class: 'panel' },
      h('h2', {}, state.language === 'zh' ? facts[0].table_zh : t(`table.${name}`), h('span', { class: 'tag' }, facts.length + (record.more[name] ?? 0))),
      h('div', { class: 'wide' }, table(facts, record.names)),
      record.more[name] && h('p', { class: 'quiet' }, t('record.more', { n: record.more[name] })))),
    record.facts.length === 0 && h('p', { class: 'empty' }, t('record.empty')));
}

/** @param {any[]} facts @param {Record<string, string>} names */
function table(facts, names) {
  const columns = [...new Set(facts.flatMap((fact) => Object.keys(fact.cells)))];
  const label = (/** @type {string} */ column) => state.language === 'zh' ? facts.find((fact) => column in fact.cells).labels[column] : column.replaceAll('_', ' ');
  return h('table', {},
    h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, label(column))), h('th', { scope: 'col' }, t('source')))),
    h('tbody', {}, facts.map((fact) => h('tr', {},
      columns.map((column) => h('td', {}, cell(column, fact.cells[column], names))),
      h('td', { class: 'mono quiet' }, fact.source, fact.confidence < 0.95 && ` · ${Math.round(fact.confidence * 100)} %`, fact.disputed && h('span', { class: 'tag warn' }, '⚠ ', t('disputed')))))));
}

/** @param {string} column @param {string|undefined} text @param {Record<string, string>} names */
function cell(column, text, names) {
  if (text === undefined) return '';
  if (['amount', 'budget_amount', 'settled_amount', 'price', 'rent', 'value', 'income'].includes(column)) return (Number(text) / 100).toLocaleString('en-US');
  return names[text] && column !== 'name' ? `${names[text]}（${text}）` : text;
}

/** Show why asking failed: not there, not allowed, not reachable. @param {HTMLElement} place @param {any} error */
export function failed(place, error) {
  const key = { 0: 'offline', 404: 'not_here', 403: 'no_permission' }[/** @type {0|404|403} */ (error.status)];
  fill(place, h('div', { class: 'page' }, h('div', { class: 'empty' }, h('h2', {}, key ? t(key) : t('went_wrong')), h('p', {}, key ? t(`${key}.todo`) : error.message))));
}

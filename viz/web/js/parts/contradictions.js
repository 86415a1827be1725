// @ts-check
/** What cannot all be true of somebody: each statement beside the others, with its source. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { cell, label } from './cell.js';
import { doubt } from './section.js';

/** @param {any} record */
export function contradictions(record) {
  if (!record.contradictions.length && !record.closed) return null;
  return h('section', { class: 'contradicted stack', 'aria-label': t('contradictions') },
    h('h2', {}, '⚠ ', t('contradictions'), ' ', h('span', { class: 'tag warn' }, record.contradictions.length + record.closed)),
    record.contradictions.map((/** @type {any} */ one) => h('article', { class: 'stack' },
      h('p', {}, state.language === 'zh' ? one.what : one.what_en),
      one.stated.length > 0 && h('div', { class: 'beside' }, one.stated.map((/** @type {any} */ fact) => statement(one, fact, record))))),
    record.closed > 0 && h('p', { class: 'quiet' }, t('contradictions.closed', { n: record.closed })));
}

/** @param {any} one @param {any} fact @param {any} record */
function statement(one, fact, record) {
  const columns = one.columns.filter((/** @type {any} */ column) => fact.cells[column.name] !== undefined && column.name !== 'to');
  return h('div', { class: 'panel' },
    h('dl', { class: 'facts' }, columns.map((/** @type {any} */ column) => [h('dt', {}, label(column)), h('dd', {}, cell(column, fact, record))])),
    doubt(fact));
}

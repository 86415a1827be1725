// @ts-check
/** One cell of a record: money in yuan, spans of days, words of codes, links to whatever has a page. */
import { h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { state } from '../state.js';

/** What has a page of its own, and where the service tells of it. @type {Record<string, string>} */
export const RECORDS = { person: 'people', unit: 'units', place: 'places', contract: 'contracts' };
const NUMBERS = ['money', 'number', 'integer', 'share'];

/** @param {any} column */
export const isNumber = (column) => NUMBERS.includes(column.cell);

/** Name a column in the language chosen; money is told in yuan, a span in one column. @param {any} column */
export function label(column) {
  if (column.name === 'from') return t('record.period');
  const name = state.language === 'zh' ? column.zh : english(column.name);
  return column.cell === 'money' ? t('record.yuan', { name }) : name;
}

/** @param {string} text */
const english = (text) => { const words = text.replaceAll('_', ' '); return words.slice(0, 1).toUpperCase() + words.slice(1); };

/** Where something has a page of its own. @param {string} kind @param {string} id */
export const pageOf = (kind, id) => (RECORDS[kind] ? `#/${kind}/${encodeURIComponent(id)}` : `#/graph?add=${encodeURIComponent(`${kind}:${id}`)}`);

/**
 * @param {any} column
 * @param {any} fact
 * @param {any} record names and kinds of the ids
 * @returns {any}
 */
export function cell(column, fact, record) {
  const text = fact.cells[column.name];
  if (column.name === 'from') return span(text, fact.cells.to);
  if (text === undefined) return '';
  if (column.name === 'address') return t('record.address');
  if (['title', 'name'].includes(column.name) && fact.cells.id && record.kinds[fact.cells.id]) return linked(fact.cells.id, text, record);
  if (column.name !== 'id' && (record.kinds[text] || record.names[text])) return linked(text, record.names[text] ?? text, record);
  if (column.cell === 'money') return (Number(text) / 100).toLocaleString('en-US', { maximumFractionDigits: 2 });
  if (column.cell === 'share') return `${figure(Number(text) * 100)} %`;
  if (column.cell === 'integer' || column.cell === 'number') return Number(text).toLocaleString('en-US');
  if (column.cell === 'boolean') return t(text === 'true' ? 'yes' : 'no');
  if (column.cell === 'relation') return worded(`edge.${text}`, text);
  if (column.cell === 'choice') return state.language === 'zh' ? fact.words[column.name] ?? text : text.replaceAll('_', ' ');
  return text;
}

/** @param {string} key @param {string} text */
const worded = (key, text) => (t(key) === key ? text.replaceAll('_', ' ') : t(key));

/** @param {string} id @param {string} name @param {any} record */
function linked(id, name, record) {
  const kind = record.kinds[id];
  if (!RECORDS[kind]) return name;
  return h('a', { href: pageOf(kind, id), title: id }, name);
}

/** @param {string|undefined} since @param {string|undefined} until */
export function span(since, until) {
  if (since && until) return since === until ? since : `${since} – ${until}`;
  if (since) return t('record.since', { day: since });
  return until ? t('record.until', { day: until }) : '';
}

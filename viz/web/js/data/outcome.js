// @ts-check
/** What files would change, or have changed: by source, with every row that was not understood. */
import { h } from '../dom.js';
import { figure, t } from '../i18n.js';

const COUNTS = ['added', 'changed', 'missing', 'unchanged'];
const SHOWN = 50;

/**
 * @param {any} result of an import
 * @param {boolean} replace whether rows that are missing are withdrawn
 */
export function outcome(result, replace) {
  return h('section', { class: 'panel', 'aria-label': t('data.outcome') },
    h('h2', {}, title(result)),
    result.bad_rows > 0 && badRows(result),
    counts(result, replace),
    result.contradictions > 0 && h('p', {}, t('data.contradictions', { n: figure(result.contradictions) })),
    result.notes.length > 0 && h('details', {}, h('summary', {}, t('data.notes', { n: figure(result.notes.length) })), h('ul', {}, result.notes.map((/** @type {string} */ note) => h('li', {}, note)))),
    result.neo4j === 'behind' && h('p', { class: 'problem' }, t('data.neo4j.behind')));
}

/** @param {any} result */
function title(result) {
  if (result.loaded) return t('data.loaded', { sequence: figure(result.sequence) });
  return result.bad_rows > 0 ? t('data.bad', { n: figure(result.bad_rows) }) : t('data.would');
}

/** @param {any} result */
function badRows(result) {
  const more = result.bad_rows - Math.min(SHOWN, result.errors.length);
  return h('div', { class: 'stack' },
    !result.loaded && h('p', {}, t('data.bad.todo')),
    h('ol', { class: 'bad-rows' }, result.errors.slice(0, SHOWN).map((/** @type {string} */ one) => h('li', {}, one))),
    more > 0 && h('p', { class: 'quiet' }, t('data.bad.more', { n: figure(more) })));
}

/** @param {any} result @param {boolean} replace */
function counts(result, replace) {
  const sources = Object.entries(result.changes);
  if (sources.length === 0) return null;
  const names = { added: 'data.added', changed: 'data.changed', missing: replace ? 'data.withdrawn' : 'data.missing', unchanged: 'data.unchanged' };
  return h('div', { class: 'wide' }, h('table', {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('data.source')), COUNTS.map((one) => h('th', { scope: 'col', class: 'n' }, t(names[/** @type {'added'} */ (one)]))))),
    h('tbody', {}, sources.map(([source, change]) => h('tr', {}, h('th', { scope: 'row' }, source), COUNTS.map((one) => h('td', { class: 'n' }, figure(change[one]))))))));
}

// @ts-check
/** The page of a person, a unit, a place or a contract; and the ways in which asking can fail. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { state } from '../state.js';
import { RECORDS, cell, label } from './cell.js';
import { contradictions } from './contradictions.js';
import { lookers } from './lookers.js';
import { leadsAbout } from './about-leads.js';
import { doubt, sectionOf } from './section.js';

const FOLLOWERS = ['clerk', 'investigator', 'analyst', 'approver'];

/**
 * Show what is on record; an auditor sees who looked, and no record.
 * @param {HTMLElement} place
 * @param {'person'|'unit'|'place'|'contract'} kind
 * @param {string} id
 * @param {(record: any) => any} [between] what stands before the sections
 */
export async function recordPage(place, kind, id, between) {
  if (!id) { failed(place, { status: 404 }); return; }
  if (state.is('auditor')) { fill(place, h('div', { class: 'page' }, lookers(id))); return; }
  fill(place, h('p', { class: 'loading', role: 'status' }, t('loading')));
  const path = `/${RECORDS[kind]}/${encodeURIComponent(id)}`;
  let record;
  try {
    record = await get(path);
  } catch (error) {
    failed(place, error);
    return;
  }
  const [own, ...others] = record.sections;
  const sections = others.map((/** @type {any} */ section) => sectionOf(section, record, path));
  document.title = `${record.node.name} · ${t('title')}`;
  fill(place, h('div', { class: 'page record' }, head(record, kind),
    others.length > 0 && h('nav', { class: 'jumps', 'aria-label': t('record.parts') }, others.map(jump)),
    h('div', { class: 'record-body' },
      h('div', { class: 'stack own' }, identity(own, record, kind)),
      h('div', { class: 'stack' }, contradictions(record), between?.(record), leadsAbout(id), sections,
        others.length === 0 && h('div', { class: 'panel empty' }, h('h2', {}, t('record.empty')), h('p', {}, t(`record.empty.${kind}`)))))));
}

/** @param {any} record @param {string} kind */
function head(record, kind) {
  const { node } = record;
  return h('div', { class: 'row record-head' },
    h('span', { class: `kind ${node.kind}${node.official ? ' official' : ''}`, 'aria-hidden': 'true' }),
    h('h1', {}, node.name), h('span', { class: 'quiet' }, [node.line, node.id].filter(Boolean).join(' · ')),
    h('span', { class: 'tag' }, node.official ? t('graph.official') : node.type ? type(node.type) : t(`kind.${kind}`)),
    record.namesakes > 0 && h('span', { class: 'tag warn' }, t('namesakes', { n: record.namesakes })),
    h('span', { class: 'spring' }),
    state.is(...FOLLOWERS) && h('a', { class: 'button', href: `#/graph?add=${encodeURIComponent(node.node)}` }, t('person.graph')));
}

/** @param {string} word */
const type = (word) => (t(`unit_kind.${word}`) === `unit_kind.${word}` ? word.replaceAll('_', ' ') : t(`unit_kind.${word}`));

/** @param {any} section */
function jump(section) {
  return h('button', { type: 'button', class: 'plain', onclick: () => {
    const to = document.getElementById(`part-${section.name}`);
    to?.scrollIntoView({ block: 'start' });
    to?.focus({ preventScroll: true });
  } }, t(`part.${section.name}`), ' ', h('b', {}, figure(section.total)));
}

/** @param {any} own @param {any} record @param {string} kind */
function identity(own, record, kind) {
  if (!own) return h('p', { class: 'quiet' }, t('record.no_row'));
  return own.facts.map((/** @type {any} */ fact) => h('table', { class: 'identity panel' },
    h('caption', { class: 'visually-hidden' }, t(`kind.${kind}`)),
    h('tbody', {}, own.columns.filter((/** @type {any} */ column) => fact.cells[column.name] !== undefined && column.name !== 'to').map((/** @type {any} */ column) =>
      h('tr', {}, h('th', { scope: 'row' }, label(column)), h('td', {}, ['id', 'name', 'title'].includes(column.name) ? fact.cells[column.name] : cell(column, fact, record)))),
    h('tr', {}, h('th', { scope: 'row' }, t('source')), h('td', { class: 'src' }, doubt(fact))))));
}

/** Show why asking failed: not there, not allowed, not reachable. @param {HTMLElement} place @param {any} error */
export function failed(place, error) {
  const key = { 0: 'offline', 404: 'not_here' }[/** @type {0|404} */ (error.status)];
  const refused = error.status === 403 && !error.body?.code?.startsWith('purpose');
  const todo = key ? t(`${key}.todo`) : refused ? t('no_permission.role') : error.status === 403 ? t('no_permission.todo') : '';
  fill(place, h('div', { class: 'page' }, h('div', { class: 'empty', role: 'alert' },
    h('h2', {}, key ? t(key) : error.status === 403 ? t(refused ? 'no_permission.title' : 'no_permission') : t('went_wrong')),
    h('p', {}, error.status === 403 || key ? todo : error.message),
    error.status === 0 && h('p', {}, h('button', { type: 'button', onclick: () => window.dispatchEvent(new HashChangeEvent('hashchange')) }, t('again'))))));
}

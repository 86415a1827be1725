// @ts-check
/** What is loaded, files to load, and the long work of one's own. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { sending } from '../data/sending.js';
import { failed } from '../parts/record.js';
import { state } from '../state.js';

/** @param {HTMLElement} place */
export async function show(place) {
  const held = h('section', { class: 'panel', 'aria-label': t('data.held') });
  const draw = async () => {
    try {
      fill(held, ...loaded(await get('/status')));
    } catch (error) {
      failed(place, error);
    }
  };
  const isWhole = state.account?.places.length === 0;
  fill(place, h('div', { class: 'page' }, h('h1', {}, t('nav.data')),
    isWhole ? sending(draw) : h('p', { class: 'panel quiet' }, t('data.not_whole')), held));
  await draw();
}

/** @param {any} status @returns {any[]} */
function loaded(status) {
  const tables = Object.entries(status.tables);
  const facts = { sequence: status.sequence, contradictions: status.contradictions, cases: status.cases };
  return [h('h2', {}, t('data.held')),
    tables.length === 0 ? h('p', {}, t('data.nothing')) : h('ul', { class: 'held' }, tables.map(([name, count]) => h('li', {}, h('span', { class: 'quiet' }, t(`table.${name}`)), ' ', h('b', {}, figure(/** @type {number} */ (count)))))),
    h('p', { class: 'quiet' }, t('data.state', Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, figure(value)]))))];
}

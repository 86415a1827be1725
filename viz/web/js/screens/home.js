// @ts-check
/** Where one begins: what one may do here, and what is loaded. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { state } from '../state.js';

/** @type {Array<[string, string[]]>} */
const WAYS = [
  ['graph', ['clerk', 'investigator', 'analyst', 'approver']],
  ['case', ['clerk', 'handler', 'investigator', 'approver', 'custodian']],
  ['lotteries', ['clerk', 'approver']],
  ['leads', ['analyst', 'approver']],
  ['zones', ['clerk', 'approver']],
  ['data', ['clerk', 'approver']],
  ['audit', ['auditor']],
  ['admin', ['administrator', 'approver']],
];

/** @param {HTMLElement} place */
export async function show(place) {
  const loaded = h('p', { class: 'quiet' });
  fill(place, h('div', { class: 'page' },
    h('h1', {}, t('home.title', { name: state.account?.name ?? '' })),
    h('p', { class: 'quiet' }, t('home.what')),
    h('div', { class: 'ways' }, WAYS.filter(([, roles]) => state.is(...roles)).map(([name]) =>
      h('a', { class: 'panel way', href: `#/${name}` }, h('h2', {}, t(`nav.${name}`)), h('p', { class: 'quiet' }, t(`home.${name}`))))),
    loaded));
  if (!state.is('auditor', 'administrator')) {
    const found = await get('/status').catch((error) => { fill(loaded, error.message); return null; });
    if (found) fill(loaded, t('home.loaded', { sequence: figure(found.sequence), people: figure(found.tables.people ?? 0), cases: figure(found.cases), contradictions: figure(found.contradictions) }));
  }
}

// @ts-check
/** One person: what is on record, with sources and contradictions; relatives for a purpose. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { recordOf, failed } from '../parts/record.js';
import { kinPanel } from '../parts/kin-panel.js';

/** @param {HTMLElement} place @param {string[]} parts */
export async function show(place, [id]) {
  fill(place, h('p', { class: 'loading' }, t('loading')));
  let record;
  try {
    record = await get(`/people/${encodeURIComponent(id)}`);
  } catch (error) {
    failed(place, error);
    return;
  }
  const kin = h('section', { class: 'panel', 'aria-label': t('kin') });
  fill(place, h('div', { class: 'page' },
    h('div', { class: 'row' }, h('h1', {}, record.node.name), h('span', { class: 'quiet' }, [record.node.line, record.node.id].filter(Boolean).join(' · ')),
      record.namesakes > 0 && h('span', { class: 'tag warn' }, t('namesakes', { n: record.namesakes })),
      h('span', { class: 'spring' }), h('a', { class: 'button', href: `#/graph?add=${encodeURIComponent(record.node.node)}` }, t('person.graph'))),
    kin, recordOf(record)));
  if (state.is('clerk', 'investigator', 'analyst', 'approver')) kinPanel(kin, id);
  else kin.remove();
}

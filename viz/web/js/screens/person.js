// @ts-check
/** One person: what is on record, with sources and contradictions; relatives for a purpose. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { kinPanel } from '../parts/kin-panel.js';
import { recordPage } from '../parts/record.js';

/** @param {HTMLElement} place @param {string[]} parts */
export async function show(place, [id]) {
  await recordPage(place, 'person', id, () => {
    if (!state.is('clerk', 'investigator', 'analyst', 'approver')) return null;
    const kin = h('section', { class: 'panel', 'aria-label': t('kin') });
    kinPanel(kin, id);
    return kin;
  });
}

// @ts-check
/** A place of its own for each visit of a screen: an answer that comes late finds nobody there. */
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';

/** @param {HTMLElement} place @returns {HTMLElement} */
export function stage(place) {
  const own = h('div', { class: 'stage' }, h('p', { class: 'loading', role: 'status' }, t('loading')));
  fill(place, own);
  return own;
}

// @ts-check
/** Whether the log stands: in words, with its head to be noted and a head noted earlier to be compared. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';

/** @returns {HTMLElement} */
export function verification() {
  const told = h('div', { class: 'stack', role: 'status' }, h('p', {}, h('b', {}, '○ ', t('audit.unverified'))), h('p', { class: 'quiet' }, t('audit.unverified.why')));
  const sequence = h('input', { type: 'number', min: 1, required: true });
  const digest = h('input', { class: 'mono', pattern: '[0-9a-f]{64}', required: true, size: 66, spellcheck: 'false' });
  const verify = async (/** @type {any} */ noted = {}) => {
    fill(told, h('p', { class: 'quiet' }, t('loading')));
    try {
      const head = await get('/audit/head', noted);
      fill(told, h('p', { class: 'stands' }, h('b', {}, '✓ ', t('audit.stands', { n: figure(head.sequence) }), noted.digest && ` ${t('audit.same')}`)),
        !noted.digest && h('p', { class: 'quiet' }, t('audit.stands.why')),
        h('dl', { class: 'facts' }, h('dt', {}, t('audit.head')), h('dd', { class: 'mono digest' }, `${head.sequence} ${head.digest}`)));
    } catch (error) {
      fill(told, h('div', { class: 'problem' }, h('p', {}, h('b', {}, '✕ ', t('audit.broken'))), h('p', {}, /** @type {Error} */ (error).message)));
    }
  };
  const compare = (/** @type {Event} */ event) => { event.preventDefault(); verify({ sequence: sequence.value, digest: digest.value.trim() }); };
  return h('section', { class: 'panel', 'aria-label': t('audit.state') }, h('h2', {}, t('audit.state')), told,
    h('div', { class: 'row' }, h('button', { type: 'button', class: 'primary', onclick: () => verify() }, t('audit.verify'))),
    h('details', {}, h('summary', {}, t('audit.compare')), h('form', { class: 'row', onsubmit: compare }, h('label', {}, t('audit.sequence'), sequence), h('label', {}, t('audit.digest'), digest), h('button', { type: 'submit' }, t('audit.compare')))));
}

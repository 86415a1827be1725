// @ts-check
/** The papers of a case: looked at as a draft, or issued and kept with the case by their digest. */
import { call, said } from '../api.js';
import { download, h, notify } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';

const FORMATS = [['pdf', 'PDF'], ['docx', 'Word'], ['html', 'HTML']];

/** Papers that the state of the case bears out; the service has the last word. @param {any} one */
function kindsOf(one) {
  const people = [...one.team, ...one.others];
  const free = one.team.length > 0 && one.blocks.length === 0;
  const recused = people.some((row) => row.verdict === 'must_recuse') || Object.keys(one.barred).length > 0;
  return [free && 'authorization', recused && 'decision', 'report', 'analysis'].filter(Boolean);
}

/** @param {any} one a case @param {() => Promise<void>} renew */
export function papers(one, renew) {
  const kinds = kindsOf(one);
  const kind = h('select', { 'aria-label': t('desk.paper') }, kinds.map((name) => h('option', { value: name }, t(`paper.${name}`))));
  const format = h('select', { 'aria-label': t('desk.format') }, FORMATS.map(([value, text]) => h('option', { value }, text)));
  const language = h('select', { 'aria-label': t('desk.language') }, [['zh', '中文'], ['en', 'English']].map(([value, text]) => h('option', { value, selected: value === state.language }, text)));
  const take = async (/** @type {any} */ event, /** @type {'GET'|'POST'} */ method) => {
    const button = event.currentTarget;
    if (button.disabled) return;
    button.disabled = true;
    try {
      const query = { format: format.value, language: language.value };
      const answer = await call(method, `/cases/${encodeURIComponent(one.case)}/papers/${kind.value}`, { query, raw: true });
      download(`${one.case}-${t(`paper.${kind.value}`)}${method === 'GET' ? `-${t('paper.draft')}` : ''}.${query.format}`, await answer.blob());
      if (method === 'POST') { notify(t('paper.issued')); await renew(); }
    } catch (error) { notify(said(error), true); }
    button.disabled = false;
  };
  return h('section', { class: 'panel papers', 'aria-label': t('papers') }, h('h2', {}, t('papers')),
    h('p', { class: 'quiet noprint' }, t(kinds.includes('authorization') ? 'papers.why' : 'papers.not_yet')),
    h('div', { class: 'row noprint' }, kind, format, language,
      h('button', { type: 'button', onclick: (/** @type {any} */ event) => take(event, 'GET') }, t('paper.look')),
      h('button', { type: 'button', class: 'primary', onclick: (/** @type {any} */ event) => take(event, 'POST') }, t('paper.issue'))),
    one.papers.length > 0 && h('p', { class: 'quiet' }, t('papers.issued', { n: one.papers.length }), ' ', h('span', { class: 'mono' }, one.papers.join(' '))));
}

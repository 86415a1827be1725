// @ts-check
/** One picture on two days: which of its ties had begun, which had ended. */
import { get, post } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { go } from '../router.js';
import { state } from '../state.js';
import { labelOf } from '../graph/lines.js';

/** Whether a tie stood on a day; what happened on one day stands from then on. @param {any} tie @param {string} day */
const stood = (tie, day) => (!tie.since || tie.since <= day) && (!tie.until || tie.until === tie.since || tie.until >= day);

/**
 * A form for two days, and under it what changed between them.
 * @param {any} view
 */
export function comparison(view) {
  const today = new Date().toISOString().slice(0, 10);
  const first = h('input', { type: 'date', required: true, value: `${Number(today.slice(0, 4)) - 1}${today.slice(4)}` });
  const second = h('input', { type: 'date', required: true, value: today });
  const told = h('div', { 'aria-live': 'polite' });
  const compare = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!state.purpose) { fill(told, h('p', { class: 'problem' }, t('graph.purpose.why'))); return; }
    const [before, after] = [first.value, second.value].sort();
    fill(told, h('p', { class: 'loading' }, t('loading')));
    try {
      const { body } = await get(`/views/${encodeURIComponent(view.id)}`);
      const found = await post('/subgraph', { nodes: body.nodes.map((/** @type {any} */ one) => one.node) });
      fill(told, changes(found, before, after), links(view.id, [before, after]));
    } catch (error) {
      fill(told, h('p', { class: 'problem' }, /** @type {Error} */ (error).message));
    }
  };
  return h('details', {}, h('summary', {}, t('workspace.compare')),
    h('form', { class: 'row', onsubmit: compare }, h('label', {}, t('workspace.first'), first), h('label', {}, t('workspace.second'), second), h('button', { type: 'submit' }, t('workspace.compare.do'))), told);
}

/** Open the picture as of a day, which is then the day asked about everywhere. @param {string} id @param {string[]} days */
const links = (id, days) => h('p', { class: 'row' }, days.map((on) => h('button', { type: 'button', onclick: () => { go(`#/graph?view=${encodeURIComponent(id)}`); state.set({ on }); } }, t('workspace.open_on', { on }))));

/** @param {any} found @param {string} before @param {string} after */
function changes(found, before, after) {
  const names = new Map(found.nodes.map((/** @type {any} */ one) => [one.node, one.name]));
  const rows = found.edges.flatMap((/** @type {any} */ tie) => {
    const [was, is] = [stood(tie, before), stood(tie, after)];
    return was === is ? [] : [{ tie, change: is ? 'begun' : 'ended' }];
  });
  const same = found.edges.filter((/** @type {any} */ tie) => stood(tie, before) && stood(tie, after)).length;
  return h('div', {}, h('p', {}, t('workspace.compared', { before, after, changed: rows.length, same })),
    rows.length > 0 && h('div', { class: 'wide' }, h('table', {}, h('thead', {}, h('tr', {}, ['change', 'from', 'tie', 'to', 'origin'].map((name) => h('th', { scope: 'col' }, t(`workspace.${name}`))))),
      h('tbody', {}, rows.map((/** @type {any} */ { tie, change }) => h('tr', {}, h('td', {}, t(`workspace.${change}`)), h('td', {}, names.get(tie.source)), h('td', {}, labelOf(tie)), h('td', {}, names.get(tie.target)), h('td', { class: 'mono' }, tie.origin)))))));
}

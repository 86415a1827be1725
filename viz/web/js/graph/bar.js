// @ts-check
/** The bar of the picture: search, steps back, layouts, filters, the slider of time, exports. */
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { searchBox } from '../parts/search-box.js';
import { board } from './board.js';
import { ground, groundNow } from './ground.js';
import { groupBy, GROUPINGS, openOnly } from './groups.js';
import { filter, filterNone, isFiltering, NATURES } from './lines.js';
import * as measures from './measures.js';
import { LAYOUTS } from './layouts.js';

const DAY = 86400000;
/** @param {number} day */
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** A button with a panel that opens under it; Escape closes it. @param {string} text @param {any[]} content @param {boolean} [marked] */
function drop(text, content, marked = false) {
  const panel = h('details', { class: 'drop' }, h('summary', { class: marked ? 'button on' : 'button' }, text, ' ▾'), h('div', { class: 'panel' }, content));
  panel.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') { panel.open = false; panel.querySelector('summary').focus(); event.stopPropagation(); } });
  panel.addEventListener('focusout', (/** @type {any} */ event) => { if (event.relatedTarget && !panel.contains(event.relatedTarget)) panel.open = false; });
  return panel;
}

/**
 * @param {HTMLElement} place
 * @param {{add: (ids: string[]) => void, lay: (kind: string) => void, filter: () => void, fit: () => void, save: (kind: string) => void, open: (file: File) => void, connect: () => void, keep: () => void, help: () => void, showAll: () => void, overview: () => void, lasso: () => void, measure: (what: string) => void, groups: () => Map<string, import('./groups.js').Group>}} acts
 */
export function drawBar(place, acts) {
  const step = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {() => void} */ act, /** @type {boolean} */ off) => h('button', { type: 'button', title: t(key), 'aria-label': t(key), disabled: off, onclick: act }, sign);
  const file = h('input', { type: 'file', accept: '.json', hidden: true, onchange: (/** @type {any} */ event) => { if (event.target.files[0]) acts.open(event.target.files[0]); } });
  const close = (/** @type {any} */ event) => event.target.closest('details').removeAttribute('open');
  fill(place,
    searchBox({ onpick: (item) => acts.add([item.node]), label: t('graph.add') }),
    h('span', { class: 'group' }, step('graph.undo', '↶', () => board.undo(), !board.past.length), step('graph.redo', '↷', () => board.redo(), !board.future.length)),
    h('button', { type: 'button', onclick: acts.connect }, t('graph.connect')),
    drop(t('graph.layout'), LAYOUTS.map((kind) => h('button', { type: 'button', class: 'item', onclick: (/** @type {any} */ event) => { close(event); acts.lay(kind); } }, h('b', {}, t(`graph.layout.${kind}`)), h('span', { class: 'quiet' }, t(`graph.layout.${kind}.what`))))),
    drop(t('graph.group'), grouping(acts, close), Boolean(board.grouping.by || measures.isShown())),
    drop(t(isFiltering() ? 'graph.filter.on' : 'graph.filter'), filters(acts.filter), isFiltering()),
    slider(acts.filter),
    drop(t('graph.export'), [...['png', 'svg', 'pyvis', 'xlsx', 'csv_nodes', 'csv_ties', 'graphml', 'gexf', 'json'].map((kind) => h('button', { type: 'button', class: 'item', onclick: (/** @type {any} */ event) => { close(event); acts.save(kind); } }, t(`graph.export.${kind}`))),
      h('button', { type: 'button', class: 'item', onclick: () => file.click() }, t('graph.import')), file]),
    h('button', { type: 'button', disabled: !board.shown.size, onclick: acts.keep }, t('graph.view.go')),
    h('span', { class: 'group' }, step('graph.lasso', '⌾', acts.lasso, !board.shown.size), step('graph.fit', '⤢', acts.fit, false), step('graph.help', '?', acts.help, false)),
    board.hidden.size > 0 && h('button', { type: 'button', class: 'plain', onclick: acts.showAll }, t('graph.show_all', { n: board.hidden.size })));
}

/** Groups, figures and the whole place. @param {any} acts @param {(event: any) => void} close */
function grouping(acts, close) {
  const { by } = board.grouping;
  const item = (/** @type {string} */ key, /** @type {() => void} */ act, /** @type {boolean|null} */ pressed = null) => h('button', { type: 'button', class: 'item', 'aria-pressed': pressed === null ? null : String(pressed), onclick: (/** @type {any} */ event) => { close(event); act(); } }, h('b', {}, t(key)), h('span', { class: 'quiet' }, t(`${key}.what`)));
  const group = (/** @type {string} */ one) => async () => { if (one === 'village') await ground().catch(() => null); groupBy(board, one === by ? '' : one); };
  const all = () => [...acts.groups().values()].map((/** @type {any} */ one) => one.key);
  return [
    h('h3', {}, t('graph.group')), GROUPINGS.map((one) => item(`graph.group.${one}`, group(one), one === by)),
    by && h('div', { class: 'row' }, h('button', { type: 'button', onclick: (/** @type {any} */ event) => { close(event); openOnly(board, all()); } }, t('graph.group.open_all')), h('button', { type: 'button', onclick: (/** @type {any} */ event) => { close(event); openOnly(board, []); } }, t('graph.group.close_all')), h('button', { type: 'button', onclick: (/** @type {any} */ event) => { close(event); groupBy(board, ''); } }, t('graph.group.none'))),
    h('h3', {}, t('graph.measure')), ['degree', 'betweenness', 'communities'].map((what) => item(`graph.measure.${what}`, () => acts.measure(what), what === 'communities' ? measures.shown.communities : measures.shown.size === what)),
    measures.isShown() && h('div', { class: 'row' }, h('button', { type: 'button', onclick: (/** @type {any} */ event) => { close(event); acts.measure(''); } }, t('graph.measure.none'))),
    h('h3', {}, t('graph.bundle')), item('graph.overview', acts.overview),
  ];
}

/** Which area is wanted: a zone that is loaded, or a township. @param {() => void} onchange */
function areas(onchange) {
  const select = h('select', { onchange: (/** @type {any} */ event) => { filter.area = event.target.value; onchange(); } });
  const draw = () => {
    const found = groundNow();
    const option = (/** @type {string} */ value, /** @type {string} */ text) => h('option', { value, selected: value === filter.area }, text);
    const towns = [...(found?.places.values() ?? [])].filter((one) => one.level === 'township');
    fill(select, option('', t('graph.filter.everywhere')),
      found && found.zones.length > 0 && h('optgroup', { label: t('kind.zone') }, found.zones.map((one) => option(`zone:${one.zone}`, one.name || one.zone))),
      towns.length > 0 && h('optgroup', { label: t('graph.filter.townships') }, towns.map((one) => option(one.id, one.name))));
  };
  draw();
  if (!groundNow()) ground().then(draw, () => null);
  return h('label', {}, t('graph.filter.area'), select);
}

/** @param {() => void} onchange */
function filters(onchange) {
  const sure = h('output', {}, `${Math.round(filter.sure * 100)} %`);
  const kinds = [...new Set([...board.shown].map((id) => board.known.get(id)?.kind).filter(Boolean))];
  const day = (/** @type {'from'|'to'} */ end) => h('label', {}, t(`graph.filter.${end}`), h('input', { type: 'date', value: filter[end], onchange: (/** @type {any} */ event) => { filter[end] = event.target.value; onchange(); } }));
  return [
    kinds.length > 0 && h('fieldset', {}, h('legend', {}, t('graph.filter.kinds')), kinds.map((kind) => h('label', { class: 'row' }, h('input', { type: 'checkbox', checked: !filter.kinds.has(String(kind)), onchange: (/** @type {any} */ event) => { if (event.target.checked) filter.kinds.delete(String(kind)); else filter.kinds.add(String(kind)); onchange(); } }), t(`kind.${kind}`)))),
    h('fieldset', {}, h('legend', {}, t('graph.filter.nature')), NATURES.map((nature) => h('label', { class: 'row' }, h('input', { type: 'checkbox', checked: !filter.off.has(nature), onchange: (/** @type {any} */ event) => { if (event.target.checked) filter.off.delete(nature); else filter.off.add(nature); onchange(); } }), h('span', { class: `stroke ${nature}`, 'aria-hidden': 'true' }), t(`nature.${nature}`)))),
    h('label', {}, h('span', {}, t('graph.filter.sure'), ' ', sure), h('input', { type: 'range', min: 0, max: 1, step: 0.05, value: String(filter.sure), oninput: (/** @type {any} */ event) => { filter.sure = Number(event.target.value); fill(sure, `${Math.round(filter.sure * 100)} %`); onchange(); } })),
    h('label', { class: 'row' }, h('input', { type: 'checkbox', checked: filter.over, onchange: (/** @type {any} */ event) => { filter.over = event.target.checked; onchange(); } }), t('graph.filter.over')),
    h('label', { class: 'row' }, h('input', { type: 'checkbox', checked: filter.derived, onchange: (/** @type {any} */ event) => { filter.derived = event.target.checked; onchange(); } }), h('span', { class: 'stroke derived', 'aria-hidden': 'true' }), t('graph.filter.derived')),
    h('div', { class: 'row' }, day('from'), day('to')), areas(onchange),
    h('button', { type: 'button', onclick: () => { filterNone(); onchange(); again(); } }, t('graph.filter.none')),
  ];
}

/** Draws the bar again; the screen sets it. */
let again = () => {};
/** @param {() => void} draw */
export const redrawWith = (draw) => { again = draw; };

/** The day the picture shows, from the first dated tie to today. @param {() => void} onchange */
function slider(onchange) {
  const days = board.visibleTies.flatMap((tie) => [tie.since, tie.until]).filter(Boolean).map((day) => Math.floor(Date.parse(day) / DAY)).filter(Number.isFinite);
  const today = Math.floor(Date.now() / DAY);
  const first = days.reduce((least, day) => Math.min(least, day), today - 1);
  const out = h('output', {}, filter.on || t('graph.time.all'));
  return h('label', { class: 'row time', title: t('graph.time.how') }, h('span', { class: 'quiet' }, t('graph.time')),
    h('input', { type: 'range', min: first, max: today + 1, value: String(filter.on ? Math.floor(Date.parse(filter.on) / DAY) : today + 1), disabled: !days.length, 'aria-valuetext': filter.on || t('graph.time.all'),
      oninput: (/** @type {any} */ event) => { const day = Number(event.target.value); filter.on = day > today ? '' : iso(day); fill(out, filter.on || t('graph.time.all')); event.target.setAttribute('aria-valuetext', filter.on || t('graph.time.all')); onchange(); } }), out);
}

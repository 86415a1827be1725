// @ts-check
/** The bar of the picture: search, steps back, layouts, filters, the slider of time, exports. */
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { searchBox } from '../parts/search-box.js';
import { board } from './board.js';
import { filter, isFiltering, NATURES } from './lines.js';
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
 * @param {{add: (ids: string[]) => void, lay: (kind: string) => void, filter: () => void, fit: () => void, save: (kind: string) => void, open: (file: File) => void, connect: () => void, keep: () => void, help: () => void, showAll: () => void}} acts
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
    drop(t(isFiltering() ? 'graph.filter.on' : 'graph.filter'), filters(acts.filter), isFiltering()),
    slider(acts.filter),
    drop(t('graph.export'), [...['png', 'svg', 'pyvis', 'xlsx', 'csv_nodes', 'csv_ties', 'graphml', 'gexf', 'json'].map((kind) => h('button', { type: 'button', class: 'item', onclick: (/** @type {any} */ event) => { close(event); acts.save(kind); } }, t(`graph.export.${kind}`))),
      h('button', { type: 'button', class: 'item', onclick: () => file.click() }, t('graph.import')), file]),
    h('button', { type: 'button', disabled: !board.shown.size, onclick: acts.keep }, t('graph.view.go')),
    h('span', { class: 'group' }, step('graph.fit', '⤢', acts.fit, false), step('graph.help', '?', acts.help, false)),
    board.hidden.size > 0 && h('button', { type: 'button', class: 'plain', onclick: acts.showAll }, t('graph.show_all', { n: board.hidden.size })));
}

/** @param {() => void} onchange */
function filters(onchange) {
  const sure = h('output', {}, `${Math.round(filter.sure * 100)} %`);
  return [
    h('fieldset', {}, h('legend', {}, t('graph.filter.nature')), NATURES.map((nature) => h('label', { class: 'row' }, h('input', { type: 'checkbox', checked: !filter.off.has(nature), onchange: (/** @type {any} */ event) => { if (event.target.checked) filter.off.delete(nature); else filter.off.add(nature); onchange(); } }), h('span', { class: `stroke ${nature}`, 'aria-hidden': 'true' }), t(`nature.${nature}`)))),
    h('label', {}, h('span', {}, t('graph.filter.sure'), ' ', sure), h('input', { type: 'range', min: 0, max: 1, step: 0.05, value: String(filter.sure), oninput: (/** @type {any} */ event) => { filter.sure = Number(event.target.value); fill(sure, `${Math.round(filter.sure * 100)} %`); onchange(); } })),
    h('label', { class: 'row' }, h('input', { type: 'checkbox', checked: filter.over, onchange: (/** @type {any} */ event) => { filter.over = event.target.checked; onchange(); } }), t('graph.filter.over')),
    h('button', { type: 'button', onclick: () => { Object.assign(filter, { sure: 0, on: '', over: true }); filter.off.clear(); onchange(); again(); } }, t('graph.filter.none')),
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

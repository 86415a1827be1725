// @ts-check
/** The picture as two tables: the same things and ties, sortable, for the keyboard and for who listens. */
import { fill, h } from '../dom.js';
import { figure, money, t, told } from '../i18n.js';
import { board } from './board.js';

const PAGE = 100;
const view = { open: innerHeight >= 1000 && innerWidth >= 900, tab: 'ties', sort: '', down: false, rows: PAGE };

/** Columns: key, and what a row says there. @type {Record<string, Array<[string, (row: any) => string|number]>>} */
const COLUMNS = {
  nodes: [['name', (node) => node.name], ['kind', (node) => t(`kind.${node.kind}`)], ['line', (node) => node.line], ['id', (node) => node.id], ['shown', (node) => node.shown], ['neighbours', (node) => node.neighbours ?? '']],
  ties: [['source', (tie) => board.known.get(tie.source)?.name ?? tie.source], ['tie', (tie) => told({ zh: tie.zh, en: tie.en })], ['target', (tie) => board.known.get(tie.target)?.name ?? tie.target],
    ['since', (tie) => tie.since], ['until', (tie) => (tie.until === tie.since ? '' : tie.until)], ['amount', (tie) => tie.amount ?? ''], ['confidence', (tie) => tie.confidence], ['origin', (tie) => tie.origin]],
};
const FIGURES = new Set(['shown', 'neighbours', 'amount', 'confidence']);

/** What the tables and the exports list. @param {any} drawn */
export function rowsOf(drawn) {
  /** @type {Map<string, number>} */
  const beside = new Map();
  for (const tie of drawn.ties) for (const id of [tie.source, tie.target]) beside.set(id, (beside.get(id) ?? 0) + 1);
  return { nodes: drawn.nodes.map((/** @type {string} */ id) => ({ ...board.known.get(id), shown: beside.get(id) ?? 0 })), ties: drawn.ties };
}

/** @param {HTMLElement} place @param {any} drawn @param {string[]} chosen @param {(ids: string[]) => void} onchoose */
export function drawTable(place, drawn, chosen, onchoose) {
  const rows = /** @type {any} */ (rowsOf(drawn));
  const again = () => drawTable(place, drawn, chosen, onchoose);
  const head = h('div', { class: 'row tablehead' },
    h('button', { type: 'button', class: 'plain', 'aria-expanded': String(view.open), onclick: () => { view.open = !view.open; again(); /** @type {any} */ (place.querySelector('button')).focus(); } }, view.open ? '▾ ' : '▸ ', t('graph.table')),
    view.open && h('div', { class: 'tabs', role: 'tablist', 'aria-label': t('graph.table') }, ['ties', 'nodes'].map((name) => h('button', { type: 'button', class: 'plain', role: 'tab', 'aria-selected': String(view.tab === name), onclick: () => { Object.assign(view, { tab: name, sort: '', rows: PAGE }); again(); } }, `${t(`graph.table.${name}`)} ${figure(rows[name].length)}`))),
    !view.open && h('span', { class: 'quiet' }, t('graph.table.has', { nodes: figure(rows.nodes.length), ties: figure(rows.ties.length) })));
  fill(place, head, view.open && body(rows[view.tab], new Set(chosen), again, onchoose));
}

/** @param {any[]} rows @param {Set<string>} chosen @param {() => void} again @param {(ids: string[]) => void} onchoose */
function body(rows, chosen, again, onchoose) {
  const columns = COLUMNS[view.tab];
  const by = columns.find(([key]) => key === view.sort)?.[1];
  const order = view.down ? -1 : 1;
  const sorted = by ? [...rows].sort((a, b) => { const [x, y] = [by(a), by(b)]; return order * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'zh')); }) : rows;
  const ends = (/** @type {any} */ row) => (view.tab === 'nodes' ? [row.node] : [row.source, row.target]);
  return h('div', { class: 'wide tablebody', tabindex: '0', role: 'region', 'aria-label': t(`graph.table.${view.tab}`) }, h('table', {},
    h('thead', {}, h('tr', {}, columns.map(([key]) => h('th', { scope: 'col', class: FIGURES.has(key) ? 'n' : null, 'aria-sort': view.sort === key ? (view.down ? 'descending' : 'ascending') : 'none' },
      h('button', { type: 'button', class: 'plain', onclick: () => { view.down = view.sort === key && !view.down; view.sort = key; again(); } }, t(`column.${key}`), view.sort === key ? (view.down ? ' ▾' : ' ▴') : ''))))),
    h('tbody', {}, sorted.slice(0, view.rows).map((row) => h('tr', { class: ends(row).every((/** @type {string} */ id) => chosen.has(id)) ? 'chosen' : null },
      columns.map(([key, of], at) => h('td', { class: FIGURES.has(key) ? 'n' : key === 'origin' || key === 'id' ? 'mono quiet' : null }, at === 0 ? h('button', { type: 'button', class: 'plain', onclick: () => onchoose(ends(row)) }, of(row)) : cell(key, of(row), row)))))),
    sorted.length > view.rows && h('tfoot', {}, h('tr', {}, h('td', { colspan: columns.length }, h('button', { type: 'button', onclick: () => { view.rows += PAGE; again(); } }, t('graph.table.more', { n: sorted.length - view.rows })))))));
}

/** @param {string} key @param {any} value @param {any} row */
function cell(key, value, row) {
  if (key === 'amount') return value === '' ? '' : money(Number(value));
  if (key === 'confidence') return [`${Math.round(Number(value) * 100)} %`, row.disputed && h('span', { class: 'tag warn' }, '⚠ ', t('disputed'))];
  return value;
}

// @ts-check
/** Taking the picture out: PNG, CSV that no spreadsheet runs, JSON that comes back in. */
import { call } from '../api.js';
import { download } from '../dom.js';
import { t, told } from '../i18n.js';
import { state } from '../state.js';
import { Full } from './acts.js';
import { board, MOST } from './board.js';
import { GROUPINGS } from './groups.js';
import { drawMap } from './map.js';
import { colour } from './look.js';
import { rowsOf } from './table.js';

const FORMAT = 'huibi-board';
const VERSION = 1;
/** What the service writes, by its name for it, with the ending of the file. @type {Record<string, string>} */
export const SERVED = { svg: 'svg', xlsx: 'xlsx', graphml: 'graphml', gexf: 'gexf', pyvis: 'html' };
/** A cell that a spreadsheet would run begins so. */
const RUNS = /^[=+\-@\t\r]/;

/** @param {any} value */
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = RUNS.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {any[][]} rows */
const csv = (rows) => new Blob([`\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`], { type: 'text/csv' });

/** Who took it out, when and what for: stands in every file. */
const origin = () => [state.account?.login ?? '', new Date().toISOString().slice(0, 16), state.purpose].filter(Boolean).join(' · ');

/** @param {string} kind @param {any} canvas */
export async function save(kind, canvas) {
  const name = `huibi-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}`;
  const { nodes, ties } = rowsOf(canvas.drawn);
  if (kind === 'png') download(`${name}.png`, await picture(canvas));
  else if (kind === 'json') download(`${name}.json`, new Blob([JSON.stringify(written(canvas), null, 1)], { type: 'application/json' }));
  else if (kind in SERVED) download(`${name}.${SERVED[kind]}`, await served(kind, canvas));
  else if (kind === 'csv_nodes') download(`${name}-nodes.csv`, csv([['id', 'kind', 'name', 'line', 'neighbours'].map((key) => t(`column.${key}`)), ...nodes.map((/** @type {any} */ node) => [node.id, t(`kind.${node.kind}`), node.name, node.line, node.neighbours]), [], [origin()]]));
  else download(`${name}-ties.csv`, csv([['source', 'id', 'tie', 'target', 'id', 'since', 'until', 'amount', 'confidence', 'origin'].map((key) => t(`column.${key}`)),
    ...ties.map((/** @type {any} */ tie) => [board.known.get(tie.source)?.name, tie.source, told(tie), board.known.get(tie.target)?.name, tie.target, tie.since, tie.until, tie.amount, tie.confidence, tie.origin]), [], [origin()]]));
}

/** Have the service write a file of what is shown; it looks everything up anew. @param {string} format @param {any} canvas @returns {Promise<Blob>} */
async function served(format, { drawn }) {
  const nodes = drawn.nodes.filter((/** @type {string} */ id) => !/^(implied|bundle):/.test(id));
  const kept = new Set(nodes);
  const edges = drawn.ties.filter((/** @type {any} */ tie) => kept.has(tie.source) && kept.has(tie.target)).map((/** @type {any} */ tie) => [tie.source, tie.target, tie.origin]);
  const positions = Object.fromEntries(nodes.map((/** @type {string} */ id) => { const { x, y } = board.places.get(id) ?? { x: 0, y: 0 }; return [id, [x, y]]; }));
  return (await call('POST', '/exports', { body: { format, nodes, edges, positions }, raw: true })).blob();
}

/** The whole picture with a line below that says whose it is. @param {any} canvas @returns {Promise<Blob>} */
async function picture(canvas) {
  const { map } = board.mode;
  const drawn = await createImageBitmap(await canvas.cy.png({ output: 'blob-promise', full: true, scale: 2, ...(map ? {} : { bg: colour('--paper') }), maxWidth: 8000, maxHeight: 8000 }));
  const sheet = document.createElement('canvas');
  sheet.width = Math.max(drawn.width + 80, 900);
  sheet.height = drawn.height + 140;
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext('2d'));
  pen.fillStyle = colour('--paper');
  pen.fillRect(0, 0, sheet.width, sheet.height);
  if (map) {
    const box = canvas.cy.elements().boundingBox();
    const zoom = drawn.width / box.w;
    pen.save();
    pen.setTransform(zoom, 0, 0, zoom, (sheet.width - drawn.width) / 2 - box.x1 * zoom, 40 - box.y1 * zoom);
    drawMap(pen, map, zoom);
    pen.restore();
  }
  pen.drawImage(drawn, (sheet.width - drawn.width) / 2, 40);
  pen.fillStyle = colour('--quiet');
  pen.font = `22px ${colour('--text')}`;
  pen.fillText(`${t('title')} · ${origin()} · ${t('graph.export.scope')}`, 40, sheet.height - 36, sheet.width - 80);
  return new Promise((resolve, reject) => sheet.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('png'))), 'image/png'));
}

/** What is on the board, as it is read back. @param {any} canvas */
export function written(canvas) {
  const ids = canvas.drawn.nodes;
  return {
    format: FORMAT, version: VERSION, by: origin(),
    nodes: ids.map((/** @type {string} */ id) => ({ ...board.known.get(id), ...board.places.get(id), pinned: board.pinned.has(id) })),
    ties: canvas.drawn.ties, grouping: board.grouping,
  };
}

const NODE_TEXT = ['id', 'kind', 'name', 'line', 'type', 'place', 'born', 'died'];
const TIE_TEXT = ['id', 'via', 'source', 'target', 'kind', 'nature', 'zh', 'en', 'since', 'until', 'standing', 'origin'];
/** @param {any} from @param {string[]} names */
const texts = (from, names) => Object.fromEntries(names.map((name) => [name, typeof from[name] === 'string' ? from[name].slice(0, 300) : '']));

/** A bundle as it may be opened again. @param {any} node */
function bundleIn(node) {
  const given = node.bundle;
  if (node.kind !== 'bundle' || !given || typeof given !== 'object') return {};
  const count = (/** @type {any} */ value) => (Number.isInteger(value) && value >= 0 ? value : 0);
  return { bundle: { ...texts(given, ['of', 'edge', 'under', 'by', 'place']), people: count(given.people), others: count(given.others), total: count(given.total), members: Array.isArray(given.members) ? given.members.filter((/** @type {any} */ one) => typeof one === 'string').slice(0, MOST) : [] } };
}

/** @param {any} given */
const groupingIn = (given) => ({ by: GROUPINGS.includes(given?.by) ? given.by : '', open: Array.isArray(given?.open) ? given.open.filter((/** @type {any} */ one) => typeof one === 'string') : [] });

/** Read a board back; anything that is not one is refused whole. @param {string} text */
export function readBack(text) {
  let given;
  try { given = JSON.parse(text); } catch { throw new Error(t('graph.import.bad')); }
  if (given?.format !== FORMAT || given.version !== VERSION || !Array.isArray(given.nodes) || !Array.isArray(given.ties) || given.nodes.length > MOST) throw new Error(t('graph.import.bad'));
  const nodes = given.nodes.filter((/** @type {any} */ node) => typeof node?.node === 'string' && Number.isFinite(node.x) && Number.isFinite(node.y));
  if (nodes.length !== given.nodes.length) throw new Error(t('graph.import.bad'));
  const all = new Set([...board.shown, ...nodes.map((/** @type {any} */ node) => node.node)]);
  if (all.size > MOST) throw new Full(all.size);
  const ties = given.ties.filter((/** @type {any} */ tie) => typeof tie?.source === 'string' && typeof tie?.target === 'string').map((/** @type {any} */ tie) => ({ ...texts(tie, TIE_TEXT), confidence: Number(tie.confidence) || 0, disputed: tie.disputed === true, derived: tie.derived === true, new: tie.new === true, ...(Number.isFinite(tie.weight) ? { weight: tie.weight } : {}), amount: Number.isFinite(tie.amount) ? tie.amount : null }));
  board.learn({ nodes: nodes.map((/** @type {any} */ node) => ({ ...texts(node, NODE_TEXT), node: node.node.slice(0, 200), official: node.official === true, new: node.new === true, ...bundleIn(node), neighbours: Number.isInteger(node.neighbours) ? node.neighbours : null })), edges: ties });
  board.change(() => {
    board.mode = { kind: 'free' };
    board.grouping = groupingIn(given.grouping);
    for (const node of nodes) { board.shown.add(node.node); board.hidden.delete(node.node); board.places.set(node.node, { x: node.x, y: node.y }); if (node.pinned === true) board.pinned.add(node.node); }
  }, { fit: true });
  return nodes.length;
}

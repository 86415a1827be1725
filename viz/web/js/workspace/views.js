// @ts-check
/** Kept pictures as the workspace changes them: ids and places only, never what they stand for. */
import { call, put } from '../api.js';
import { download } from '../dom.js';
import { t } from '../i18n.js';
import { MOST } from '../graph/board.js';

/** @typedef {{node: string, x: number, y: number, pinned: boolean, hidden: boolean}} Placed */
/** @typedef {{nodes: Placed[], settings: Record<string, any>}} Body */

const FARTHEST = 1e6;
/** What the service writes, by its name for it, with the ending of the file. @type {Record<string, string>} */
export const FILES = { xlsx: 'xlsx', csv: 'zip', graphml: 'graphml', gexf: 'gexf', svg: 'svg', pyvis: 'html', json: 'json' };

/**
 * Keep a picture, new or under its own id.
 * @param {string} title @param {Body} body
 * @param {{id?: string, notes?: string, readers?: string[]}} [more]
 */
export const saveView = (title, body, { id = crypto.randomUUID(), notes = '', readers = [] } = {}) => put(`/views/${encodeURIComponent(id)}`, { title, notes, readers, body });

/** A picture as it was kept: a purpose would leave out whom it does not open. @param {string} id */
export const wholeView = (id) => call('GET', `/views/${encodeURIComponent(id)}`, { purpose: false });

/** Take a kept picture out as a file: what of it the purpose opens, looked up anew. @param {any} view @param {string} format */
export async function takeOut(view, format) {
  const { body } = await call('GET', `/views/${encodeURIComponent(view.id)}`);
  const there = body.nodes.filter((/** @type {Placed} */ one) => !one.hidden && !one.node.startsWith('implied:'));
  if (there.length === 0) throw new Error(t('workspace.nothing_open'));
  const positions = Object.fromEntries(there.map((/** @type {Placed} */ one) => [one.node, [one.x, one.y]]));
  const answer = await call('POST', '/exports', { body: { format, nodes: there.map((/** @type {Placed} */ one) => one.node), positions, title: view.title }, raw: true });
  download(`${view.title.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60)}.${FILES[format]}`, await answer.blob());
}

/** The address of a picture, for whoever may read it. @param {string} id */
export const linkOf = (id) => `${location.origin}${location.pathname}#/graph?view=${encodeURIComponent(id)}`;

/** @param {any} one */
const isPlaced = (one) => typeof one?.node === 'string' && one.node.length <= 200 && Math.abs(one.x) <= FARTHEST && Math.abs(one.y) <= FARTHEST;

/** Make a picture to keep of a file that was taken out; anything else is refused whole. @param {string} text @returns {Body} */
export function bodyOfFile(text) {
  let given;
  try { given = JSON.parse(text); } catch { throw new Error(t('graph.import.bad')); }
  if (given?.format !== 'huibi-board' || !Array.isArray(given.nodes) || given.nodes.length > MOST || !given.nodes.every(isPlaced)) throw new Error(t('graph.import.bad'));
  const nodes = given.nodes.filter((/** @type {any} */ one) => !/^(implied|bundle):/.test(one.node));
  return { nodes: nodes.map((/** @type {any} */ one) => ({ node: one.node, x: one.x, y: one.y, pinned: one.pinned === true, hidden: false })), settings: {} };
}

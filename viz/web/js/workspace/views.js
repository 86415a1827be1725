// @ts-check
/** Kept pictures as the workspace changes them: ids and places only, never what they stand for. */
import { call, put } from '../api.js';
import { t } from '../i18n.js';
import { MOST } from '../graph/board.js';

/** @typedef {{node: string, x: number, y: number, pinned: boolean, hidden: boolean}} Placed */
/** @typedef {{nodes: Placed[], settings: Record<string, any>}} Body */

const FARTHEST = 1e6;

/**
 * Keep a picture, new or under its own id.
 * @param {string} title @param {Body} body
 * @param {{id?: string, notes?: string, readers?: string[]}} [more]
 */
export const saveView = (title, body, { id = crypto.randomUUID(), notes = '', readers = [] } = {}) => put(`/views/${encodeURIComponent(id)}`, { title, notes, readers, body });

/** A picture as it was kept: a purpose would leave out whom it does not open. @param {string} id */
export const wholeView = (id) => call('GET', `/views/${encodeURIComponent(id)}`, { purpose: false });

/** @param {any} one */
const isPlaced = (one) => typeof one?.node === 'string' && one.node.length <= 200 && Math.abs(one.x) <= FARTHEST && Math.abs(one.y) <= FARTHEST;

/** Make a picture to keep of a file that was taken out; anything else is refused whole. @param {string} text @returns {Body} */
export function bodyOfFile(text) {
  let given;
  try { given = JSON.parse(text); } catch { throw new Error(t('graph.import.bad')); }
  if (given?.format !== 'huibi-board' || !Array.isArray(given.nodes) || given.nodes.length > MOST || !given.nodes.every(isPlaced)) throw new Error(t('graph.import.bad'));
  const nodes = given.nodes.filter((/** @type {any} */ one) => !one.node.startsWith('implied:'));
  return { nodes: nodes.map((/** @type {any} */ one) => ({ node: one.node, x: one.x, y: one.y, pinned: one.pinned === true, hidden: false })), settings: {} };
}

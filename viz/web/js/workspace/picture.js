// @ts-check
/** A kept picture on two days at once: what began is drawn strong and marked +, what ended is broken and marked −. */
import cytoscape from '/web/vendor/cytoscape-3.34.4/cytoscape.esm.min.mjs';
import { colour, lookOf, short, styles } from '../graph/look.js';
import { labelOf } from '../graph/lines.js';

/** @typedef {{tie: any, change: 'begun'|'ended'|'same'}} Row */

/** @returns {any[]} */
const marks = () => [
  { selector: 'edge', style: { 'line-style': 'solid', 'line-outline-width': 0, 'line-color': colour('--line'), 'target-arrow-color': colour('--line'), width: 1.5, label: '' } },
  { selector: 'edge[change="begun"]', style: { 'line-color': colour('--clear'), 'target-arrow-color': colour('--clear'), width: 4, label: 'data(label)', color: colour('--ink') } },
  { selector: 'edge[change="ended"]', style: { 'line-color': colour('--must'), 'target-arrow-color': colour('--must'), width: 3, 'line-style': 'dashed', 'line-dash-pattern': [8, 6], label: 'data(label)', color: colour('--ink') } },
  { selector: 'node[!touched]', style: { 'background-opacity': 0.35, color: colour('--quiet') } },
];
const SIGNS = { begun: '+ ', ended: '− ', same: '' };

/**
 * Draw it; nodes stand where they were kept.
 * @param {HTMLElement} place @param {any[]} nodes @param {Row[]} rows @param {Map<string, {x: number, y: number}>} kept
 * @returns {() => void} takes it away
 */
export function picture(place, nodes, rows, kept) {
  const touched = new Set(rows.filter((row) => row.change !== 'same').flatMap(({ tie }) => [tie.source, tie.target]));
  const placed = [...kept.values()].some(({ x, y }) => x || y);
  const cy = cytoscape({
    container: place, minZoom: 0.1, maxZoom: 1.25, autoungrabify: true, boxSelectionEnabled: false, userZoomingEnabled: false, style: [...styles(), ...marks()],
    elements: [...nodes.map((node) => ({ data: { id: node.node, label: short(node.name), look: lookOf(node), official: node.official, marks: 'none', markWidths: 'auto', markHeights: 'auto', markX: '50%', markY: '50%', touched: touched.has(node.node) || undefined }, position: { ...(kept.get(node.node) ?? { x: 0, y: 0 }) } })),
      ...rows.map(({ tie, change }, at) => ({ data: { id: `${tie.source}|${tie.target}|${at}`, source: tie.source, target: tie.target, change, label: `${SIGNS[change]}${labelOf(tie)}` } }))],
    layout: placed ? { name: 'preset' } : { name: 'circle' },
  });
  cy.fit(undefined, 40);
  cy.center();
  return () => cy.destroy();
}

// @ts-check
/** The line at the bottom: how much is shown of how much, what is folded, what was cut off, as of when. */
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { state } from '../state.js';
import { board, MANY } from './board.js';
import { filter } from './lines.js';
import { HUB } from './acts.js';

const NAMED = 2;

/** @param {HTMLElement} place @param {any} drawn @param {Map<string, number>} beside @param {any} status */
export function drawFoot(place, drawn, beside, status) {
  const folded = drawn.nodes.filter((/** @type {string} */ id) => (board.known.get(id)?.neighbours ?? 0) - (beside.get(id) ?? 0) > HUB);
  const undated = filter.on ? drawn.ties.filter((/** @type {any} */ tie) => !tie.since).length : 0;
  const parts = [
    t('graph.foot.shown', { nodes: figure(drawn.nodes.length), ties: figure(drawn.ties.length), all: figure(drawn.all) }),
    board.hidden.size > 0 && t('graph.foot.hidden', { n: figure(board.hidden.size) }),
    folded.length > 0 && t('graph.foot.folded', { n: folded.length, names: folded.slice(0, NAMED).map((/** @type {string} */ id) => { const node = board.known.get(id); return t('graph.foot.hub', { name: node?.name ?? id, n: figure(node?.neighbours ?? 0) }); }).join('、') }),
    undated > 0 && t('graph.foot.undated', { n: figure(undated) }),
    drawn.nodes.length + drawn.lines.length > MANY && t('graph.foot.many'),
    board.mode.note,
    ...board.cuts,
    status && t('graph.foot.data', { sequence: figure(status.sequence), on: state.on || new Date().toISOString().slice(0, 10) }),
  ].filter(Boolean);
  fill(place, parts.map((part, at) => [at > 0 && h('span', { class: 'dot', 'aria-hidden': 'true' }, ' · '), h('span', {}, part)]));
}

// @ts-check
/** From ties to lines: filtered, parallel ones fanned out or folded, what is doubtful or over marked. */
import { money, t, told } from '../i18n.js';

/** @typedef {import('./board.js').Tie} Tie */
/** @typedef {{off: Set<string>, sure: number, on: string, over: boolean}} Filter */
/** @typedef {{id: string, source: string, target: string, nature: string, label: string, ties: Tie[], faded: boolean, thin: boolean, directed: boolean, width: number}} Line */

export const NATURES = ['kin', 'marriage', 'office', 'business', 'money', 'acquaintance', 'place'];
const FAN = 5;
const DOUBTFUL = 0.95;

/** @type {Filter} */
export const filter = { off: new Set(), sure: 0, on: '', over: true };
export const isFiltering = () => filter.off.size > 0 || filter.sure > 0 || Boolean(filter.on) || !filter.over;

/** Whether a tie had ended by a day. @param {Tie} tie @param {string} on */
export const isOver = (tie, on) => Boolean(tie.until && tie.until !== tie.since && tie.until < on);

/** @param {Tie} tie @param {string} today */
export function passes(tie, today) {
  const on = filter.on || today;
  if (filter.off.has(tie.nature) || tie.confidence < filter.sure) return false;
  if (filter.on && tie.since && tie.since > filter.on) return false;
  return filter.over || !isOver(tie, on);
}

/** What a tie is called on the picture: its word, its dates, its amount. @param {Tie} tie */
export function labelOf(tie) {
  const word = told({ zh: tie.zh, en: tie.en });
  if (tie.amount) return `${word}\n${money(tie.amount)}`;
  if (!tie.since || tie.nature === 'kin') return word;
  const from = tie.since.slice(0, 4);
  return tie.until === tie.since ? `${word}\n${from}` : `${word}\n${from}–${tie.until.slice(0, 4)}`;
}

/**
 * Fold ties into lines: kinship of a pair is one line, up to five others fan out, more are counted.
 * @param {Tie[]} ties @param {string} today @returns {Line[]}
 */
export function linesOf(ties, today) {
  /** @type {Map<string, Tie[]>} */
  const pairs = new Map();
  for (const tie of ties) {
    const pair = tie.source < tie.target ? `${tie.source}|${tie.target}` : `${tie.target}|${tie.source}`;
    const listed = pairs.get(pair);
    if (listed) listed.push(tie); else pairs.set(pair, [tie]);
  }
  return [...pairs].flatMap(([pair, listed]) => {
    const kin = listed.filter((tie) => tie.nature === 'kin');
    const wed = listed.filter((tie) => tie.nature === 'marriage');
    const groups = [wed, kin, ...listed.filter((tie) => !kin.includes(tie) && !wed.includes(tie)).map((tie) => [tie])].filter((group) => group.length);
    return groups.length <= FAN ? groups.map((group) => line(`${pair}|${group[0].id}`, group, today))
      : [line(`${pair}|folded`, groups.flat(), today, t('graph.folded', { n: groups.length }))];
  });
}

/** @param {string} id @param {Tie[]} ties @param {string} today @param {string} [label] @returns {Line} */
function line(id, ties, today, label) {
  const first = ties.find((tie) => ['father', 'mother', 'parent'].includes(tie.en)) ?? ties[0];
  const on = filter.on || today;
  const amount = Math.max(0, ...ties.map((tie) => tie.amount ?? 0));
  return {
    id, source: first.source, target: first.target, ties, nature: first.nature,
    label: label ?? (ties.some((tie) => tie.disputed) ? `⚠ ${labelOf(first)}` : labelOf(first)),
    faded: ties.every((tie) => tie.disputed || Boolean(tie.standing) || isOver(tie, on)),
    thin: ties.every((tie) => tie.confidence < DOUBTFUL),
    directed: !['marriage', 'acquaintance', 'place'].includes(first.nature),
    width: amount ? Math.min(7, Math.max(1.5, Math.log10(amount) - 1.5)) : 2,
  };
}

/**
 * What is to be drawn: a node that the filter cut off from all it had goes too, unless it was asked for.
 * @param {import('./board.js').Board} board @param {string} today
 */
export function pictureOf(board, today) {
  const all = board.visibleTies;
  const ties = all.filter((tie) => passes(tie, today));
  const had = new Set(all.flatMap((tie) => [tie.source, tie.target]));
  const has = new Set(ties.flatMap((tie) => [tie.source, tie.target]));
  const nodes = board.visible.filter((id) => has.has(id) || !had.has(id) || !board.brought.has(id) || board.pinned.has(id));
  const kept = new Set(nodes);
  return { nodes, ties: ties.filter((tie) => kept.has(tie.source) && kept.has(tie.target)), all: all.length };
}

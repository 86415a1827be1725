// @ts-check
/** From ties to lines: filtered, parallel ones fanned out or folded, what is doubtful or over marked. */
import { money, t, told } from '../i18n.js';
import { liesIn } from './ground.js';

/** @typedef {import('./board.js').Tie} Tie */
/** @typedef {{off: Set<string>, kinds: Set<string>, area: string, sure: number, on: string, from: string, to: string, over: boolean, derived: boolean}} Filter */
/** @typedef {{id: string, source: string, target: string, nature: string, label: string, ties: Tie[], faded: boolean, over: boolean, derived: boolean, fresh: boolean, thin: boolean, directed: boolean, width: number}} Line */

export const NATURES = ['kin', 'marriage', 'office', 'business', 'money', 'acquaintance', 'place'];
const FAN = 5;
const DOUBTFUL = 0.95;

/** @type {Filter} */
export const filter = { off: new Set(), kinds: new Set(), area: '', sure: 0, on: '', from: '', to: '', over: true, derived: true };
export const isFiltering = () => filter.off.size > 0 || filter.kinds.size > 0 || filter.sure > 0 || Boolean(filter.area || filter.on || filter.from || filter.to) || !filter.over || !filter.derived;
export const filterNone = () => Object.assign(filter, { off: new Set(), kinds: new Set(), area: '', sure: 0, on: '', from: '', to: '', over: true, derived: true });

/** Whether a tie had ended by a day. @param {Tie} tie @param {string} on */
export const isOver = (tie, on) => Boolean(tie.until && tie.until !== tie.since && tie.until < on);

/** @param {Tie} tie @param {string} today */
export function passes(tie, today) {
  const on = filter.on || today;
  if (filter.off.has(tie.nature) || tie.confidence < filter.sure || (tie.derived && !filter.derived)) return false;
  if (filter.from && tie.until && tie.until < filter.from) return false;
  if (filter.to && tie.since && tie.since > filter.to) return false;
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
 * @param {Tie[]} ties @param {string} today @param {(id: string) => string} [endOf] the closed group that stands for a node @returns {Line[]}
 */
export function linesOf(ties, today, endOf = (id) => id) {
  /** @type {Map<string, Tie[]>} */
  const pairs = new Map();
  for (const tie of ties) {
    const [one, other] = [endOf(tie.source), endOf(tie.target)];
    if (one === other) continue;
    const pair = one < other ? `${one}|${other}` : `${other}|${one}`;
    const listed = pairs.get(pair);
    if (listed) listed.push(tie); else pairs.set(pair, [tie]);
  }
  return [...pairs].flatMap(([pair, listed]) => {
    const ends = [endOf(listed[0].source), endOf(listed[0].target)];
    if (ends[0] !== listed[0].source || ends[1] !== listed[0].target) return [between(pair, ends, listed, today)];
    const kin = listed.filter((tie) => tie.nature === 'kin');
    const wed = listed.filter((tie) => tie.nature === 'marriage');
    const groups = [wed, kin, ...listed.filter((tie) => !kin.includes(tie) && !wed.includes(tie)).map((tie) => [tie])].filter((group) => group.length);
    return groups.length <= FAN ? groups.map((group) => line(`${pair}|${group[0].id}`, group, today))
      : [line(`${pair}|folded`, groups.flat(), today, t('graph.folded', { n: groups.length }))];
  });
}

/** One line for all ties of a closed group with another or with a node: their number, the nature of most. @param {string} id @param {string[]} ends @param {Tie[]} ties @param {string} today @returns {Line} */
function between(id, ends, ties, today) {
  const n = ties.reduce((sum, tie) => sum + (tie.weight ?? 1), 0);
  /** @type {Map<string, number>} */
  const natures = new Map();
  for (const tie of ties) natures.set(tie.nature, (natures.get(tie.nature) ?? 0) + 1);
  const nature = [...natures].sort((a, b) => b[1] - a[1])[0][0];
  return { ...line(`${id}|group`, ties, today, n > 1 ? t('graph.folded', { n }) : undefined), source: ends[0], target: ends[1], nature, directed: false, width: broad(n) };
}

/** How wide a line of so many ties is. @param {number} n */
const broad = (n) => Math.min(9, 1.5 + Math.log2(1 + n) / 1.6);

/** @param {string} id @param {Tie[]} ties @param {string} today @param {string} [label] @returns {Line} */
function line(id, ties, today, label) {
  const first = ties.find((tie) => ['father', 'mother', 'parent'].includes(tie.en)) ?? ties[0];
  const on = filter.on || today;
  const amount = Math.max(0, ...ties.map((tie) => tie.amount ?? 0));
  return {
    id, source: first.source, target: first.target, ties, nature: first.nature,
    label: [ties.some((tie) => tie.disputed) && '⚠', ties.some((tie) => tie.new) && `【${t('graph.new')}】`, label ?? labelOf(first)].filter(Boolean).join(' '),
    faded: ties.every((tie) => tie.disputed || Boolean(tie.standing)),
    over: ties.every((tie) => isOver(tie, on)),
    derived: ties.every((tie) => Boolean(tie.derived)),
    fresh: ties.some((tie) => Boolean(tie.new)),
    thin: ties.every((tie) => tie.confidence < DOUBTFUL),
    directed: !['marriage', 'acquaintance', 'place'].includes(first.nature) && !ties.every((tie) => tie.derived || tie.kind === 'bundle'),
    width: first.weight ? broad(first.weight) : amount ? Math.min(7, Math.max(1.5, Math.log10(amount) - 1.5)) : 2,
  };
}

/** Whether a node is of the kinds and of the area that are wanted; what lies nowhere is of every area. @param {any} node */
function isWanted(node) {
  if (!node || filter.kinds.has(node.kind)) return false;
  return !filter.area || !node.place || liesIn(node.place, filter.area);
}

/**
 * What is to be drawn: a node that the filter cut off from all it had goes too, unless it was asked for.
 * @param {import('./board.js').Board} board @param {string} today
 */
export function pictureOf(board, today) {
  const all = board.visibleTies;
  const wanted = new Set(board.visible.filter((id) => isWanted(board.known.get(id))));
  const ties = all.filter((tie) => wanted.has(tie.source) && wanted.has(tie.target) && passes(tie, today));
  const had = new Set(all.flatMap((tie) => [tie.source, tie.target]));
  const has = new Set(ties.flatMap((tie) => [tie.source, tie.target]));
  const nodes = board.visible.filter((id) => wanted.has(id) && (has.has(id) || !had.has(id) || !board.brought.has(id) || board.pinned.has(id)));
  const kept = new Set(nodes);
  return { nodes, ties: ties.filter((tie) => kept.has(tie.source) && kept.has(tie.target)), all: all.length };
}

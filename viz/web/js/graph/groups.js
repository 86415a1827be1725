// @ts-check
/** Groups of what is on screen: families, villages, units; closed ones are one node with a count. */
import { t } from '../i18n.js';
import { groundNow } from './ground.js';

/** @typedef {{id: string, key: string, name: string, members: string[], closed: boolean}} Group */
export const GROUPINGS = ['family', 'village', 'unit'];
const HOME = new Set(['kin', 'marriage']);
const HEAD = 'group-of:';

/** @param {string} id */
export const isGroup = (id) => id.startsWith(HEAD);

/** Which group each node is of, by key. @type {Record<string, (ids: string[], ties: any[], known: Map<string, any>) => Map<string, string>>} */
const KEYS = {
  family(ids, ties) {
    /** @type {Map<string, string>} */
    const above = new Map(ids.map((id) => [id, id]));
    const top = (/** @type {string} */ id) => { let at = id; while (above.get(at) !== at) { above.set(at, String(above.get(String(above.get(at))))); at = String(above.get(at)); } return at; };
    for (const tie of ties) {
      if (!above.has(tie.source) || !above.has(tie.target)) continue;
      if (HOME.has(tie.nature) || tie.kind === 'in_household' || tie.kind === 'same_household') { const [a, b] = [top(tie.source), top(tie.target)]; if (a !== b) above.set(a < b ? b : a, a < b ? a : b); }
    }
    return new Map(ids.map((id) => [id, top(id)]));
  },
  village(ids, _ties, known) {
    return new Map(ids.flatMap((id) => { const node = known.get(id); const place = node?.kind === 'place' ? node.id : node?.place; return place ? [[id, place]] : []; }));
  },
  unit(ids, ties, known) {
    const found = new Map(ids.filter((id) => known.get(id)?.kind === 'unit').map((id) => [id, id]));
    for (const tie of ties) {
      if (!['office', 'business'].includes(tie.nature)) continue;
      for (const [one, other] of [[tie.source, tie.target], [tie.target, tie.source]]) if (known.get(other)?.kind === 'unit' && known.get(one)?.kind === 'person' && !found.has(one)) found.set(one, other);
    }
    return found;
  },
};

/** What a group is called. @param {string} by @param {string} key @param {string[]} members @param {Map<string, any>} known */
function nameOf(by, key, members, known) {
  if (by === 'unit') return known.get(key)?.name ?? key;
  if (by === 'village') return known.get(`place:${key}`)?.name ?? groundNow()?.places.get(key)?.name ?? members.map((id) => known.get(id)).find((node) => node?.kind === 'person' && node.line)?.line.split(' ').pop() ?? key;
  const first = members.map((id) => known.get(id)).filter((node) => node?.kind === 'person').sort((a, b) => ((a.born || '9') < (b.born || '9') ? -1 : 1))[0];
  return t('graph.group.family.of', { name: first?.name ?? '' });
}

/**
 * The groups of a picture, those of two and more; an order of its own, so that equal pictures group alike.
 * @param {import('./board.js').Board} board @param {string[]} ids @param {any[]} ties @returns {Group[]}
 */
export function groupsOf(board, ids, ties) {
  const { by, open } = board.grouping;
  if (!by) return [];
  const keys = KEYS[by](ids.filter((id) => board.known.get(id)?.kind !== 'bundle'), ties, board.known);
  /** @type {Map<string, string[]>} */
  const members = new Map();
  for (const [id, key] of keys) { const listed = members.get(key); if (listed) listed.push(id); else members.set(key, [id]); }
  return [...members].filter(([, listed]) => listed.length > 1).map(([key, listed]) => ({ id: `${HEAD}${by}:${key}`, key, name: nameOf(by, key, listed, board.known), members: listed, closed: !open.includes(key) }));
}

/** Group by something, or by nothing; every group begins closed. @param {import('./board.js').Board} board @param {string} by */
export const groupBy = (board, by) => board.change(() => { board.grouping = { by, open: [] }; }, { fit: true });

/** Open what is closed and close what is open. @param {import('./board.js').Board} board @param {string[]} keys */
export const toggle = (board, keys) => keys.length && board.change(() => {
  const open = new Set(board.grouping.open);
  for (const key of keys) if (!open.delete(key)) open.add(key);
  board.grouping = { ...board.grouping, open: [...open] };
});

/** @param {import('./board.js').Board} board @param {string[]} keys those to be open, all others closed */
export const openOnly = (board, keys) => board.change(() => { board.grouping = { ...board.grouping, open: keys }; });

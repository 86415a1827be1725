// @ts-check
/** A pedigree: generations as rows, couples side by side, children under their parents. */

/** @typedef {{x: number, y: number}} Point */
const UP = new Set(['father', 'mother', 'parent']);
const DOWN = new Set(['son', 'daughter', 'child']);
const WED = new Set(['husband', 'wife', 'spouse']);
const STEP = 92;
const ROW = 150;

/**
 * Generations from the ego's, elders negative, walked along the ties that prove each relative.
 * @param {string} ego @param {any[]} kin as the service tells them
 */
export function generationsOf(ego, kin) {
  /** @type {Map<string, number>} */
  const found = new Map([[ego, 0]]);
  for (const one of [...kin].sort((a, b) => a.path.length - b.path.length)) {
    for (const hop of one.path) {
      const [from, to] = [`person:${hop.from}`, `person:${hop.to}`];
      const step = UP.has(hop.edge) ? -1 : DOWN.has(hop.edge) ? 1 : 0;
      if (found.has(from) && !found.has(to)) found.set(to, /** @type {number} */ (found.get(from)) + step);
      else if (found.has(to) && !found.has(from)) found.set(from, /** @type {number} */ (found.get(to)) - step);
    }
  }
  return found;
}

/** Parents and spouses among people, from the ties. @param {Set<string>} people @param {any[]} ties */
export function familyOf(people, ties) {
  /** @type {Map<string, Set<string>>} */
  const parents = new Map();
  /** @type {Map<string, Set<string>>} */
  const spouses = new Map();
  const add = (/** @type {Map<string, Set<string>>} */ map, /** @type {string} */ one, /** @type {string} */ other) => map.set(one, (map.get(one) ?? new Set()).add(other));
  for (const tie of ties) {
    if (!people.has(tie.source) || !people.has(tie.target)) continue;
    if (UP.has(tie.en)) add(parents, tie.source, tie.target);
    else if (DOWN.has(tie.en)) add(parents, tie.target, tie.source);
    else if (WED.has(tie.en)) { add(spouses, tie.source, tie.target); add(spouses, tie.target, tie.source); }
  }
  return { parents, spouses };
}

/**
 * Places of everybody whose generation is known.
 * @param {string} ego @param {Map<string, number>} generation @param {any[]} ties @param {Map<string, any>} known
 * @returns {{places: Map<string, Point>, rows: Map<number, string[]>}}
 */
export function pedigree(ego, generation, ties, known) {
  const people = new Set(generation.keys());
  const { parents, spouses } = familyOf(people, ties);
  /** @type {Map<number, string[][]>} */
  const rows = new Map();
  const seen = new Set();
  const born = (/** @type {string} */ id) => known.get(id)?.born || '9999';
  for (const id of [...people].sort((a, b) => Number(parents.has(b)) - Number(parents.has(a)) || (born(a) < born(b) ? -1 : 1))) {
    if (seen.has(id)) continue;
    const level = /** @type {number} */ (generation.get(id));
    const block = [id, ...[...(spouses.get(id) ?? [])].filter((other) => !seen.has(other) && generation.get(other) === level)];
    if (block.length > 2) [block[0], block[1]] = [block[1], block[0]];
    block.forEach((one) => seen.add(one));
    rows.set(level, [...(rows.get(level) ?? []), block]);
  }
  return arrange(rows, parents, ego);
}

/** Order blocks by where their kin stand, then slide them together without overlap. @param {Map<number, string[][]>} rows @param {Map<string, Set<string>>} parents @param {string} ego */
function arrange(rows, parents, ego) {
  /** @type {Map<string, Set<string>>} */
  const children = new Map();
  for (const [child, elders] of parents) for (const elder of elders) children.set(elder, (children.get(elder) ?? new Set()).add(child));
  /** @type {Map<string, number>} */
  const x = new Map();
  const levels = [...rows.keys()].sort((a, b) => a - b);
  for (const level of levels) /** @type {string[][]} */ (rows.get(level)).flat().forEach((id, at) => x.set(id, at * STEP));
  const want = (/** @type {string[]} */ block, /** @type {Map<string, Set<string>>} */ links) => {
    const wishes = block.flatMap((id, at) => [...(links.get(id) ?? [])].map((other) => /** @type {number} */ (x.get(other)) - (at - (block.length - 1) / 2) * STEP));
    return wishes.length ? wishes.reduce((a, b) => a + b, 0) / wishes.length : null;
  };
  for (let round = 0; round < 12; round++) {
    const down = round % 2 === 0;
    for (const level of down ? levels : [...levels].reverse()) {
      const blocks = /** @type {string[][]} */ (rows.get(level));
      const middle = (/** @type {string[]} */ block) => block.reduce((sum, id) => sum + /** @type {number} */ (x.get(id)), 0) / block.length;
      const wished = blocks.map((block) => ({ block, at: want(block, down ? parents : children) ?? want(block, down ? children : parents) ?? middle(block) }));
      wished.sort((a, b) => a.at - b.at);
      rows.set(level, wished.map((one) => one.block));
      spread(wished, x);
    }
  }
  const shift = x.get(ego) ?? 0;
  /** @type {Map<string, Point>} */
  const places = new Map();
  for (const level of levels) for (const id of /** @type {string[][]} */ (rows.get(level)).flat()) places.set(id, { x: Math.round(/** @type {number} */ (x.get(id)) - shift), y: level * ROW });
  return { places, rows: new Map(levels.map((level) => [level, /** @type {string[][]} */ (rows.get(level)).flat()])) };
}

/** Put blocks as near as may be to where they want to stand: neighbours that would overlap move as one. @param {{block: string[], at: number}[]} wished @param {Map<string, number>} x */
function spread(wished, x) {
  /** @type {{start: number, width: number, weight: number, blocks: string[][]}[]} */
  const runs = [];
  for (const { block, at } of wished) {
    const width = block.length * STEP + STEP * 0.35;
    runs.push({ start: at - (block.length - 1) / 2 * STEP, width, weight: 1, blocks: [block] });
    while (runs.length > 1 && runs[runs.length - 2].start + runs[runs.length - 2].width > runs[runs.length - 1].start) {
      const last = /** @type {any} */ (runs.pop());
      const before = runs[runs.length - 1];
      const weight = before.weight + last.weight;
      before.start = (before.start * before.weight + (last.start - before.width) * last.weight) / weight;
      before.width += last.width;
      before.weight = weight;
      before.blocks.push(...last.blocks);
    }
  }
  for (const run of runs) {
    let at = run.start;
    for (const block of run.blocks) { block.forEach((id, place) => x.set(id, at + place * STEP)); at += block.length * STEP + STEP * 0.35; }
  }
}

export { ROW, STEP };

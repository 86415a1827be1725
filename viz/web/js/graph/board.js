// @ts-check
/** What is on the board: nodes, ties, places, and every step back; the picture and the tables follow it. */

/** @typedef {{node: string, id: string, kind: string, name: string, line: string, type: string, official: boolean, place: string, born: string, died: string, neighbours: number|null, new?: boolean, bundle?: any}} Node */
/** @typedef {{id: string, source: string, target: string, kind: string, nature: string, zh: string, en: string, since: string, until: string, confidence: number, disputed: boolean, standing: string, origin: string, amount: number|null, new?: boolean, derived?: boolean, via?: string, weight?: number}} Tie */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{shown: string[], hidden: string[], pinned: string[], brought: Map<string, string>, places: Map<string, Point>, mode: any, grouping: {by: string, open: string[]}}} Step */

const STEPS = 100;
/** Beyond the first the picture warns, beyond the second nothing more is added. */
export const MANY = 1000;
export const MOST = 3000;

/** A tie by its ends and the row that states it, so that one row is never drawn twice. @param {Tie} tie */
const keyOf = (tie) => {
  const ends = tie.source < tie.target ? `${tie.source}|${tie.target}` : `${tie.target}|${tie.source}`;
  return tie.origin ? `${ends}|${tie.origin}` : `${ends}|${tie.id}`;
};

export class Board extends EventTarget {
  constructor() {
    super();
    this.clear();
  }

  /** Begin anew, as for somebody else. */
  clear() {
    /** Everything fetched so far, shown or not. @type {Map<string, Node>} */
    this.known = new Map();
    /** @type {Map<string, Tie>} */
    this.ties = new Map();
    /** @type {Set<string>} */
    this.shown = new Set();
    /** @type {Set<string>} */
    this.hidden = new Set();
    /** @type {Set<string>} */
    this.pinned = new Set();
    /** Who was brought by expanding whom. @type {Map<string, string>} */
    this.brought = new Map();
    /** @type {Map<string, Point>} */
    this.places = new Map();
    /** How the picture is laid out, with what that layout needs. @type {any} */
    this.mode = { kind: 'free' };
    /** By what things are grouped, and the keys of the groups that are open. @type {{by: string, open: string[]}} */
    this.grouping = { by: '', open: [] };
    /** How far a node's ties of a kind were fetched: `node|edge`. @type {Map<string, {after: number, total: number, more: boolean}>} */
    this.pages = new Map();
    /** Sentences on what was cut off. @type {string[]} */
    this.cuts = [];
    /** @type {Step[]} */
    this.past = [];
    /** @type {Step[]} */
    this.future = [];
  }

  /** @returns {Step} */
  step() {
    return { shown: [...this.shown], hidden: [...this.hidden], pinned: [...this.pinned], brought: new Map(this.brought), places: new Map(this.places), mode: this.mode, grouping: this.grouping };
  }

  /** @param {Step} step */
  restore(step) {
    this.shown = new Set(step.shown);
    this.hidden = new Set(step.hidden);
    this.pinned = new Set(step.pinned);
    this.brought = new Map(step.brought);
    this.places = new Map(step.places);
    this.mode = step.mode;
    this.grouping = step.grouping;
    this.tell({ restored: true });
  }

  /** Change the board by one step that can be taken back. @param {() => void} work @param {any} [detail] */
  change(work, detail = {}) {
    this.past.push(this.step());
    if (this.past.length > STEPS) this.past.shift();
    this.future = [];
    work();
    this.tell(detail);
  }

  undo() {
    const step = this.past.pop();
    if (!step) return false;
    this.future.push(this.step());
    this.restore(step);
    return true;
  }

  redo() {
    const step = this.future.pop();
    if (!step) return false;
    this.past.push(this.step());
    this.restore(step);
    return true;
  }

  /** @param {any} [detail] */
  tell(detail = {}) {
    this.dispatchEvent(new CustomEvent('change', { detail }));
  }

  /** Keep what was fetched; the row's own tie replaces what a path called it. @param {{nodes: Node[], edges: Tie[]}} found */
  learn({ nodes, edges }) {
    for (const node of nodes) this.known.set(node.node, { ...this.known.get(node.node), ...node, neighbours: node.neighbours ?? this.known.get(node.node)?.neighbours ?? null });
    for (const tie of edges) {
      const key = keyOf(tie);
      const old = this.ties.get(key);
      if (!old || /^\w+:\d+:/.test(tie.id)) this.ties.set(key, old ? { ...tie, standing: tie.standing || old.standing } : tie);
    }
  }

  /** Ids on the board that are not hidden, in the order they came. */
  get visible() {
    return [...this.shown].filter((id) => !this.hidden.has(id));
  }

  /** Ties whose two ends are visible. */
  get visibleTies() {
    const seen = new Set(this.visible);
    return [...this.ties.values()].filter((tie) => seen.has(tie.source) && seen.has(tie.target) && !(tie.derived && tie.via && seen.has(tie.via)));
  }

  /** Neighbours of a node on the board. @param {string} id */
  beside(id) {
    const found = new Set();
    for (const tie of this.ties.values()) {
      if (tie.source === id && this.shown.has(tie.target)) found.add(tie.target);
      else if (tie.target === id && this.shown.has(tie.source)) found.add(tie.source);
    }
    return found;
  }

  /** Whom a node brought, and whom those brought. @param {string} id @returns {string[]} */
  followers(id) {
    /** @type {string[]} */
    const found = [];
    const waiting = [id];
    while (waiting.length) {
      const one = waiting.pop();
      for (const [child, parent] of this.brought) {
        if (parent === one && !found.includes(child) && child !== id && !this.pinned.has(child)) { found.push(child); waiting.push(child); }
      }
    }
    return found;
  }

  /** Fold what a node brought. @param {string} id */
  collapse(id) {
    const gone = this.followers(id);
    if (gone.length) this.change(() => this.drop(gone));
    for (const key of [...this.pages.keys()]) if (key.startsWith(`${id}|`)) this.pages.delete(key);
    return gone.length;
  }

  /** @param {Iterable<string>} ids */
  drop(ids) {
    for (const id of ids) { this.shown.delete(id); this.hidden.delete(id); this.brought.delete(id); this.pinned.delete(id); this.places.delete(id); }
  }
}

/** One board for the whole visit, so that going to another screen and back loses nothing. */
export const board = new Board();

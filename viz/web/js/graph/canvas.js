// @ts-check
/** The picture itself: cytoscape on a canvas, kept equal to the board; it never moves what was placed. */
import cytoscape from '/web/vendor/cytoscape-3.34.4/cytoscape.esm.min.mjs';
import { t } from '../i18n.js';
import { linesOf, pictureOf } from './lines.js';
import { lookOf, marksOf, short, styles } from './look.js';
import { MANY } from './board.js';
import { groupsOf, isGroup } from './groups.js';
import { Backdrop } from './map.js';
import { drawnAs } from './measures.js';

const LARGE = 1500;
const SLICE = 250;
/** Below this zoom names are no longer read: a layout around somebody opens on him instead. */
const READABLE = 0.72;
const [SMALLEST, GROWTH] = [44, 9];

/** @typedef {import('./board.js').Board} Board */

export class Canvas extends EventTarget {
  /** @param {HTMLElement} place @param {Board} board @param {string} today */
  constructor(place, board, today) {
    super();
    this.board = board;
    this.today = today;
    /** What waits until all is there. @type {Array<() => void>} */
    this.waits = [];
    this.isJoining = () => false;
    this.isLarge = false;
    this.cy = cytoscape({ container: place, style: styles(), layout: { name: 'preset' }, minZoom: 0.05, maxZoom: 3, selectionType: 'single', boxSelectionEnabled: true });
    this.drawn = { nodes: /** @type {string[]} */ ([]), lines: /** @type {any[]} */ ([]), ties: /** @type {any[]} */ ([]), all: 0 };
    /** Groups of the picture by their ids. @type {Map<string, import('./groups.js').Group>} */
    this.groups = new Map();
    /** The closed group that stands for a node. @type {Map<string, string>} */
    this.stands = new Map();
    this.backdrop = new Backdrop(place, this.cy);
    this.cy.on('dragfreeon', 'node', () => this.moved());
    this.cy.on('select unselect', () => { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.dispatchEvent(new Event('select')), 20); });
    this.cy.on('dbltap', 'node', (/** @type {any} */ event) => this.dispatchEvent(new CustomEvent('expand', { detail: event.target.id() })));
    this.cy.on('cxttap', 'node', (/** @type {any} */ event) => this.dispatchEvent(new CustomEvent('expand', { detail: event.target.id() })));
    this.cy.on('mouseover', 'node, edge', (/** @type {any} */ event) => this.dispatchEvent(new CustomEvent('hover', { detail: event.target })));
    this.cy.on('mouseout', 'node, edge', () => this.dispatchEvent(new CustomEvent('hover', { detail: null })));
    this.cy.on('viewport', () => this.stick());
    this.watch = new ResizeObserver(() => this.cy.resize());
    this.watch.observe(place);
    this.sync();
    if (board.shown.size) this.fit();
  }

  /** Draw what the board says now. */
  sync() {
    const { board, cy } = this;
    const picture = pictureOf(board, this.today);
    const groups = groupsOf(board, picture.nodes, picture.ties);
    this.groups = new Map(groups.map((group) => [group.id, group]));
    this.stands = new Map(groups.filter((group) => group.closed).flatMap((group) => group.members.map((id) => [id, group.id])));
    const frames = new Map(groups.filter((group) => !group.closed).flatMap((group) => group.members.map((id) => [id, group.id])));
    const lines = linesOf(picture.ties, this.today, (id) => this.stands.get(id) ?? id);
    const beside = this.counts();
    this.isLarge = picture.nodes.length + lines.length > LARGE;
    const mode = board.mode;
    /** @type {any[]} */
    const fresh = [];
    /** @type {[string, string][]} */
    const moves = [];
    const wanted = new Map([...groups.map((group) => [group.id, this.group(group)]), ...picture.nodes.filter((id) => !this.stands.has(id)).map((id) => [id, this.node(id, beside.get(id) ?? 0, frames.get(id))]), ...lines.map((line) => [line.id, this.line(line)]), ...(mode.bands ?? []).map((/** @type {any} */ band) => [band.id, this.band(band)])]);
    cy.nodes().filter((/** @type {any} */ one) => one.isChild() && (wanted.get(one.id())?.data.parent ?? null) !== one.data('parent')).move({ parent: null });
    cy.batch(() => {
      cy.elements().filter((/** @type {any} */ one) => !wanted.has(one.id())).remove();
      for (const [id, element] of wanted) {
        const old = cy.getElementById(id);
        if (old.empty()) { fresh.push(element); continue; }
        if (element.data.parent && old.data('parent') !== element.data.parent) { moves.push([id, element.data.parent]); }
        const told = JSON.stringify([element.data, element.classes]);
        if (old.scratch('told') !== told) { old.data(element.data); old.classes(element.classes); old.scratch('told', told); }
        if (element.position && !old.isParent() && (old.position().x !== element.position.x || old.position().y !== element.position.y)) old.position({ ...element.position });
      }
    });
    this.join(fresh);
    for (const [id, parent] of moves) cy.getElementById(id).move({ parent });
    this.backdrop.show(mode.map);
    const renderer = cy.renderer();
    renderer.hideEdgesOnViewport = this.isLarge;
    renderer.textureOnViewport = this.isLarge;
    renderer.hideLabelsOnViewport = wanted.size > MANY;
    if (mode.bands) this.whenJoined(() => this.stick());
    this.drawn = { nodes: picture.nodes, lines, ties: picture.ties, all: picture.all };
    this.dispatchEvent(new Event('drawn'));
  }

  /** Add what is new: much at once is added in slices, so that no task keeps the page waiting. @param {any[]} fresh bands and nodes before lines */
  join(fresh) {
    cancelAnimationFrame(this.joining ?? 0);
    const rank = (/** @type {any} */ one) => (one.group === 'edges' ? 2 : one.data.parent ? 1 : 0);
    fresh.sort((a, b) => rank(a) - rank(b));
    const slice = () => {
      const added = this.cy.add(fresh.splice(0, SLICE));
      added.forEach((/** @type {any} */ one) => { one.scratch('told', JSON.stringify([{ ...one.data() }, one.classes().join(' ')])); });
      added.filter('.band').ungrabify().unselectify().panify();
      if (fresh.length) this.joining = requestAnimationFrame(slice);
      else this.waits.splice(0).forEach((work) => work());
    };
    this.isJoining = () => fresh.length > 0;
    slice();
  }

  /** Do something once all that is wanted is there. @param {() => void} work */
  whenJoined(work) {
    if (this.isJoining()) this.waits.push(work); else work();
  }

  /** Keep the names of rows at the left edge, as large as on paper. */
  stick() {
    const { cy } = this;
    const edge = cy.extent().x1 + 34 / cy.zoom();
    cy.batch(() => cy.nodes('.band').forEach((/** @type {any} */ band) => {
      const row = !band.hasClass('ring') && !band.hasClass('top');
      band.data({ labelX: row ? edge - band.position().x : 0, labelSize: 12 / cy.zoom() });
    }));
  }

  /** How many different neighbours of each node are on the board. */
  counts() {
    /** @type {Map<string, Set<string>>} */
    const found = new Map();
    const add = (/** @type {string} */ one, /** @type {string} */ other) => { const set = found.get(one); if (set) set.add(other); else found.set(one, new Set([other])); };
    for (const tie of this.board.visibleTies) { add(tie.source, tie.target); add(tie.target, tie.source); }
    return new Map([...found].map(([id, set]) => [id, set.size]));
  }

  /** A group: one node that stands for its members while closed, a frame around them while open. @param {import('./groups.js').Group} group */
  group({ id, name, members, closed }) {
    const points = members.map((one) => this.board.places.get(one) ?? { x: 0, y: 0 });
    const position = { x: points.reduce((sum, point) => sum + point.x, 0) / points.length, y: points.reduce((sum, point) => sum + point.y, 0) / points.length };
    const data = { id, label: t('graph.group.label', { name: short(name), n: members.length }), look: 'group', size: SMALLEST + GROWTH * Math.sqrt(members.length), ...marksOf(0, false) };
    return closed ? { group: 'nodes', position, classes: 'group', data } : { group: 'nodes', classes: 'frame', data };
  }

  /** @param {string} id @param {number} beside @param {string} [parent] the open group it is of */
  node(id, beside, parent) {
    const { board } = this;
    const node = /** @type {import('./board.js').Node} */ (board.known.get(id));
    const { ego, classes, terms, kind } = board.mode;
    const term = terms?.[id] ? `\n${terms[id]}` : '';
    const outside = kind === 'pedigree' && id !== ego && !['spouse', 'lineal', 'collateral_3', 'near_affinity'].includes(classes[id]);
    const folded = board.mode.kind === 'pedigree' ? 0 : Math.max(0, (node.neighbours ?? 0) - beside);
    const at = board.places.get(id) ?? { x: 0, y: 0 };
    const figures = drawnAs(id);
    if (node.bundle) return { group: 'nodes', position: { ...at }, classes: '', data: { id, label: `${short(node.name)}\n${node.line.replaceAll(' · ', '\n')}`, look: 'bundle', size: Math.min(104, SMALLEST + 5 * Math.log2(1 + node.bundle.total)), ...marksOf(0, board.pinned.has(id)) } };
    return {
      group: 'nodes', position: { ...at }, classes: [id === ego && 'ego', classes?.[id], outside && 'aside', ...figures.classes].filter(Boolean).join(' '),
      data: { id, label: short(node.kind === 'implied' ? t('kind.implied') : node.name) + figures.mark + term, ...(figures.size ? { size: figures.size } : {}), ...(parent ? { parent } : {}), look: lookOf(node), official: node.official, died: Boolean(node.died), ...marksOf(folded, board.pinned.has(id), node.new ? t('graph.new') : '') },
    };
  }

  /** @param {any} line */
  line(line) {
    const at = (/** @type {string} */ id) => this.board.places.get(id)?.y ?? 0;
    const level = at(line.source) === at(line.target);
    const classes = this.board.mode.kind === 'pedigree' && ['kin', 'marriage'].includes(line.nature) ? (level ? (line.nature === 'marriage' ? 'level' : '') : 'generations') : '';
    const counted = line.ties[0].weight || line.id.endsWith('|group');
    return { group: 'edges', classes: counted ? 'counted' : this.isLarge ? 'many' : classes, data: { id: line.id, source: line.source, target: line.target, label: line.label, nature: line.nature, directed: line.directed, faded: line.faded, over: line.over, derived: line.derived, thin: line.thin, width: line.width } };
  }

  /** @param {any} band */
  band(band) {
    return { group: 'nodes', position: { x: band.x, y: band.y }, classes: `band${band.top ? ' top' : ''}${band.ring ? ' ring' : ''}`, data: { id: band.id, label: band.label, wide: band.wide, high: band.high, labelX: 0, labelSize: 12, marks: 'none', markWidths: 'auto', markHeights: 'auto', markX: '50%', markY: '50%' } };
  }

  /** Keep where things were dragged to. */
  moved() {
    const places = this.positions();
    for (const [id, point] of [...places].filter(([one]) => isGroup(one))) {
      places.delete(id);
      const group = /** @type {any} */ (this.groups.get(id));
      const from = this.group(group).position;
      if (from && Math.hypot(from.x - point.x, from.y - point.y) > 1) for (const one of group.members) { const old = this.board.places.get(one) ?? { x: 0, y: 0 }; places.set(one, { x: Math.round(old.x + point.x - from.x), y: Math.round(old.y + point.y - from.y) }); }
    }
    const changed = [...places].filter(([id, point]) => { const old = this.board.places.get(id); return !old || old.x !== point.x || old.y !== point.y; });
    if (changed.length) this.board.change(() => changed.forEach(([id, point]) => this.board.places.set(id, point)), { quiet: true });
  }

  positions() {
    /** @type {Map<string, {x: number, y: number}>} */
    const found = new Map();
    this.cy.nodes().not('.band, .frame').forEach((/** @type {any} */ node) => { found.set(node.id(), { x: Math.round(node.position().x), y: Math.round(node.position().y) }); });
    return found;
  }

  /** What is chosen, a group by its own id. @returns {string[]} */
  get picked() {
    return this.cy.nodes(':selected').not('.band').map((/** @type {any} */ node) => node.id());
  }

  /** Who is chosen: of a group its members. @returns {string[]} */
  get chosen() {
    return [...new Set(this.picked.flatMap((id) => this.groups.get(id)?.members ?? [id]))];
  }

  get chosenLines() {
    return this.cy.edges(':selected').map((/** @type {any} */ edge) => this.drawn.lines.find((line) => line.id === edge.id())).filter(Boolean);
  }

  /** @param {string[]} ids @param {boolean} [look] bring them into sight */
  choose(ids, look = false) {
    if (this.isJoining()) { this.whenJoined(() => this.choose(ids, look)); return; }
    this.cy.batch(() => { this.cy.elements(':selected').unselect(); ids.forEach((id) => this.cy.getElementById(this.stands.get(id) ?? id).select()); });
    const one = this.cy.getElementById(this.stands.get(ids[0] ?? '') ?? ids[0] ?? '');
    const { x1, x2, y1, y2 } = this.cy.extent();
    if (look && ids.length && one.nonempty() && one.isNode() && (one.position().x < x1 || one.position().x > x2 || one.position().y < y1 || one.position().y > y2)) this.cy.center(one);
  }

  /** Mark lines and nodes as those that are spoken of. @param {string[]} ids */
  light(ids) {
    this.cy.batch(() => { this.cy.elements('.lit').removeClass('lit'); ids.forEach((id) => this.cy.getElementById(id).addClass('lit')); });
  }

  /** Bring all into sight, never larger than life. */
  fit() {
    this.whenJoined(() => this.fitted());
  }

  fitted() {
    if (this.cy.elements().empty()) return;
    this.cy.resize();
    this.cy.fit(undefined, 48);
    if (this.cy.zoom() > 1.25) { this.cy.zoom(1.25); this.cy.center(); }
    const ego = this.cy.getElementById(this.board.mode.ego ?? '');
    if (ego.nonempty() && this.cy.zoom() < READABLE) { this.cy.zoom(READABLE); this.cy.center(ego); }
  }

  /** Fit only if something new lies out of sight. @param {string[]} ids */
  see(ids) {
    const { x1, x2, y1, y2 } = this.cy.extent();
    if (ids.some((id) => { const point = this.board.places.get(id); return !point || point.x < x1 + 30 || point.x > x2 - 30 || point.y < y1 + 30 || point.y > y2 - 40; })) this.fit();
  }

  /** Draw again in other colours or words. */
  restyle() {
    this.cy.style(styles());
    this.sync();
  }

  close() {
    cancelAnimationFrame(this.joining ?? 0);
    this.watch.disconnect();
    clearTimeout(this.waiting);
    this.cy.destroy();
  }
}


// @ts-check
/** The picture of connections: the bar, the canvas, the panel, the table and the line at the bottom. */
import { get } from '../api.js';
import { fill, h, notify, say } from '../dom.js';
import { figure, t } from '../i18n.js';
import { state } from '../state.js';
import * as acts from '../graph/acts.js';
import { board, MOST } from '../graph/board.js';
import { drawBar, redrawWith } from '../graph/bar.js';
import * as bundles from '../graph/bundles.js';
import { Canvas } from '../graph/canvas.js';
import { openConnect, pathPanel } from '../graph/connect.js';
import { openMenu } from '../graph/expand.js';
import { isGroup, toggle } from '../graph/groups.js';
import { readBack, save, SERVED } from '../graph/exports.js';
import { drawFoot } from '../graph/foot.js';
import { frame } from '../graph/frame.js';
import { openHelp, takeKeys } from '../graph/keys.js';
import { lasso } from '../graph/lasso.js';
import { labelOf } from '../graph/lines.js';
import * as measures from '../graph/measures.js';
import { drawSide } from '../graph/side.js';
import { askPurpose, collapseText, emptyState, purposeStrip } from '../graph/states.js';
import { drawTable } from '../graph/table.js';
import { keepView, openView } from '../graph/views.js';

let owner = '';
/** The paths last found, told in the panel until one goes back. @type {any} */
let paths = null;
/** @type {any} */
let status = null;
/** The kept view that the board was opened with: not opened anew when only the language changes. */
let shownView = '';

/** @param {HTMLElement} place @param {string[]} _parts @param {URLSearchParams} query */
export async function show(place, _parts, query) {
  if (owner !== state.account?.login) { board.clear(); paths = null; shownView = ''; owner = state.account?.login ?? ''; }
  if (!state.is('clerk', 'investigator', 'analyst', 'approver')) {
    fill(place, h('div', { class: 'page' }, h('div', { class: 'empty' }, h('h2', {}, t('no_permission')), h('p', {}, t('graph.role')))));
    return undefined;
  }
  const parts = frame(place);
  const today = state.on || new Date().toISOString().slice(0, 10);
  const canvas = new Canvas(parts.canvas, board, today);
  const screen = new Screen(parts, canvas);
  const wanted = (query.get('add') ?? '').split(',').filter(Boolean);
  if (wanted.length) { history.replaceState(null, '', '#/graph'); screen.add(wanted); }
  const view = query.get('view');
  const opening = `${view}|${state.purpose}`;
  if (view && opening !== shownView) { shownView = opening; screen.busy(() => openView(view)); } else screen.busy(acts.refresh);
  get('/status').then((found) => { status = found; screen.foot(); }, () => null);
  return () => screen.close();
}

class Screen {
  /** @param {any} parts @param {Canvas} canvas */
  constructor(parts, canvas) {
    this.parts = parts;
    this.canvas = canvas;
    this.onchange = (/** @type {any} */ event) => this.changed(event.detail);
    board.addEventListener('change', this.onchange);
    canvas.addEventListener('select', () => this.selected());
    canvas.addEventListener('expand', (/** @type {any} */ event) => this.expand(event.detail));
    canvas.addEventListener('hover', (/** @type {any} */ event) => this.hover(event.detail));
    takeKeys(parts.canvas, canvas, {
      expand: (id) => this.expand(id), connect: () => this.connect(), pin: () => acts.pin(canvas.chosen), hide: () => acts.hide(canvas.chosen),
      others: () => acts.hideOthers(canvas.chosen), group: () => this.group(), lasso: () => this.lasso(), collapse: () => collapseText(canvas.chosen.reduce((sum, /** @type {string} */ id) => sum + board.collapse(id), 0)), spoken: (id) => this.spoken(id),
    });
    redrawWith(() => this.bar());
    this.all();
  }

  all() {
    fill(this.parts.strip, purposeStrip());
    this.bar();
    this.selected();
    this.foot();
    this.blank();
  }

  /** What to do first, while there is nothing. */
  blank() {
    const empty = board.shown.size === 0;
    this.parts.empty.hidden = !empty;
    if (empty && !this.parts.empty.firstChild) fill(this.parts.empty, emptyState((ids) => this.add(ids), () => this.overview()));
  }

  /** @param {any} detail */
  changed(detail) {
    this.canvas.sync();
    this.measuredAnew();
    if (detail.fit || detail.restored) this.canvas.fit();
    else if (detail.fresh?.length) this.canvas.see(detail.fresh);
    this.bar();
    this.foot();
    this.blank();
    if (!detail.quiet) this.selected();
  }

  bar() {
    const focused = this.parts.bar.contains(document.activeElement) ? document.activeElement?.getAttribute('aria-label') : null;
    drawBar(this.parts.bar, {
      add: (ids) => this.add(ids), lay: (kind) => this.lay(kind), filter: () => this.filtered(), fit: () => this.canvas.fit(), save: (kind) => this.save(kind), open: (file) => this.open(file),
      overview: () => this.overview(), lasso: () => this.lasso(), measure: (what) => this.measure(what), groups: () => this.canvas.groups, connect: () => this.connect(), keep: keepView, help: openHelp, showAll: () => { paths = null; acts.showAll(); },
    });
    if (focused) [...this.parts.bar.querySelectorAll('[aria-label]')].find((/** @type {any} */ one) => one.getAttribute('aria-label') === focused)?.focus();
  }

  /** Figures of another picture than this one go. */
  measuredAnew() {
    if (!measures.isStale(this.canvas.drawn)) return;
    measures.forget();
    this.canvas.sync();
  }

  /** The filter draws the picture, never its own controls. */
  filtered() {
    this.canvas.sync();
    this.measuredAnew();
    this.foot();
    this.table();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => say(t('graph.foot.shown', { nodes: figure(this.canvas.drawn.nodes.length), ties: figure(this.canvas.drawn.ties.length), all: figure(this.canvas.drawn.all) })), 400);
  }

  foot() {
    drawFoot(this.parts.foot, this.canvas.drawn, this.canvas.counts(), status);
  }

  table() {
    drawTable(this.parts.table, this.canvas.drawn, this.canvas.chosen, (ids) => this.choose(ids));
  }

  selected() {
    const { chosen, chosenLines } = this.canvas;
    if (chosen.length || chosenLines.length || !paths) {
      drawSide(this.parts.side, { nodes: chosen, lines: chosenLines }, {
        groups: this.canvas.groups, picked: this.canvas.picked,
        expand: (id) => this.expand(id), connect: () => this.connect(), pin: () => acts.pin(chosen), hide: () => acts.hide(chosen), others: () => acts.hideOthers(chosen), choose: (ids) => this.choose(ids),
      });
    } else this.told();
    const { picked } = this.canvas;
    this.canvas.at = picked[picked.length - 1] ?? this.canvas.at;
    this.table();
  }

  /** The paths in the panel. */
  told() {
    fill(this.parts.side, pathPanel(paths, (chain) => {
      const pairs = new Set(chain.slice(1).flatMap((id, at) => [`${chain[at]}|${id}`, `${id}|${chain[at]}`]));
      this.canvas.light(this.canvas.drawn.lines.filter((line) => pairs.has(`${line.source}|${line.target}`)).map((line) => line.id));
    }, () => this.back()));
  }

  /** Leave the paths: back to the picture before them, unless something was done since. */
  back() {
    const { step, chains } = paths;
    paths = null;
    this.canvas.light([]);
    if (chains.length && board.past.length === step) board.undo();
    else if (board.hidden.size) acts.showAll();
    else this.selected();
  }

  /** @param {string[]} ids */
  choose(ids) {
    this.canvas.choose(ids, true);
    this.spoken(ids[0]);
  }

  /** @param {string} id */
  spoken(id) {
    const group = this.canvas.groups.get(id);
    if (group) say([group.name, t('graph.group.has', { n: group.members.length }), t(group.closed ? 'graph.group.is_closed' : 'graph.group.is_open')].join(' · '));
    const node = board.known.get(id);
    if (node) say([node.name, t(`kind.${node.kind}`), node.line, t('graph.said.beside', { n: this.canvas.counts().get(id) ?? 0 })].filter(Boolean).join(' · '));
  }

  /** @param {any} target */
  hover(target) {
    const { hint } = this.parts;
    hint.hidden = !target;
    if (!target) return;
    const line = target.isEdge() && this.canvas.drawn.lines.find((one) => one.id === target.id());
    const node = board.known.get(target.id());
    const name = (/** @type {string} */ id) => board.known.get(id)?.name ?? id;
    const group = this.canvas.groups.get(target.id());
    if (group) fill(hint, h('b', {}, group.name), ' ', t('graph.group.has', { n: group.members.length }), h('div', { class: 'quiet' }, t('graph.group.how')));
    else if (line) fill(hint, line.ties.slice(0, 4).map((tie) => h('div', {}, `${name(tie.source)} → ${labelOf(tie)} → ${name(tie.target)}`, h('span', { class: 'src' }, ' ', tie.origin))));
    else if (node) fill(hint, h('b', {}, node.name), ' ', node.line, board.mode.terms?.[node.node] && h('div', {}, t('graph.term', { ego: name(board.mode.ego), term: board.mode.terms[node.node] })));
    else hint.hidden = true;
  }

  /** @param {() => Promise<any>} work */
  async busy(work) {
    this.parts.busy.hidden = false;
    try {
      return await work();
    } catch (error) {
      if (error instanceof acts.Full) { bundles.offer(error.n, MOST, error.scope, (next) => this.busy(next)); return undefined; }
      const { status: code, message } = /** @type {any} */ (error);
      notify(code === 0 ? `${t('offline')} ${t('offline.todo')}` : code === 404 ? t('kin.closed') : message, true);
      return undefined;
    } finally {
      this.parts.busy.hidden = true;
    }
  }

  /** @param {string[]} ids */
  async add(ids) {
    const first = board.shown.size === 0;
    const fresh = await this.busy(() => acts.add(ids));
    if (!fresh) return;
    const there = ids.filter((id) => board.shown.has(id));
    this.canvas.choose(there, true);
    this.parts.canvas.focus({ preventScroll: true });
    if (first && there.length === 1 && state.purpose) this.expand(there[0]);
  }

  /** @param {string} id */
  expand(id) {
    if (isGroup(id)) { this.group([id]); return; }
    if (board.known.get(id)?.bundle) { bundles.openBundle(id, (work) => this.busy(work)); return; }
    const node = this.canvas.cy.getElementById(id);
    const box = this.parts.canvas.getBoundingClientRect();
    const at = node.nonempty() ? node.renderedPosition() : { x: 0, y: 0 };
    openMenu(id, { x: box.left + at.x, y: box.top + at.y }, () => { this.parts.canvas.focus({ preventScroll: true }); this.selected(); }, (work) => this.busy(work));
  }

  /** Open or close groups: those picked, else those of the nodes picked. @param {string[]} [ids] */
  group(ids = this.canvas.picked) {
    const groups = [...this.canvas.groups.values()];
    const found = groups.filter((group) => ids.includes(group.id) || (!group.closed && group.members.some((one) => ids.includes(one))));
    if (!found.length) { notify(t('graph.group.first')); return; }
    toggle(board, found.map((group) => group.key));
    this.canvas.choose(found.map((group) => group.id));
    say(found.map((group) => `${group.name} · ${t(group.closed ? 'graph.group.is_open' : 'graph.group.is_closed')}`).join('、'));
  }

  overview() {
    this.busy(() => bundles.show({ of: '', edge: '', under: '', by: 'place' }));
  }

  lasso() {
    notify(t('graph.lasso.how'));
    lasso(this.parts.stage, this.canvas, (ids) => { this.canvas.choose(ids); say(t('graph.chosen', { n: ids.length })); this.parts.canvas.focus({ preventScroll: true }); });
  }

  /** @param {string} what */
  async measure(what) {
    if (!what) measures.forget();
    else if (!state.purpose) { askPurpose(); return; }
    else await this.busy(() => measures.measure(this.canvas.drawn, what));
    this.canvas.sync();
    this.bar();
    this.canvas.choose([]);
    this.selected();
  }

  connect() {
    openConnect(this.canvas.picked, this.canvas.groups, (found) => { paths = found; this.canvas.choose([]); this.canvas.fit(); this.told(); });
  }

  /** @param {string} kind */
  async lay(kind) {
    if (['concentric', 'pedigree', 'pedigree_wide'].includes(kind) && !state.purpose) { askPurpose(); return; }
    await this.busy(() => acts.lay(kind, this.canvas.chosen));
  }

  /** @param {string} kind */
  save(kind) {
    if (kind in SERVED && !state.purpose) { askPurpose(); return; }
    this.busy(() => save(kind, this.canvas));
  }

  /** @param {File} file */
  async open(file) {
    await this.busy(async () => say(t('graph.import.read', { n: readBack(await file.text()) })));
  }

  close() {
    board.removeEventListener('change', this.onchange);
    clearTimeout(this.telling);
    this.canvas.close();
  }
}


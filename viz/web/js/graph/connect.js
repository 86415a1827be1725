// @ts-check
/** Finding connections: who with whom, and the paths told hop by hop with their sources. */
import { fill, h, notify } from '../dom.js';
import { figure, t, told } from '../i18n.js';
import { state } from '../state.js';
import { board } from './board.js';
import { askPurpose } from './states.js';
import * as acts from './acts.js';

/** So many on a side at most. */
const MOST = 200;

/**
 * Ask for the two sides and look for paths; two nodes are the two sides, and so are two groups.
 * @param {string[]} chosen nodes, and groups by their ids @param {Map<string, import('./groups.js').Group>} groups @param {(found: any) => void} onfound
 */
export function openConnect(chosen, groups, onfound) {
  if (!state.purpose) { askPurpose(); return; }
  if (chosen.length < 2) { notify(t('graph.connect.two')); return; }
  const nameOf = (/** @type {string} */ id) => { const group = groups.get(id); return group ? t('graph.group.label', { name: group.name, n: group.members.length }).replaceAll('\n', ' ') : board.known.get(id)?.name ?? id; };
  const sides = chosen.map((id, at) => ({ id, side: h('select', { 'aria-label': t('graph.connect.side', { name: nameOf(id) }) }, ['a', 'b', ''].map((value) => h('option', { value, selected: value === (at ? 'b' : 'a') }, t(`graph.connect.${value || 'none'}`)))) }));
  const hops = h('input', { type: 'number', min: 1, max: 6, value: '4' });
  const count = h('input', { type: 'number', min: 1, max: 20, value: '5' });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const go = h('button', { type: 'submit', class: 'primary' }, t('graph.connect.go'));
  const run = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const of = (/** @type {string} */ name) => sides.filter(({ side }) => side.value === name).flatMap(({ id }) => groups.get(id)?.members ?? [id]).filter((id) => !/^(implied|bundle):/.test(id));
    const [from, to] = [of('a'), of('b')];
    problem.hidden = true;
    if (Math.max(from.length, to.length) > MOST) { fill(problem, t('graph.connect.most', { n: MOST })); problem.hidden = false; return; }
    if (!from.length || !to.length) { fill(problem, t('graph.connect.both')); problem.hidden = false; return; }
    go.disabled = true;
    fill(go, t('graph.connect.looking'));
    try {
      const found = await acts.connect(from, to, Number(hops.value), Number(count.value));
      dialog.close();
      onfound(found);
    } catch (error) {
      const { status, message } = /** @type {any} */ (error);
      fill(problem, status === 404 ? t('kin.closed') : message);
      problem.hidden = false;
      go.disabled = false;
      fill(go, t('graph.connect.go'));
    }
  };
  const dialog = h('dialog', { class: 'dialog picture', 'aria-label': t('graph.connect') }, h('form', { class: 'stack', onsubmit: run },
    h('h2', {}, t('graph.connect')), h('p', { class: 'quiet' }, t('graph.connect.how')), problem,
    h('ul', { class: 'sides' }, sides.map(({ id, side }) => h('li', {}, h('span', {}, nameOf(id), ' ', h('span', { class: 'quiet' }, board.known.get(id)?.line)), side))),
    h('div', { class: 'row' }, h('label', {}, t('graph.connect.hops'), hops), h('label', {}, t('graph.connect.count'), count)),
    h('div', { class: 'row' }, go, h('button', { type: 'button', onclick: () => dialog.close() }, t('close')))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  go.focus();
}

/** How ordinary a path of this strength is. @param {any} path @param {any} answer */
function ordinary(path, answer) {
  if (path.ordinary === null || path.ordinary === undefined || !answer.sample.pairs) return t('graph.path.unmeasured');
  return t('graph.path.ordinary', { n: figure(answer.sample.pairs), share: figure(Math.round(path.ordinary * 1000) / 10) });
}

/**
 * The paths, hop by hop; pointing at one lights it on the picture.
 * @param {any} found @param {(ids: string[]) => void} onlight @param {() => void} onback
 */
export function pathPanel({ answer, chains }, onlight, onback) {
  const name = (/** @type {string} */ id) => answer.nodes[id]?.name ?? id;
  let number = -1;
  return h('div', { class: 'stack' },
    h('div', { class: 'row' }, h('h2', {}, t('graph.connect')), h('span', { class: 'spring' }), h('button', { type: 'button', class: 'plain', onclick: onback }, t('graph.path.back'))),
    h('p', { class: answer.paths.length ? 'quiet' : 'none-found', role: 'status' }, told(answer.words)),
    answer.cut_at.length > 0 && h('p', { class: 'tag warn wraps' }, t('graph.path.cut', { names: answer.cut_at.map((/** @type {any} */ cut) => (cut.hub ? t('graph.path.cut.one', { name: name(cut.hub), n: figure(cut.neighbours) }) : t('graph.path.budget'))).join('、') })),
    answer.paths.map((/** @type {any} */ path, /** @type {number} */ at) => {
      if (path.hops.length) number += 1;
      const chain = path.hops.length ? chains[number] : [];
      return h('section', { class: 'path' },
        h('button', { type: 'button', class: 'plain', onclick: () => onlight(chain) }, t('graph.path.n', { n: at + 1 })), ' ', h('span', { class: 'quiet' }, t('graph.path.strength', { n: path.strength.toFixed(2) }), ' · ', ordinary(path, answer)),
        path.same && h('p', {}, t('graph.path.same', { name: name(path.same) })),
        h('ol', { class: 'hops' }, path.hops.map((/** @type {any} */ hop) => h('li', {},
          h('div', {}, h('b', {}, name(hop.from)), h('span', { class: 'quiet' }, hop.against ? ' ← ' : ' → '), told({ zh: hop.label, en: hop.words?.en || hop.edge.replaceAll('_', ' ') }), h('span', { class: 'quiet' }, hop.against ? ' ← ' : ' → '), h('b', {}, name(hop.to))),
          h('div', { class: 'src' }, hop.source, (hop.since || hop.until) && ` · ${hop.since ?? ''}–${hop.until ?? ''}`, hop.confidence < 0.95 && ` · ${Math.round(hop.confidence * 100)} %`, hop.disputed && ` · ⚠ ${t('disputed')}`, hop.shared && ` · ${told(hop.shared.words)}`, hop.more && ` · ${t('graph.path.more', { n: hop.more })}`)))),
        path.kin?.map((/** @type {any} */ run) => h('p', { class: 'quiet' }, t('graph.path.kin', { one: name(run.from), two: name(run.to), terms: run.terms.slice(0, 2).join('、') }))));
    }));
}

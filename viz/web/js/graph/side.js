// @ts-check
/** The panel beside the picture: what is chosen, what is known of it, and the row behind every tie. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t, told } from '../i18n.js';
import { RECORDS } from '../parts/cell.js';
import { state } from '../state.js';
import { labelOf } from './lines.js';
import { lookOf } from './look.js';
import { board } from './board.js';
import { toggle } from './groups.js';
import { CLASSES } from './layouts.js';
import { measuresPanel } from './measures.js';

const MOST = 60;
/** Kin counts already asked for, by purpose, day and person. @type {Map<string, any>} */
const asked = new Map();
let turn = 0;

/** @typedef {{groups: Map<string, import('./groups.js').Group>, picked: string[], expand: (id: string) => void, connect: () => void, pin: () => void, hide: () => void, others: () => void, choose: (ids: string[]) => void}} Acts */

/** @param {HTMLElement} place @param {{nodes: string[], lines: any[]}} chosen @param {Acts} acts */
export function drawSide(place, chosen, acts) {
  turn += 1;
  const group = acts.picked.length === 1 && !chosen.lines.length ? acts.groups.get(acts.picked[0]) : undefined;
  if (group) several(place, chosen.nodes, acts, group);
  else if (chosen.nodes.length === 1 && !chosen.lines.length) one(place, chosen.nodes[0], acts);
  else if (chosen.nodes.length > 1) several(place, chosen.nodes, acts);
  else if (chosen.lines.length) fill(place, h('h2', {}, t('graph.evidence')), evidence(chosen.lines.flatMap((line) => line.ties), '', acts));
  else { const figures = measuresPanel(acts.choose); legend(place); if (figures) place.prepend(figures); }
}

/** @param {HTMLElement} place @param {string} id @param {Acts} acts */
function one(place, id, acts) {
  const node = board.known.get(id);
  if (!node) return;
  const mine = turn;
  const facts = h('div', { class: 'stack' });
  const kin = h('div', { class: 'circles' });
  const ties = board.visibleTies.filter((tie) => tie.source === id || tie.target === id);
  fill(place,
    h('header', { class: 'stack' }, h('div', { class: 'row' }, h('span', { class: `kind ${lookOf(node)}${node.official ? ' official' : ''}`, 'aria-hidden': 'true' }), h('h2', {}, node.kind === 'implied' ? t('kind.implied') : node.name)),
      h('p', { class: 'quiet' }, [t(`kind.${node.kind}`), node.line, node.kind === 'bundle' ? '' : node.id].filter(Boolean).join(' · '), node.new && h('span', { class: 'tag' }, t('graph.new')))),
    h('div', { class: 'row sideacts' },
      node.kind !== 'implied' && h('button', { type: 'button', class: 'primary', onclick: () => acts.expand(id) }, t(node.kind === 'bundle' ? 'graph.bundle.open' : 'graph.expand')),
      h('button', { type: 'button', onclick: acts.pin }, t(board.pinned.has(id) ? 'graph.unpin' : 'graph.pin')),
      h('button', { type: 'button', onclick: acts.hide }, t('graph.hide')),
      RECORDS[node.kind] && h('a', { class: 'button', href: `#/${node.kind}/${encodeURIComponent(node.id)}` }, t('graph.page'))),
    kin, facts,
    h('h3', {}, t('graph.evidence'), ' ', h('span', { class: 'tag' }, figure(ties.length))), evidence(ties, id, acts));
  if (RECORDS[node.kind]) summary(facts, node, () => mine === turn);
  if (node.kind === 'person') circles(kin, node.id, () => mine === turn);
}

/** @param {HTMLElement} place @param {any} node @param {() => boolean} wanted */
async function summary(place, node, wanted) {
  try {
    const record = await get(`/${RECORDS[node.kind]}/${encodeURIComponent(node.id)}`);
    if (!wanted()) return;
    const parts = record.sections.slice(1);
    fill(place, parts.length > 0 && h('p', {}, parts.map((/** @type {any} */ one) => `${t(`part.${one.name}`)} ${figure(one.total)}`).join(' · ')),
      record.namesakes > 0 && h('p', {}, h('span', { class: 'tag warn' }, t('namesakes', { n: record.namesakes }))),
      record.contradictions.map((/** @type {any} */ one) => h('p', { class: 'problem' }, '⚠ ', told({ zh: one.what, en: one.what_en }), h('br'), h('span', { class: 'mono' }, one.sources.join(' · ')))));
  } catch {
    place.replaceChildren();
  }
}

/** @param {HTMLElement} place @param {string} id @param {() => boolean} wanted */
async function circles(place, id, wanted) {
  if (!state.purpose) { fill(place, h('p', { class: 'quiet' }, t('kin.purpose'))); return; }
  const key = `${state.purpose}|${state.on}|${id}`;
  if (!asked.has(key)) fill(place, h('p', { class: 'quiet' }, t('graph.kin.reading')));
  try {
    const found = asked.get(key) ?? await get(`/people/${encodeURIComponent(id)}/kin`, { on: state.on });
    asked.set(key, found);
    if (!wanted()) return;
    const counts = CLASSES.map((name) => [name, found.kin.filter((/** @type {any} */ one) => one.class === name).length]).filter(([, n]) => n);
    fill(place, h('h3', {}, t('kin')), counts.length === 0 ? h('p', { class: 'quiet' }, t('kin.none')) : h('ul', { class: 'counts' }, counts.map(([name, n]) => h('li', { class: String(name) }, t(`class.${name}`), ' ', h('b', {}, String(n))))));
  } catch (error) {
    if (wanted()) fill(place, h('p', { class: 'quiet' }, /** @type {any} */ (error).status === 404 ? t('kin.closed') : t('went_wrong')));
  }
}

/** Rows behind ties, each with its source. @param {any[]} ties @param {string} from @param {Acts} acts */
export function evidence(ties, from, acts) {
  if (!ties.length) return h('p', { class: 'quiet' }, t('graph.evidence.none'));
  const name = (/** @type {string} */ id) => board.known.get(id)?.name ?? id;
  return h('ul', { class: 'rows' }, ties.slice(0, MOST).map((tie) => {
    const other = tie.source === from ? tie.target : tie.source;
    return h('li', {},
      tie.natures && h('div', { class: 'quiet' }, Object.entries(tie.natures).map(([nature, n]) => `${t(`nature.${nature}`)} ${figure(Number(n))}`).join(' · ')),
      h('div', {}, from ? h('span', { class: 'quiet' }, tie.source === from ? '→ ' : '← ') : h('span', {}, name(tie.source), h('span', { class: 'quiet' }, ' → ')), h('span', {}, labelOf(tie)), ' ',
        h('button', { type: 'button', class: 'plain', onclick: () => acts.choose([from ? other : tie.target]) }, name(from ? other : tie.target)),
        tie.new && h('span', { class: 'tag' }, t('graph.new')), tie.derived && h('span', { class: 'tag' }, t('nature.derived')), tie.disputed && h('span', { class: 'tag warn' }, '⚠ ', t('disputed')), tie.standing && h('span', { class: 'tag warn' }, t('graph.standing'))),
      h('div', { class: 'src' }, [tie.origin, [...new Set([tie.since, tie.until])].filter(Boolean).join('–'), tie.confidence < 0.95 && `${Math.round(tie.confidence * 100)} %`].filter(Boolean).join(' · ')));
  }), ties.length > MOST && h('li', { class: 'quiet' }, t('record.more', { n: ties.length - MOST })));
}

/** @param {HTMLElement} place @param {string[]} ids @param {Acts} acts @param {import('./groups.js').Group} [group] whose members they are */
function several(place, ids, acts, group) {
  const chosen = new Set(ids);
  const among = board.visibleTies.filter((tie) => chosen.has(tie.source) && chosen.has(tie.target));
  fill(place, h('h2', {}, group ? group.name : t('graph.chosen', { n: ids.length })), group && h('p', { class: 'quiet' }, t('graph.group.has', { n: ids.length })),
    group && h('div', { class: 'row sideacts' }, h('button', { type: 'button', class: 'primary', onclick: () => toggle(board, [group.key]) }, t(group.closed ? 'graph.group.open' : 'graph.group.close'))),
    h('div', { class: 'row sideacts' }, h('button', { type: 'button', class: group ? null : 'primary', disabled: Boolean(group) && acts.picked.length < 2, onclick: acts.connect }, t('graph.connect')), h('button', { type: 'button', onclick: acts.pin }, t('graph.pin')),
      h('button', { type: 'button', onclick: acts.hide }, t('graph.hide')), h('button', { type: 'button', onclick: acts.others }, t('graph.hide_others'))),
    h('ul', { class: 'rows' }, ids.slice(0, MOST).map((id) => { const node = board.known.get(id); return h('li', {}, h('button', { type: 'button', class: 'plain', onclick: () => acts.choose([id]) }, node?.name ?? id), ' ', h('span', { class: 'quiet' }, node?.line)); })),
    h('h3', {}, t('graph.among'), ' ', h('span', { class: 'tag' }, figure(among.length))), evidence(among, '', acts));
}

/** @param {HTMLElement} place */
function legend(place) {
  const kinds = ['person', 'person official', 'unit', 'company', 'place', 'contract', 'account'];
  const natures = ['kin', 'marriage', 'acquaintance', 'office', 'business', 'money', 'place', 'derived', 'faded', 'ended'];
  fill(place, h('h2', {}, t('graph.legend')), h('p', { class: 'quiet' }, t('graph.legend.how')),
    h('ul', { class: 'legend' }, kinds.map((kind) => h('li', {}, h('span', { class: `kind ${kind}`, 'aria-hidden': 'true' }), t(kind === 'person official' ? 'graph.official' : kind === 'company' ? 'graph.company' : `kind.${kind}`)))),
    h('ul', { class: 'legend' }, natures.map((nature) => h('li', {}, h('span', { class: `stroke ${nature}`, 'aria-hidden': 'true' }), t(`nature.${nature}`)))),
    h('p', { class: 'quiet' }, t('graph.legend.more')));
}

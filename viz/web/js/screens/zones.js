// @ts-check
/** Zones: the map, near against independent, objective and gap in figures, a table beside. */
import { get, post } from '../api.js';
import { fill, h, say } from '../dom.js';
import { figure, t, told } from '../i18n.js';
import { failed } from '../parts/record.js';
import { colour, mapOf } from '../zones/map.js';

const WAIT = 350;

/** @param {HTMLElement} place */
export async function show(place) {
  fill(place, h('p', { class: 'loading' }, t('loading')));
  let found;
  try {
    found = await get('/zones');
  } catch (error) {
    failed(place, error);
    return undefined;
  }
  if (found.ground.townships.length === 0) {
    fill(place, h('div', { class: 'page' }, h('h1', {}, t('nav.zones')), h('div', { class: 'empty' }, h('h2', {}, t('zones.empty')), h('p', {}, t('zones.empty.todo')))));
    return undefined;
  }
  const ground = h('div', { class: 'zone-map', role: 'application', 'aria-label': t('zones.map') });
  const figures = h('div', { class: 'zone-figures', role: 'status' });
  const table = h('div', { class: 'wide' });
  const detail = h('section', { class: 'panel', hidden: true, 'aria-live': 'polite' });
  const slider = h('input', { type: 'range', min: 0, max: 100, step: 10, value: 50, 'aria-label': t('zones.slider'), oninput: () => ask() });
  const keep = h('input', { type: 'checkbox', onchange: () => ask(0) });
  const loaded = h('button', { type: 'button', onclick: () => { draw(found.zones, null); } }, t('zones.loaded'));
  const map = { /** @type {any} */ at: null };
  /** @type {any} */
  let waiting;
  let turn = 0;
  let chosen = /** @type {string|null} */ (null);

  fill(place, h('div', { class: 'page wide-page' },
    h('div', { class: 'row' }, h('h1', {}, t('nav.zones')), h('span', { class: 'quiet' }, t('zones.what'))),
    h('div', { class: 'panel row zone-bar' },
      h('span', {}, t('zones.near')), slider, h('span', {}, t('zones.apart')),
      h('label', { class: 'row' }, keep, t('zones.keep')), found.zones.length > 0 && loaded, h('span', { class: 'spring' }), figures),
    h('div', { class: 'zones' }, h('div', { class: 'stack' }, ground,
      h('p', { class: 'quiet' }, found.ground.townships.some((/** @type {any} */ one) => one.made) ? t('zones.made') : t('zones.positions'), ' ', t('zones.size'), found.zones.length > 0 && [' ', t('zones.outline')])),
    h('div', { class: 'stack' }, detail, table))));
  map.at = mapOf(ground, found.ground);

  const pick = async (/** @type {string} */ zone, /** @type {any[]} */ zones, /** @type {any} */ plan) => {
    chosen = zone;
    draw(zones, plan);
    detail.hidden = false;
    fill(detail, h('p', { class: 'quiet' }, t('loading')));
    try {
      fill(detail, explained(await get('/zones/explain', { zone, loaded: plan === null, independence: plan ? Number(slider.value) / 100 : '' }), found.ground));
    } catch (error) { fill(detail, h('p', {}, /** @type {Error} */ (error).message)); }
  };
  const draw = (/** @type {any[]} */ zones, /** @type {any} */ plan) => {
    map.at.draw(zones, chosen, (/** @type {string} */ zone) => pick(zone, zones, plan), plan ? found.zones : []);
    fill(figures, plan
      ? [number(t('zones.objective'), plan.objective.toFixed(4)), number(t('zones.gap'), plan.proven ? t('zones.proven') : `≤ ${(plan.gap * 100).toFixed(1)} %`), number(t('zones.count'), zones.length), plan.moved && number(t('zones.moved'), plan.moved.length)]
      : [number(t('zones.count'), zones.length), h('span', { class: 'tag' }, t('zones.loaded'))]);
    fill(table, tableOf(zones, found.ground, chosen, (zone) => pick(zone, zones, plan)), plan && notes(plan));
  };
  const plan = async () => {
    const mine = ++turn;
    chosen = null;
    detail.hidden = true;
    ground.setAttribute('aria-busy', 'true');
    fill(figures, h('span', { class: 'quiet' }, t('zones.planning')));
    try {
      const made = await post('/zones/plan', { independence: Number(slider.value) / 100, keep: keep.checked && found.zones.length > 0, seconds: 5 });
      if (mine !== turn) return;
      draw(made.plan.zones, made.plan);
      say(t('zones.said', { n: made.plan.zones.length, objective: made.plan.objective.toFixed(4) }));
    } catch (error) {
      if (mine === turn) fill(figures, h('span', { class: 'problem' }, /** @type {Error} */ (error).message === 'offline' ? t('offline') : /** @type {Error} */ (error).message));
    }
    if (mine === turn) ground.setAttribute('aria-busy', 'false');
  };
  const ask = (wait = WAIT) => { clearTimeout(waiting); waiting = setTimeout(plan, wait); };
  if (found.zones.length > 0) draw(found.zones, null);
  else plan();
  return () => { clearTimeout(waiting); turn = -1; map.at.remove(); };
}

/** @param {string} label @param {any} value */
const number = (label, value) => h('span', { class: 'zone-figure' }, h('small', { class: 'quiet' }, label), h('strong', {}, value));

/** @param {any[]} zones @param {any} ground @param {string|null} chosen @param {(zone: string) => void} pick */
function tableOf(zones, ground, chosen, pick) {
  const names = new Map(ground.townships.map((/** @type {any} */ one) => [one.id, one.name]));
  const full = zones.some((one) => one.cost !== undefined);
  return h('table', { class: 'zone-table' }, h('caption', { class: 'visually-hidden' }, t('zones.table')),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, '#'), h('th', { scope: 'col' }, t('zones.places')), full && ['way', 'ties', 'staff', 'cost'].map((key) => h('th', { class: 'n', scope: 'col' }, t(`zones.${key}`))))),
    h('tbody', {}, zones.map((zone, at) => h('tr', { 'aria-selected': String(zone.zone === chosen) },
      h('td', {}, h('button', { type: 'button', class: 'swatch', style: `border-color:${colour(at)}`, onclick: () => pick(zone.zone) }, at + 1)),
      h('td', {}, zone.places.map((/** @type {string} */ id) => names.get(id) ?? id).join('、'), zone.rotates === false && h('span', { class: 'tag warn' }, t('zones.no_turn'))),
      full && [zone.mean_way?.toFixed(1), zone.ties_per_10000?.toFixed(1), figure(zone.staff ?? 0), zone.cost?.toFixed(3)].map((text) => h('td', { class: 'n' }, text ?? '—'))))));
}

/** @param {any} plan */
function notes(plan) {
  const listed = [...plan.notes, ...plan.plan_notes];
  return listed.length > 0 && h('details', {}, h('summary', {}, t('zones.notes', { n: listed.length })), h('ul', {}, listed.map((/** @type {any} */ one) => h('li', {}, told(one)))));
}

/** @param {any} one @param {any} ground */
function explained(one, ground) {
  const names = new Map(ground.townships.map((/** @type {any} */ place) => [place.id, place.name]));
  return [h('h2', {}, one.name || one.zone), h('p', { class: 'quiet' }, t('zones.rotation')),
    h('ul', {}, (one.rotation ?? []).map((/** @type {any} */ turn) => h('li', {}, t('zones.turn', { place: names.get(turn.place) ?? turn.place, by: names.get(turn.handled_by) ?? turn.handled_by }), turn.ties_per_10000 !== null && h('span', { class: 'quiet' }, ` · ${t('zones.rate', { n: turn.ties_per_10000.toFixed(1) })}`)))),
    one.alternatives?.length > 0 && [h('p', { class: 'quiet' }, t('zones.alternatives')), h('ul', {}, one.alternatives.slice(0, 5).map((/** @type {any} */ other) => h('li', {}, other.to === null ? t('zones.stays', { place: names.get(other.place) ?? other.place }) : t('zones.move', { place: names.get(other.place) ?? other.place, to: other.to, more: `${other.more >= 0 ? '+' : ''}${other.more.toFixed(4)}` }))))]];
}

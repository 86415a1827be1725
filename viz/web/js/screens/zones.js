// @ts-check
/** Zones: the map, a what-if against the zones loaded, measures and townships that move, a table beside. */
import { get, call, said } from '../api.js';
import { stage } from '../desk/stage.js';
import { fill, h, say } from '../dom.js';
import { figure, t, told } from '../i18n.js';
import { failed } from '../parts/record.js';
import { explained } from '../zones/detail.js';
import { colour, legend, mapOf } from '../zones/map.js';
import { measures, moves } from '../zones/measures.js';

const WAIT = 400;
const SECONDS = 5;

/** @param {HTMLElement} main */
export async function show(main) {
  const place = stage(main);
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
  return place.isConnected ? screen(place, found) : undefined;
}

/** @param {HTMLElement} place @param {any} found */
function screen(place, found) {
  const has = found.zones.length > 0;
  const names = new Map(found.ground.townships.map((/** @type {any} */ one) => [one.id, one.name]));
  const parts = { map: h('div', { class: 'zone-map', role: 'application', 'aria-label': t('zones.map') }), state: h('div', { class: 'zone-state row', role: 'status' }), measures: h('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': t('zones.compared') }), moves: h('div', {}), table: h('div', { class: 'wide' }), notes: h('div', {}), detail: h('section', { class: 'panel', hidden: true, 'aria-live': 'polite', tabindex: -1 }) };
  const form = settings(found, () => ask());
  /** What is on screen: the zones loaded (no question), or a plan and the question it answers. @type {{zones: any[], plan: any, before: any, question: any}} */
  let shown = { zones: found.zones, plan: null, before: null, question: null };
  let chosen = /** @type {string|null} */ (null);
  let asking = /** @type {AbortController|null} */ (null);
  /** @type {any} */
  let waiting;
  /** Numbers stay with the zones that are loaded; new ones come after them. */
  let numbers = numbered(found.zones);
  const number = (/** @type {string} */ zone) => numbers.get(zone)?.n ?? 0;
  const named = (/** @type {string} */ zone) => { const one = numbers.get(zone); return one ? `${t('zones.number', { n: one.n })}${one.name ? ` ${one.name}` : ''}` : zone; };

  const back = h('button', { type: 'button', hidden: !has, onclick: () => { stop(); shown = { zones: found.zones, plan: null, before: null, question: null }; chosen = null; parts.detail.hidden = true; draw(); } }, t('zones.show_loaded'));
  const go = h('button', { type: 'button', class: 'primary', onclick: () => ask(0) }, t('zones.make'));
  const cancel = h('button', { type: 'button', hidden: true, onclick: () => { stop(); fill(parts.state, t('zones.stopped')); } }, t('zones.stop'));
  fill(place, h('div', { class: 'page wide-page zone-page' },
    h('div', { class: 'row' }, h('h1', {}, t('nav.zones')), h('span', { class: 'quiet' }, t('zones.what'))),
    h('div', { class: 'panel' }, h('div', { class: 'zone-form' }, form.element, h('div', { class: 'row' }, go, back, cancel)), parts.state),
    h('div', { class: 'zones' }, h('div', { class: 'stack' }, parts.map, legend(found.ground, has)),
      h('div', { class: 'side' }, parts.detail, parts.measures, parts.moves, parts.table, parts.notes))));
  const map = mapOf(parts.map, found.ground);

  const pick = async (/** @type {string} */ zone) => {
    chosen = zone;
    draw();
    const mine = shown;
    parts.detail.hidden = false;
    fill(parts.detail, h('p', { class: 'quiet', role: 'status' }, t('loading')));
    try {
      const { question } = shown;
      const query = question ? { zone, independence: question.independence, zones: question.zones ?? '', county: question.counties[0] ?? '', keep: question.keep, minutes: question.minutes, handlers: question.handlers } : { zone, loaded: true };
      const why = await get('/zones/explain', query);
      if (mine !== shown || chosen !== zone) return;
      fill(parts.detail, explained(why, names, named, () => { chosen = null; parts.detail.hidden = true; draw(); }));
      parts.detail.scrollIntoView({ block: 'nearest' });
    } catch (error) { if (mine === shown) fill(parts.detail, h('p', {}, said(error))); }
  };
  const draw = () => {
    const { zones, plan, before } = shown;
    map.draw(zones, { number, named, chosen, pick, before: plan && has ? found.zones : [], moved: new Set((plan?.moved ?? []).map((/** @type {any} */ one) => one.place)) });
    fill(parts.measures, plan && measures(plan, before));
    fill(parts.moves, plan && has && moves(plan, named));
    fill(parts.table, zones.length > 0 && tableOf(zones, { names, number, named, chosen, pick, title: t(plan ? 'zones.plan' : 'zones.loaded') }));
    fill(parts.notes, plan && notes(plan));
    fill(parts.state, plan ? h('span', { class: 'tag here' }, t('zones.what_if')) : h('span', { class: 'tag' }, t('zones.loaded')), h('span', { class: 'quiet' }, plan ? t('zones.not_kept') : t('zones.shown', { n: zones.length })));
    back.hidden = !has || !plan;
  };
  const stop = () => { clearTimeout(waiting); asking?.abort(); asking = null; busy(false); };
  const busy = (/** @type {boolean} */ on) => { parts.map.setAttribute('aria-busy', String(on)); cancel.hidden = !on; };
  const plan = async () => {
    stop();
    const mine = new AbortController();
    asking = mine;
    busy(true);
    fill(parts.state, h('span', {}, t('zones.planning')));
    const question = form.question();
    try {
      const made = await call('POST', '/zones/plan', { body: { ...question, seconds: SECONDS }, signal: mine.signal });
      if (asking !== mine) return;
      numbers = numbered(found.zones, made.plan.zones);
      chosen = null;
      parts.detail.hidden = true;
      shown = { zones: made.plan.zones, plan: made.plan, before: made.before, question };
      map.look(question.counties[0] ?? '');
      draw();
      say(t('zones.said', { n: made.plan.zones.length, objective: made.plan.objective.toFixed(4) }));
    } catch (error) {
      if (asking === mine) fill(parts.state, h('span', { class: 'problem' }, said(error)));
    }
    if (asking === mine) { asking = null; busy(false); }
  };
  const ask = (wait = WAIT) => { clearTimeout(waiting); waiting = setTimeout(plan, wait); };
  draw();
  if (!has) ask(0);
  return () => { stop(); map.remove(); };
}

/** Numbers by zone, those loaded first, and the names that these have. @param {any[]} loaded @param {any[]} [more] */
function numbered(loaded, more = []) {
  /** @type {Map<string, {n: number, name: string}>} */
  const numbers = new Map();
  const names = new Map(loaded.map((zone) => [zone.zone, zone.name]));
  for (const zone of [...loaded, ...more]) if (!numbers.has(zone.zone)) numbers.set(zone.zone, { n: numbers.size + 1, name: names.get(zone.zone) ?? '' });
  return numbers;
}

/** What may be asked of a plan. @param {any} found @param {() => void} changed */
function settings(found, changed) {
  const counties = found.ground.features.map((/** @type {any} */ one) => one.properties);
  const lean = h('input', { type: 'range', min: 0, max: 100, step: 10, value: 50, 'aria-label': t('zones.slider'), oninput: () => { tell(); changed(); } });
  const leaning = h('output', {});
  const tell = () => { const share = Number(lean.value); const text = t(share < 50 ? 'zones.rather_near' : share > 50 ? 'zones.rather_apart' : 'zones.even', { n: share }); fill(leaning, text); lean.setAttribute('aria-valuetext', text); };
  const zones = h('input', { type: 'number', min: 1, max: 1000, placeholder: t('zones.free'), onchange: changed });
  const county = h('select', { onchange: changed }, h('option', { value: '' }, t('zones.all')), counties.map((/** @type {any} */ one) => h('option', { value: one.id }, one.name)));
  const minutes = h('input', { type: 'number', min: 1, max: 1000, value: 60, onchange: changed });
  const handlers = h('input', { type: 'number', min: 0, max: 50, value: 2, onchange: changed });
  const keep = h('input', { type: 'checkbox', onchange: changed });
  tell();
  const limited = (/** @type {any} */ input, /** @type {number} */ usual) => Math.min(Math.max(Number(input.value) || (input.value === '0' ? 0 : usual), Number(input.min)), Number(input.max));
  return {
    element: [h('div', { class: 'lean' }, h('span', {}, t('zones.near')), lean, h('span', {}, t('zones.apart')), leaning),
      counties.length > 1 && h('label', {}, t('zones.county'), county), h('label', {}, t('zones.wanted'), zones), h('label', {}, t('zones.handlers'), handlers), h('label', {}, t('zones.minutes'), minutes),
      found.zones.length > 0 && h('label', { class: 'row' }, keep, t('zones.keep'))],
    question: () => ({ independence: Number(lean.value) / 100, zones: zones.value ? limited(zones, 1) : null, counties: county.value ? [county.value] : [], keep: keep.checked, minutes: limited(minutes, 60), handlers: limited(handlers, 2) }),
  };
}

/** @param {any[]} zones @param {{names: Map<string, string>, number: (zone: string) => number, named: (zone: string) => string, chosen: string|null, pick: (zone: string) => void, title: string}} how */
function tableOf(zones, { names, number, named, chosen, pick, title }) {
  const full = zones.some((one) => one.cost !== undefined);
  const row = (/** @type {any} */ zone) => h('tr', { 'aria-selected': String(zone.zone === chosen) },
    h('td', {}, h('button', { type: 'button', class: 'swatch', 'aria-label': t('zones.explain', { zone: named(zone.zone) }), onclick: () => pick(zone.zone) }, h('i', { style: `background:${colour(number(zone.zone))}` }), number(zone.zone))),
    h('td', {}, zone.places.map((/** @type {string} */ id) => names.get(id) ?? id).join('、'), zone.rotates === false && h('span', { class: 'tag warn' }, t('zones.no_turn'))),
    full && [zone.mean_way?.toFixed(1), zone.ties_per_10000?.toFixed(1), figure(zone.staff ?? 0), zone.cost?.toFixed(3)].map((text) => h('td', { class: 'n' }, text ?? '—')));
  return h('table', { class: 'zone-table' }, h('caption', {}, title, ' ', h('span', { class: 'quiet' }, t('zones.click'))),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, '#'), h('th', { scope: 'col' }, t('zones.places')), full && ['way', 'ties', 'staff', 'cost'].map((key) => h('th', { class: 'n', scope: 'col' }, t(`zones.${key}`))))),
    h('tbody', {}, [...zones].sort((a, b) => number(a.zone) - number(b.zone)).map(row)));
}

/** @param {any} plan */
function notes(plan) {
  const listed = [...plan.notes, ...plan.plan_notes];
  return listed.length > 0 && h('details', {}, h('summary', {}, t('zones.notes', { n: listed.length })), h('ul', {}, listed.map((/** @type {any} */ one) => h('li', {}, told(one)))));
}

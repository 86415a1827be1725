// @ts-check
/** A new case: everybody is checked as he is added, and only what changed is shown large. */
import { onceKey, post, said } from '../api.js';
import { fill, h, notify, say } from '../dom.js';
import { t } from '../i18n.js';
import { searchBox } from '../parts/search-box.js';
import { go } from '../router.js';
import { state } from '../state.js';
import { ROLES, TEAM } from './acts.js';
import { stage } from './stage.js';
import { bar, card, VERDICTS } from './verdict.js';

const MATTERS = ['supervision_case', 'inspection', 'complaint', 'civil_service_duty', 'benefit_review', 'appointment', 'election', 'procurement', 'tender', 'administrative_penalty'];
const WAIT = 250;
const blank = () => ({ id: '', matter: MATTERS[0], received: new Date().toLocaleDateString('sv'), unit: /** @type {any} */ (null), place: /** @type {any} */ (null), parties: /** @type {any[]} */ ([]), team: /** @type {any[]} */ ([]), candidates: /** @type {any[]} */ ([]), key: onceKey() });
/** Kept while one looks elsewhere. */
let draft = blank();
/** Roles chosen last, by group. @type {Record<string, string>} */
const chosen = {};
state.addEventListener('change', (event) => { if (/** @type {CustomEvent} */ (event).detail.includes('account')) draft = blank(); });

const written = () => ({
  id: draft.id, matter: draft.matter, received: draft.received || null, unit: draft.unit?.id ?? null, place: draft.place?.id ?? null,
  parties: draft.parties.map((one) => ({ [one.kind]: one.id, role: one.role })),
  team: draft.team.map((one) => ({ person: one.id, role: one.role })), candidates: draft.candidates.map((one) => one.id),
});

/** @param {HTMLElement} main */
export function newCase(main) {
  const place = stage(main);
  const left = h('section', { class: 'panel facts-of', 'aria-label': t('desk.case') });
  const middle = h('section', { class: 'judged live', 'aria-label': t('desk.verdicts'), 'aria-busy': 'false' });
  /** @type {Map<string, string>} */
  let known = new Map();
  /** @type {any} */
  let waiting;
  let turn = 0;
  const changed = () => { draft.key = onceKey(); form(); clearTimeout(waiting); waiting = setTimeout(check, WAIT); };

  const check = async () => {
    const mine = ++turn;
    if (draft.parties.length === 0 || draft.team.length + draft.candidates.length === 0) {
      known = new Map();
      fill(middle, h('h2', {}, t('draft.live')), h('div', { class: 'empty' }, h('h2', {}, t('draft.nothing')), h('p', {}, t(draft.parties.length ? 'draft.add_people' : 'draft.add_party'))));
      return;
    }
    middle.setAttribute('aria-busy', 'true');
    if (!middle.querySelector('.cand')) fill(middle, h('h2', {}, t('draft.live')), h('p', { class: 'loading', role: 'status' }, t('probe.checking')));
    try {
      const found = await post('/checks', written());
      if (mine === turn) show(found);
    } catch (error) {
      if (mine === turn) fill(middle, h('h2', {}, t('draft.live')), h('p', { class: 'problem' }, said(error)));
    }
    if (mine === turn) middle.setAttribute('aria-busy', 'false');
  };

  const show = (/** @type {any} */ found) => {
    const rows = [...found.check.candidates].sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
    const fresh = rows.filter((one) => known.get(one.person) !== one.verdict);
    const same = rows.filter((one) => known.get(one.person) === one.verdict);
    const news = (/** @type {any} */ one) => (known.has(one.person) ? t('desk.moved', { before: t(`verdict.${known.get(one.person)}`) }) : null);
    const large = (/** @type {any} */ one) => card(one, found, { news: news(one), open: one.verdict === 'must_recuse' && fresh.length <= 2 });
    fill(middle, h('h2', {}, t('draft.live'), h('span', { class: 'quiet' }, t('draft.not_kept'))),
      h('div', { class: 'counts' }, VERDICTS.filter((one) => rows.some((row) => row.verdict === one)).map((one) => h('span', { class: `verdict ${one}` }, `${t(`verdict.${one}`)} ${rows.filter((row) => row.verdict === one).length}`))),
      fresh.length === 0 && h('p', { class: 'quiet' }, t('draft.same')), fresh.map(large),
      same.length > 0 && h('p', { class: 'quiet' }, t('draft.unchanged', { n: same.length })),
      same.map((one) => h('details', { class: 'brief' }, h('summary', {}, h('strong', {}, found.names[one.person] ?? one.person), h('span', { class: 'quiet mono' }, one.person), h('span', { class: 'spring' }), bar(one.verdict)), card(one, found))));
    say(fresh.map((one) => `${found.names[one.person] ?? one.person} ${t(`verdict.${one.verdict}`)}`).join('，') || t('draft.same'));
    known = new Map(rows.map((one) => [one.person, one.verdict]));
  };

  const form = () => fill(left, ...fields(changed));
  const register = h('button', { type: 'button', class: 'primary', onclick: async () => {
    if (draft.parties.length === 0) { notify(t('draft.add_party'), true); left.querySelector('.parties input')?.focus(); return; }
    register.disabled = true;
    fill(register, t('draft.registering'));
    try {
      const done = await post('/cases', written(), draft.key);
      draft = blank();
      notify(t('desk.recorded', { id: done.case.case }));
      go(`#/case/${encodeURIComponent(done.case.case)}`);
    } catch (error) { notify(said(error), true); }
    register.disabled = false;
    fill(register, t('draft.register'));
  } }, t('draft.register'));
  const clear = h('button', { type: 'button', onclick: () => { draft = blank(); known = new Map(); changed(); } }, t('draft.clear'));
  fill(place, h('div', { class: 'page wide-page' }, h('div', { class: 'row' }, h('a', { href: '#/case' }, '← ', t('nav.case')), h('h1', {}, t('cases.new'))),
    h('div', { class: 'desk two' }, left, middle), h('div', { class: 'row foot' }, register, clear, h('span', { class: 'quiet' }, t('draft.register.why')))));
  form();
  check();
  return () => { clearTimeout(waiting); turn = -1; };
}

/** @param {() => void} changed */
function fields(changed) {
  const one = (/** @type {string} */ key, /** @type {string} */ kind) => h('div', { class: 'stack' }, h('span', { class: 'quiet' }, t(`desk.${key}`)),
    /** @type {any} */ (draft)[key] ? chip(/** @type {any} */ (draft)[key], () => { /** @type {any} */ (draft)[key] = null; changed(); })
      : searchBox({ kind, label: t(`draft.${key}`), onpick: (item) => { /** @type {any} */ (draft)[key] = item; changed(); } }));
  return [
    h('label', {}, t('draft.matter'), h('select', { onchange: (/** @type {any} */ event) => { draft.matter = event.target.value; changed(); } }, MATTERS.map((name) => h('option', { value: name, selected: name === draft.matter }, t(`matter.${name}`))))),
    h('div', { class: 'row' }, h('label', {}, t('desk.received'), h('input', { type: 'date', value: draft.received, onchange: (/** @type {any} */ event) => { draft.received = event.target.value; changed(); } })),
      h('label', {}, t('draft.id'), h('input', { value: draft.id, maxlength: 100, placeholder: t('draft.id.hint'), onchange: (/** @type {any} */ event) => { draft.id = event.target.value.trim(); draft.key = onceKey(); } }))),
    one('unit', 'unit'), one('place', 'place'),
    group('parties', ROLES, 'party', changed, ''), group('team', TEAM, 'team', changed, 'person'), group('candidates', [], 'team', changed, 'person'),
  ];
}

/** @param {'parties'|'team'|'candidates'} name @param {string[]} roles @param {string} words @param {() => void} changed @param {string} kind */
function group(name, roles, words, changed, kind) {
  const role = roles.length ? h('select', { 'aria-label': t('desk.role'), onchange: (/** @type {any} */ event) => { chosen[name] = event.target.value; } }, roles.map((one) => h('option', { value: one, selected: one === chosen[name] }, t(`${words}.${one}`)))) : null;
  const pick = (/** @type {any} */ item) => {
    if (!['person', 'unit'].includes(item.kind)) { notify(t('desk.no_party'), true); return; }
    if (!draft[name].some((one) => one.id === item.id)) draft[name].push({ ...item, role: role?.value });
    changed();
  };
  return h('div', { class: `stack ${name}` }, h('h2', {}, t(`draft.${name}`)),
    h('ul', { class: 'people' }, draft[name].map((one, at) => h('li', {}, chip(one, () => { draft[name].splice(at, 1); changed(); }), one.role && h('span', { class: 'tag' }, t(`${words}.${one.role}`))))),
    h('div', { class: 'row adder' }, role, searchBox({ kind, onpick: pick, label: t(`draft.${name}.add`) })));
}

/** @param {any} item @param {() => void} drop */
function chip(item, drop) {
  return h('span', { class: 'chip' }, h('span', { class: `kind ${item.kind}`, 'aria-hidden': 'true' }), item.name, h('span', { class: 'quiet' }, ` ${item.id}`),
    h('button', { type: 'button', class: 'plain', 'aria-label': t('desk.remove', { name: item.name }), onclick: drop }, '×'));
}


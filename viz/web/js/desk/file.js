// @ts-check
/** The desk of one case: parties and team, a row a person with verdict and evidence, the route, acts. */
import { get, onceKey } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { t } from '../i18n.js';
import { failed } from '../parts/record.js';
import { searchBox } from '../parts/search-box.js';
import { state } from '../state.js';
import { actsOf, ROLES, TEAM } from './acts.js';
import { bottom } from './foot.js';
import { past } from './history.js';
import { lotteries } from './lottery.js';
import { papers } from './papers.js';
import { probe } from './probe.js';
import { route } from './route.js';
import { stage } from './stage.js';
import { opened, shut } from './unseal.js';
import { card, person, printOne, VERDICTS } from './verdict.js';

/** @param {HTMLElement} main @param {string} id */
export async function file(main, id) {
  const place = stage(main);
  try {
    draw(place, await get(`/cases/${encodeURIComponent(id)}`), null);
  } catch (error) {
    failed(place, error);
  }
  return state.hear(`case:${id}`, () => elsewhere(place, id));
}

/** The case was changed in another tab: say so, and leave it to the reader when to look. @param {HTMLElement} place @param {string} id */
function elsewhere(place, id) {
  const page = place.querySelector('.page');
  if (!page || page.querySelector('.moved')) return;
  const look = async () => { try { draw(place, await get(`/cases/${encodeURIComponent(id)}`), null); } catch (error) { failed(place, error); } };
  page.prepend(h('div', { class: 'moved noprint', role: 'status' }, h('span', {}, t('desk.elsewhere')), h('button', { type: 'button', onclick: look }, t('desk.renew'))));
}

/** @param {HTMLElement} place @param {any} shown @param {any} before @param {any} [sealed] the case as it was before it was unsealed */
function draw(place, shown, before, sealed = null) {
  const one = shown.case;
  const open = (/** @type {any} */ found) => draw(place, found, null, shown);
  if (!one.parties) { shut(place, one, open); return; }
  const acts = actsOf(shown, (next) => draw(place, next, shown));
  const desk = state.is('clerk', 'approver') && !sealed;
  const may = desk && !['closed', 'sealed'].includes(one.state);
  const way = h('section', { class: 'panel way-of', 'aria-label': t('route') });
  const lots = h('section', { class: 'panel lots', 'aria-label': t('lottery'), hidden: true });
  const change = (/** @type {string} */ part, /** @type {any} */ body, /** @type {string} */ what, /** @type {string} */ key) => acts.change(part, body, what, key);
  const name = (/** @type {string} */ id) => shown.names[id] ?? id;
  const keys = new Map();
  const take = (/** @type {string} */ who) => {
    if (!keys.has(who)) keys.set(who, onceKey());
    return change('team', { add: [{ person: who, role: one.team.some((/** @type {any} */ member) => member.role === 'handler') ? 'second' : 'handler' }] }, t('desk.adds', { name: name(who) }), keys.get(who));
  };
  const asks = may && !one.withheld ? probe(one, take) : null;
  fill(place, h('div', { class: 'page wide-page case-page' },
    sealed && opened(() => draw(place, sealed, null)),
    header(one, shown),
    h('div', { class: may ? 'desk' : 'desk two' },
      h('section', { class: 'panel facts-of', 'aria-label': t('desk.case') }, facts(one, shown), parties(one, shown, may, change), team(one, shown, may, change)),
      h('section', { class: 'judged', 'aria-label': t('desk.verdicts') }, asks?.element, judged(one, shown, before, acts, Boolean(sealed))),
      way),
    sealed ? bottom(one, shown, null, open) : [bottom(one, shown, acts, open), lots, desk && one.state !== 'sealed' && papers(one, acts.renew), past(one)]));
  if (may) route(way, one, take, asks?.about ?? null);
  else way.remove();
  if (desk) lotteries(lots, one, shown, acts.renew);
}

/** @param {any} one @param {any} shown */
function header(one, shown) {
  const purpose = `case:${one.case}`;
  return h('div', { class: 'row' }, h('a', { class: 'noprint', href: '#/case' }, '← ', t('nav.case')), h('h1', {}, one.case), h('span', { class: 'tag' }, t(`state.${one.state}`)), h('span', { class: 'quiet' }, t(`matter.${one.matter}`)),
    one.withheld && h('span', { class: 'tag warn' }, t('desk.secret')), h('span', { class: 'spring' }),
    one.check && h('span', { class: 'quiet' }, t('desk.checked', { on: one.check.on, sequence: one.check.sequence, decision: one.check.decision ?? '' })),
    state.is('clerk', 'investigator', 'approver') && state.purpose !== purpose && !['closed', 'sealed'].includes(one.state)
      && h('button', { class: 'noprint', type: 'button', title: t('purpose.why'), onclick: () => state.set({ purpose }) }, t('desk.as_purpose')),
    one.assignment && h('span', { class: 'visually-hidden' }, shown.names[one.assignment.handler] ?? ''));
}

/** @param {any} one @param {any} shown */
function facts(one, shown) {
  const listed = [['received', one.received], ['unit', one.unit && (shown.names[one.unit] ?? one.unit)], ['place', one.place && (shown.names[one.place] ?? one.place)], ['step', one.assignment?.step && t(`step.${one.assignment.step}`)]];
  return h('dl', { class: 'facts' }, listed.filter(([, text]) => text).map(([key, text]) => [h('dt', {}, t(`desk.${key}`)), h('dd', {}, text)]));
}

/** @param {any} one @param {any} shown @param {boolean} may @param {(part: string, body: any, what: string, key: string) => void} change */
function parties(one, shown, may, change) {
  const role = h('select', { 'aria-label': t('desk.role') }, ROLES.map((name) => h('option', { value: name }, t(`party.${name}`))));
  const pick = (/** @type {any} */ item) => {
    if (item.kind === 'person' || item.kind === 'unit') change('parties', { add: [{ [item.kind]: item.id, role: role.value }] }, t('desk.adds', { name: item.name }), onceKey());
    else notify(t('desk.no_party'), true);
  };
  return h('div', { class: 'stack' }, h('h2', {}, t('desk.parties')),
    h('ul', { class: 'people' }, one.parties.map((/** @type {any} */ party) => h('li', {}, party.unit ? h('a', { href: `#/unit/${encodeURIComponent(party.unit)}` }, shown.names[party.unit] ?? party.unit) : person(party.person, shown.names), ' ', h('span', { class: 'tag' }, t(`party.${party.role}`)),
      may && one.parties.length > 1 && remove(shown.names[party.person ?? party.unit], (key) => change('parties', { remove: [party.person ?? party.unit] }, t('desk.remove', { name: shown.names[party.person ?? party.unit] }), key))))),
    one.withheld && h('p', { class: 'quiet' }, t('desk.secret.why')),
    may && h('div', { class: 'row adder noprint' }, role, searchBox({ onpick: pick, label: t('desk.add_party') })));
}

/** @param {any} one @param {any} shown @param {boolean} may @param {(part: string, body: any, what: string, key: string) => void} change */
function team(one, shown, may, change) {
  const role = h('select', { 'aria-label': t('desk.role') }, TEAM.map((name) => h('option', { value: name }, t(`team.${name}`))));
  return h('div', { class: 'stack' }, h('h2', {}, t('desk.team')),
    one.team.length === 0 && h('p', { class: 'quiet' }, t('desk.no_team')),
    h('ul', { class: 'people' }, one.team.map((/** @type {any} */ member) => h('li', {}, person(member.person, shown.names), ' ', h('span', { class: 'tag' }, t(`team.${member.role}`)),
      may && remove(shown.names[member.person], (key) => change('team', { remove: [member.person] }, t('desk.remove', { name: shown.names[member.person] }), key))))),
    may && h('div', { class: 'row adder noprint' }, role, searchBox({ kind: 'person', onpick: (item) => change('team', { add: [{ person: item.id, role: role.value }] }, t('desk.adds', { name: item.name }), onceKey()), label: t('desk.add_member') })));
}

/** A cross that takes somebody off; clicked twice it is done once. @param {string} name @param {(key: string) => void} act */
function remove(name, act) {
  const key = onceKey();
  return h('button', { type: 'button', class: 'plain noprint cross', 'aria-label': t('desk.remove', { name }), title: t('desk.remove', { name }), onclick: () => act(key) }, '×');
}

/** @param {any} one @param {any} shown @param {any} before @param {any} acts @param {boolean} quiet whether nothing is done here */
function judged(one, shown, before, acts, quiet) {
  const known = new Map([...(before?.case.team ?? []), ...(before?.case.others ?? [])].map((row) => [row.person, row.verdict]));
  const news = (/** @type {any} */ row) => (before && known.get(row.person) !== row.verdict ? t(known.has(row.person) ? 'desk.moved' : 'desk.joined', { before: known.get(row.person) ? t(`verdict.${known.get(row.person)}`) : '' }) : null);
  const ordered = (/** @type {any[]} */ rows) => [...rows].sort((a, b) => Number(Boolean(news(b))) - Number(Boolean(news(a))) || VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
  const row = (/** @type {any} */ each) => card(each, shown, { news: news(each), note: notes(each), buttons: quiet ? null : buttons(each, one, acts) });
  return [h('h2', {}, t('desk.verdicts')),
    one.blocks.length > 0 && h('div', { class: 'blocks-of' }, h('strong', {}, t('desk.blocks')), h('ul', {}, one.blocks.map((/** @type {any} */ block) => h('li', {}, block.person && [shown.names[block.person] ?? block.person, t('colon')], state.language === 'zh' ? block.zh : block.en)))),
    one.team.length === 0 && h('div', { class: 'empty' }, h('h2', {}, t('desk.nobody')), h('p', {}, t(state.is('clerk', 'approver') && !quiet ? 'desk.nobody.todo' : 'desk.nobody.other'))),
    ordered(one.team).map(row),
    one.others.length > 0 && h('details', { class: 'others' }, h('summary', {}, t('desk.others', { n: one.others.length })), ordered(one.others).map(row))];
}

/** @param {any} row */
function notes(row) {
  return [row.override && h('span', { class: 'tag warn' }, '⚠ ', t('desk.override')), row.stays_by && h('span', { class: 'tag' }, t('desk.stays', { id: row.stays_by })), row.pried && h('span', { class: 'tag warn' }, t('desk.pried'))];
}

/** @param {any} row @param {any} one @param {any} acts */
function buttons(row, one, acts) {
  const open = !['closed', 'sealed'].includes(one.state);
  const on = Boolean(row.role);
  const button = (/** @type {string} */ key, /** @type {() => void} */ act, kind = '') => h('button', { type: 'button', class: kind, onclick: act }, t(key));
  const own = row.person === state.account.person;
  const doubted = row.verdict && row.verdict !== 'clear';
  const desk = state.is('clerk', 'approver');
  const told = doubted || Boolean(one.barred?.[row.person]);
  return [
    open && on && state.is('approver') && doubted && button('desk.decide', () => acts.decide(row), 'primary'),
    open && on && state.is('approver') && button('desk.order', () => acts.order(row)),
    open && on && (desk || own) && button(own ? 'desk.disclose.own' : 'desk.disclose', () => acts.disclose(row), own && !desk ? 'primary' : ''),
    open && desk && button('desk.apply', () => acts.apply(row)),
    open && on && desk && doubted && !row.stays_by && button('desk.ask_override', () => acts.override(row)),
    open && on && desk && told && button('desk.refuse', () => acts.refuse(row)),
    h('button', { type: 'button', class: 'plain', onclick: (/** @type {any} */ event) => printOne(event.target.closest('.cand')) }, t('desk.print')),
  ];
}

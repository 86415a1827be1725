// @ts-check
/** The list of cases: where each stands, who is on it, what waits. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { failed } from '../parts/record.js';
import { go } from '../router.js';
import { state } from '../state.js';
import { stage } from './stage.js';
import { bar } from './verdict.js';

const STATES = ['received', 'checked', 'assigned', 'in_progress', 'closed', 'sealed'];

/** @param {HTMLElement} main */
export async function list(main) {
  const place = stage(main);
  let found;
  let notices;
  try {
    [found, notices] = await Promise.all([get('/cases'), get('/notices')]);
  } catch (error) {
    failed(place, error);
    return;
  }
  const rows = h('tbody');
  const count = h('p', { class: 'quiet', role: 'status' });
  const text = h('input', { type: 'search', placeholder: t('cases.filter'), 'aria-label': t('cases.filter'), oninput: () => draw() });
  const where = h('select', { 'aria-label': t('cases.state'), onchange: () => draw() }, h('option', { value: '' }, t('cases.all')), STATES.map((one) => h('option', { value: one }, t(`state.${one}`))));
  const waits = h('input', { type: 'checkbox', onchange: () => draw() });
  const draw = () => {
    const kept = found.cases.filter((/** @type {any} */ one) => (!where.value || one.state === where.value) && (!waits.checked || waiting(one)) && matches(one, found.names, text.value.trim()));
    fill(rows, kept.map((/** @type {any} */ one) => line(one, found.names)));
    fill(count, t('cases.count', { n: kept.length, all: found.cases.length }));
  };
  draw();
  const begin = state.is('clerk', 'approver') && h('a', { class: 'button primary', href: '#/case?new=1' }, t('cases.new'));
  fill(place, h('div', { class: 'page wide-page' },
    h('div', { class: 'row' }, h('h1', {}, t('nav.case')), h('span', { class: 'spring' }), begin),
    found.cases.length === 0
      ? h('div', { class: 'empty' }, h('h2', {}, t('cases.empty')), h('p', {}, t(state.is('clerk', 'approver') ? 'cases.empty.clerk' : 'cases.empty.other')))
      : [news(notices), h('div', { class: 'row' }, text, where, h('label', { class: 'row' }, waits, t('cases.waits')), count),
        h('div', { class: 'wide' }, h('table', { class: 'cases' },
          h('thead', {}, h('tr', {}, ['id', 'state', 'received', 'parties', 'handlers', 'verdict', 'hints'].map((one) => h('th', { scope: 'col' }, t(`cases.${one}`))))), rows))]));
}

/** @param {any} one */
const waiting = (one) => (one.blocks ?? 0) > 0 || one.open?.length > 0 || one.state === 'received' || one.state === 'checked';

/** @param {any} one @param {Record<string, string>} names @param {string} text */
function matches(one, names, text) {
  return !text || [one.case, ...(one.parties ?? []), one.handler, one.second].some((id) => id && `${id} ${names[id] ?? ''}`.includes(text));
}

/** @param {any} one @param {Record<string, string>} names */
function line(one, names) {
  const name = (/** @type {string|null} */ id) => (id ? names[id] ?? id : null);
  const address = `#/case/${encodeURIComponent(one.case)}`;
  return h('tr', { onclick: (/** @type {any} */ event) => { if (event.target.tagName !== 'A') go(address); } },
    h('td', { 'data-label': t('cases.id') }, h('a', { href: address }, one.case), one.matter && h('div', { class: 'quiet' }, t(`matter.${one.matter}`))),
    h('td', { 'data-label': t('cases.state') }, t(`state.${one.state}`), one.step && h('div', { class: 'quiet' }, t(`step.${one.step}`))),
    h('td', { 'data-label': t('cases.received') }, one.received ?? ''),
    h('td', { 'data-label': t('cases.parties') }, (one.parties ?? []).map(name).join('、')),
    h('td', { 'data-label': t('cases.handlers') }, [name(one.handler), name(one.second)].filter(Boolean).join('、') || h('span', { class: 'quiet' }, '—')),
    h('td', { 'data-label': t('cases.verdict') }, one.state === 'sealed' ? '' : bar(one.verdict)),
    h('td', { 'data-label': t('cases.hints') }, hints(one)));
}

/** What needs a look, as tags. @param {any} one */
function hints(one) {
  const listed = [
    one.overdue?.length > 0 && h('span', { class: 'tag warn' }, t('cases.overdue', { n: one.overdue.length })),
    one.open?.length > 0 && h('span', { class: 'tag warn' }, t('cases.open', { n: one.open.length })),
    one.blocks > 0 && h('span', { class: 'tag warn' }, t('cases.blocks', { n: one.blocks })),
    one.overrides?.length > 0 && h('span', { class: 'tag warn' }, '⚠ ', t('desk.override')),
    one.prying > 0 && h('span', { class: 'tag' }, t('cases.prying', { n: one.prying })),
    one.notices > 0 && h('span', { class: 'tag' }, t('cases.notices', { n: one.notices })),
  ].filter(Boolean);
  return listed.length > 0 && h('div', { class: 'row' }, listed);
}

/** What a re-check found new since somebody looked. @param {any[]} notices */
function news(notices) {
  if (notices.length === 0) return null;
  return h('details', { class: 'panel', open: notices.length <= 3 }, h('summary', {}, t('cases.news', { n: notices.length })),
    h('ul', { class: 'acts' }, notices.slice(0, 20).map((one) => h('li', {}, h('a', { href: `#/case/${encodeURIComponent(one.case)}` }, one.case), ' ', h('span', { class: 'quiet' }, one.at.slice(0, 10)),
      one.people.map((/** @type {any} */ who) => h('div', {}, one.names[who.person] ?? who.person, ' ', bar(who.before), ' → ', bar(who.now)))))));
}

// @ts-check
/** Every lottery: who promised and drew it, when, whether its seed is shown, and who got which case. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { failed } from '../parts/record.js';
import { timeOf } from '../parts/times.js';
import { derive } from './proof.js';

const FEW = 5;
const STATES = ['promised', 'drawn', 'void'];

/** @param {HTMLElement} place @param {URLSearchParams} query */
export async function lotteries(place, query) {
  fill(place, h('p', { class: 'loading', role: 'status' }, t('loading')));
  let found;
  try {
    found = await get('/assignments');
  } catch (error) {
    failed(place, error);
    return;
  }
  const list = h('div', { class: 'stack' });
  const count = h('p', { class: 'quiet', role: 'status' });
  const text = h('input', { type: 'search', value: query.get('q') ?? '', placeholder: t('lotteries.find'), 'aria-label': t('lotteries.find'), oninput: () => draw() });
  const which = h('select', { 'aria-label': t('lotteries.state'), onchange: () => draw() }, h('option', { value: '' }, t('lotteries.all')), STATES.map((one) => h('option', { value: one }, t(`lottery.${one}`))));
  const draw = () => {
    const kept = found.filter((/** @type {any} */ one) => (!which.value || one.state === which.value) && holds(one, text.value.trim()));
    fill(list, kept.map(card));
    fill(count, t('lotteries.count', { n: figure(kept.length), all: figure(found.length) }));
  };
  draw();
  fill(place, h('div', { class: 'page' },
    h('div', { class: 'row' }, h('h1', {}, t('nav.lotteries')), h('span', { class: 'spring' }), h('a', { class: 'button', href: '#/case' }, t('lotteries.cases'))),
    h('p', { class: 'quiet' }, t('lotteries.what')),
    found.length === 0 ? h('div', { class: 'empty' }, h('h2', {}, t('lotteries.none')), h('p', {}, t('lotteries.none.todo'))) : [h('div', { class: 'row' }, text, which, count), list]));
}

/** @param {any} one @param {string} text */
const holds = (one, text) => !text || [one.batch, one.by, one.drawn_by, ...one.cases, ...one.results.flatMap((/** @type {any} */ drawn) => [drawn.handler, drawn.handler_name, drawn.second, drawn.second_name])].some((part) => part.includes(text));

/** @param {any} one */
function card(one) {
  const proof = h('div', { role: 'status' });
  const prove = h('button', { type: 'button', onclick: () => derive(one.batch, prove, proof) }, t('lottery.prove'));
  const facts = [
    ['lotteries.promised', [timeOf(one.at), ' · ', one.by]],
    ['lotteries.drawn', one.drawn_at ? [timeOf(one.drawn_at), ' · ', one.drawn_by] : t('lotteries.waits')],
    ['lotteries.source', one.public_source || t('lotteries.at_once')],
    ['lottery.seed', one.public_seed],
    ['lotteries.seed', one.seed ? h('span', {}, t('lotteries.shown'), ' ', h('span', { class: 'mono digest' }, one.seed)) : t('lotteries.kept')],
    ['lottery.commitment', h('span', { class: 'mono digest' }, one.seed_commitment)],
  ];
  return h('section', { class: 'panel lottery', 'aria-label': one.batch },
    h('h2', {}, h('span', { class: 'mono' }, one.batch), h('span', { class: one.state === 'drawn' ? 'tag' : 'tag warn' }, t(`lottery.${one.state}`)), h('span', { class: 'quiet sum' }, t('lottery.cases', { n: figure(one.cases.length) }))),
    h('dl', { class: 'facts' }, facts.filter(([, value]) => value).map(([key, value]) => [h('dt', {}, t(/** @type {string} */ (key))), h('dd', {}, value)])),
    outcome(one),
    one.state !== 'promised' && h('div', { class: 'row' }, prove, proof));
}

/** @param {any} one */
function outcome(one) {
  if (one.state === 'promised') return h('p', {}, t('lotteries.for'), ' ', one.cases.map(caseLink));
  if (one.state === 'void') return h('p', {}, t('lotteries.void'), ' ', one.cases.map(caseLink));
  const rows = (/** @type {any[]} */ drawn) => h('ul', { class: 'plainlist' }, drawn.map((each) => h('li', {}, caseLink(each.case), ' ', t('team.handler'), ' ', person(each.handler, each.handler_name),
    each.second && [' · ', t('team.second'), ' ', person(each.second, each.second_name)], h('span', { class: 'quiet' }, ' ', t('lottery.chance', { n: Math.round(each.chance * 100) })))));
  return [rows(one.results.slice(0, FEW)),
    one.results.length > FEW && h('details', {}, h('summary', {}, t('record.left', { n: figure(one.results.length - FEW) })), rows(one.results.slice(FEW))),
    one.unassigned.length > 0 && h('p', { class: 'quiet' }, t('lotteries.unassigned'), ' ', one.unassigned.map(caseLink))];
}

/** @param {string} id */
const caseLink = (id) => [h('a', { href: `#/case/${encodeURIComponent(id)}` }, id), ' '];
/** @param {string} id @param {string} name */
const person = (id, name) => h('a', { href: `#/person/${encodeURIComponent(id)}`, title: id }, name || id);

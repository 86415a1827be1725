// @ts-check
/** Leads: patterns with how often they are right, leads by pattern and place, one lead whole. */
import { get, post } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { figure, t } from '../i18n.js';
import { go } from '../router.js';
import { state } from '../state.js';
import { failed } from '../parts/record.js';
import { followJob } from '../leads/job.js';
import { leadPage } from '../leads/lead.js';
import { leadTable } from '../leads/table.js';
import { plotOf } from '../leads/plots.js';

/** @param {HTMLElement} place @param {string[]} parts @param {URLSearchParams} query */
export async function show(place, parts, query) {
  if (parts[0]) return leadPage(place, parts[0]);
  fill(place, h('p', { class: 'loading' }, t('loading')));
  const asked = { code: query.get('code') ?? '', outcome: query.get('outcome') ?? '', since: query.get('since') ?? '', until: query.get('until') ?? '' };
  let patterns, found;
  try {
    [patterns, found] = await Promise.all([get('/patterns'), get('/leads', { ...asked, limit: 200 })]);
  } catch (error) {
    failed(place, error);
    return;
  }
  const chosen = patterns.find((/** @type {any} */ one) => one.code === asked.code);
  const plot = h('div', { class: 'plot' });
  fill(place, h('div', { class: 'leads' },
    h('aside', { class: 'patterns', 'aria-label': t('leads.patterns') }, runButton(), patternList(patterns, asked)),
    h('div', { class: 'stack page' },
      h('p', { class: 'lead-note' }, t('leads.what')),
      chosen && patternHead(chosen),
      filters(asked),
      chosen && plot,
      found.items.length ? leadTable(found) : empty(patterns))));
  if (chosen && found.items.length) return plotOf(plot, chosen.code, found.items);
}

function runButton() {
  const told = h('p', { class: 'quiet', role: 'status' });
  const button = h('button', { type: 'button', onclick: async () => {
    button.disabled = true;
    try {
      const job = await post('/leads/runs', { codes: [] });
      const done = await followJob(job.id, (one) => fill(told, t('leads.running', { code: one.message })));
      if (done.state === 'done') notify(t('leads.ran', { n: done.result.findings }));
      else notify(done.message || t('went_wrong'), true);
      go('#/leads');
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    } catch (error) {
      notify(/** @type {Error} */ (error).message, true);
    }
    button.disabled = false;
    fill(told);
  } }, t('leads.run'));
  return h('div', { class: 'stack' }, button, told);
}

/** @param {any[]} patterns @param {any} asked */
function patternList(patterns, asked) {
  return h('ul', {},
    h('li', {}, h('a', { href: '#/leads', 'aria-current': asked.code ? null : 'page' }, t('leads.all'), h('span', { class: 'tag' }, figure(patterns.reduce((sum, one) => sum + one.leads, 0))))),
    patterns.map((one) => h('li', {}, h('a', { href: `#/leads?code=${one.code}`, 'aria-current': asked.code === one.code ? 'page' : null },
      h('span', {}, h('b', {}, one.code), ' ', state.language === 'zh' ? one.title : one.title_en), h('span', { class: 'tag' }, one.run ? figure(one.leads) : t('leads.not_run'))))));
}

/** @param {any} one */
function patternHead(one) {
  const measured = one.measured?.precision_at_20;
  return h('div', { class: 'panel' },
    h('h1', {}, `${one.code} ${state.language === 'zh' ? one.title : one.title_en}`),
    h('p', {}, state.language === 'zh' ? one.claim : one.claim_en),
    h('p', { class: 'quiet' },
      measured ? t('leads.measured', { share: Math.round(measured.mean * 100) }) : t('leads.unmeasured'), ' ',
      one.hit_rate?.settled ? t('leads.hit_rate', { confirmed: one.hit_rate.confirmed, settled: one.hit_rate.settled }) : t('leads.no_feedback'), ' ',
      one.run && t('leads.run_of', { on: one.run.on, sequence: one.run.sequence })));
}

/** @param {any} asked */
function filters(asked) {
  const go_to = (/** @type {Record<string, string>} */ change) => {
    const next = new URLSearchParams(Object.entries({ ...asked, ...change }).filter(([, value]) => value));
    go(`#/leads?${next}`);
  };
  return h('form', { class: 'row', onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    h('label', { class: 'row' }, t('leads.outcome'), h('select', { onchange: (/** @type {any} */ event) => go_to({ outcome: event.target.value }) },
      ['', 'none', 'open', 'confirmed', 'innocent'].map((value) => h('option', { value, selected: value === asked.outcome }, t(`outcome.${value || 'any'}`))))),
    h('label', { class: 'row' }, t('leads.since'), h('input', { type: 'date', value: asked.since, onchange: (/** @type {any} */ event) => go_to({ since: event.target.value }) })),
    h('label', { class: 'row' }, t('leads.until'), h('input', { type: 'date', value: asked.until, onchange: (/** @type {any} */ event) => go_to({ until: event.target.value }) })),
    h('span', { class: 'spring' }));
}

/** @param {any[]} patterns */
function empty(patterns) {
  const never = patterns.every((one) => !one.run);
  return h('div', { class: 'empty' }, h('h2', {}, t(never ? 'leads.never' : 'leads.none')), h('p', {}, t(never ? 'leads.never.todo' : 'leads.none.todo')));
}

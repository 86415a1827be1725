// @ts-check
/** One lead: what to check first above its evidence, what is excluded, its history, feedback. */
import { get, onceKey, post } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { figure, money, t } from '../i18n.js';
import { go } from '../router.js';
import { state } from '../state.js';
import { RECORDS, pageOf, span } from '../parts/cell.js';
import { failed } from '../parts/record.js';
import { moment } from '../parts/times.js';

const REASONS = ['need', 'identity', 'law_allows', 'data_error'];

/** @param {HTMLElement} place @param {string} id */
export async function leadPage(place, id) {
  fill(place, h('p', { class: 'loading' }, t('loading')));
  let found;
  try {
    found = await get(`/leads/${encodeURIComponent(id)}`);
  } catch (error) {
    failed(place, error);
    return;
  }
  const { lead } = found;
  const zh = state.language === 'zh';
  fill(place, h('article', { class: 'page lead-page' },
    h('p', {}, h('a', { href: `#/leads?code=${lead.code}` }, '← ', t('leads.back', { code: lead.code }))),
    h('h1', {}, zh ? lead.told : lead.told_en),
    h('p', { class: 'lead-note' }, t('leads.what')),
    figures(lead),
    h('div', { class: 'two' },
      h('section', { class: 'panel' }, h('h2', {}, t('lead.check_first')), h('ol', {}, (zh ? lead.check_first : lead.check_first_en).map((/** @type {string} */ text) => h('li', {}, text)))),
      h('section', { class: 'panel' }, h('h2', {}, t('lead.excluded')), lead.excluded.length ? h('ul', {}, (zh ? lead.excluded : lead.excluded_en).map((/** @type {string} */ text) => h('li', {}, text))) : h('p', { class: 'quiet' }, t('lead.excluded.none')))),
    evidence(lead),
    feedback(lead, found.feedback, () => leadPage(place, id)),
    history(found.runs)));
}

/** @param {any} lead */
function figures(lead) {
  const rows = [
    ['measure', `${figure(lead.measure)} ${said('unit', lead.unit)}`],
    ['expected', lead.expected === null ? null : figure(lead.expected)],
    ['effect', lead.effect && `${lead.effect.name} ${figure(lead.effect.value)}（95 % ${figure(lead.effect.low)}–${figure(lead.effect.high)}）`],
    ['p', lead.p === null ? null : figure(lead.p)],
    ['q', lead.q === null ? null : figure(lead.q)],
    ['gamma', lead.gamma_star === null ? null : figure(lead.gamma_star)],
    ['worlds', lead.worlds < 1 ? `${Math.round(lead.worlds * 100)} %` : null],
    ['amount', lead.amount === null ? null : money(lead.amount)],
    ['place', lead.place_name],
    ['period', span(lead.since, lead.until)],
  ].filter(([, value]) => value);
  return h('dl', { class: 'facts' }, rows.map(([name, value]) => [h('dt', {}, t(`lead.${name}`)), h('dd', {}, value)]));
}

/** @param {any} lead */
function evidence(lead) {
  /** @type {Record<string, string>} */
  const kinds = Object.fromEntries(lead.nodes.map((/** @type {string} */ node) => [node.slice(node.indexOf(':') + 1), node.slice(0, node.indexOf(':'))]));
  const named = (/** @type {string} */ id) => {
    const text = lead.names[id] ? `${lead.names[id]}（${id}）` : id;
    return RECORDS[kinds[id]] ? h('a', { href: pageOf(kinds[id], id) }, text) : h('span', {}, text);
  };
  const cell = (/** @type {string} */ name, /** @type {any} */ content, /** @type {string|null} */ kind = null) => h('td', { class: kind, 'data-label': t(`lead.${name}`) }, content && h('span', {}, content));
  return h('section', { class: 'panel' },
    h('h2', {}, t('lead.evidence'), h('span', { class: 'tag' }, lead.evidence.length), h('span', { class: 'spring' }),
      h('button', { type: 'button', onclick: () => { state.set({ purpose: `lead:${lead.id}` }); go(`#/graph?add=${lead.nodes.map(encodeURIComponent).join(',')}`); } }, t('lead.graph'))),
    h('div', { class: 'wide' }, h('table', { class: 'rows' },
      h('thead', {}, h('tr', {}, ['from', 'edge', 'to', 'date', 'amount', 'source'].map((name) => h('th', { scope: 'col', class: name === 'amount' ? 'n' : null }, t(`lead.${name}`))))),
      h('tbody', {}, lead.evidence.map((/** @type {any} */ edge) => h('tr', {},
        cell('from', named(edge.from)), cell('edge', [said('edge', edge.edge), edge.disputed && h('span', { class: 'tag warn' }, '⚠ ', t('disputed'))]), cell('to', named(edge.to)),
        cell('date', edge.date ?? '', 'day'), cell('amount', edge.amount === undefined ? '' : money(edge.amount), 'n'), cell('source', edge.source, 'src mono quiet')))))));
}

/** Return a word of the data in the language chosen; itself where there is no other. @param {string} group @param {string} word */
function said(group, word) {
  const found = t(`${group}.${word}`);
  return found === `${group}.${word}` ? word.replaceAll('_', ' ') : found;
}

/** @param {any} lead @param {any[]} earlier @param {() => void} again */
function feedback(lead, earlier, again) {
  const note = h('input', { maxlength: 2000, placeholder: t('lead.note'), 'aria-label': t('lead.note'), size: 40 });
  const key = onceKey();
  const send = async (/** @type {string} */ outcome, because = '') => {
    try {
      await post(`/leads/${encodeURIComponent(lead.id)}/feedback`, { outcome, because, note: note.value, request: `${key}/${outcome}/${because}` });
      notify(t('lead.thanks'));
      again();
    } catch (error) {
      notify(/** @type {Error} */ (error).message, true);
    }
  };
  return h('section', { class: 'panel noprint' }, h('h2', {}, t('lead.feedback')),
    h('div', { class: 'row' }, note, h('button', { type: 'button', onclick: () => send('confirmed') }, t('outcome.confirmed')),
      REASONS.map((because) => h('button', { type: 'button', onclick: () => send('innocent', because) }, t(`because.${because}`))),
      h('button', { type: 'button', onclick: () => send('open') }, t('outcome.open'))),
    earlier.length > 0 && h('ul', {}, earlier.map((one) => h('li', {}, `${moment(one.at)} ${one.by} · ${t(`outcome.${one.outcome}`)}`, one.because && ` · ${t(`because.${one.because}`)}`, one.note && ` · ${one.note}`))));
}

/** @param {any[]} runs */
function history(runs) {
  return h('details', {}, h('summary', {}, t('lead.history')),
    h('ul', {}, runs.map((run) => h('li', {}, `R-${String(run.run).padStart(6, '0')} · ${run.on} · `, t(run.found ? 'lead.stood' : 'lead.gone')))));
}

// @ts-check
/** One person judged: verdict bar, reason in a line, coverage; opening to path, article and source. */
import { h } from '../dom.js';
import { t, told } from '../i18n.js';
import { chain } from '../parts/kin-panel.js';

export const VERDICTS = ['must_recuse', 'review', 'unknown', 'clear'];

/** A verdict as bar and word; clear never stands without its limits. @param {string|null|undefined} verdict */
export function bar(verdict) {
  if (!verdict) return h('span', { class: 'quiet' }, t('verdict.none'));
  return h('span', { class: `verdict ${verdict}` }, h('span', {}, t(`verdict.${verdict}`), verdict === 'clear' && h('span', { class: 'limits' }, t('verdict.limits'))));
}

/** @param {string} id @param {Record<string, string>} names */
export function person(id, names) {
  if (id === '•') return h('span', { class: 'quiet' }, t('desk.out_of_reach'));
  return names[id] && names[id] !== id
    ? h('a', { href: `#/person/${encodeURIComponent(id)}` }, names[id], h('span', { class: 'quiet mono' }, ` ${id}`))
    : h('span', {}, id);
}

/** The reason that counts, in a line. @param {any} one @param {Record<string, string>} names */
export function why(one, names) {
  const first = one.reasons?.[0];
  if (first?.withheld) return t('desk.withheld');
  if (first) return told(first.words);
  if (one.verdict === 'unknown') return t('desk.unknown_why');
  if (one.verdict === 'clear') return t('desk.clear_why');
  return names[one.person] ?? '';
}

/** What is recorded of whose kin. @param {any} checked @param {Record<string, string>} names */
export function coverage(checked, names) {
  if (!checked) return null;
  const line = (/** @type {Record<string, string>} */ kin) => Object.entries(kin).map(([part, known]) =>
    h('span', { class: `cover ${known}` }, `${t(`cover.${part}`)} ${t(`cover.${known}`)}`));
  return h('div', { class: 'covers' }, h('span', { class: 'quiet' }, t('cover')), line(checked.kin ?? {}),
    Object.entries(checked.parties ?? {}).map(([id, kin]) => h('div', { class: 'covers' }, h('span', { class: 'quiet' }, t('cover.party', { name: names[id] ?? id })), line(kin))));
}

/** @param {any[]} cites */
export function articles(cites) {
  return h('ul', { class: 'cites' }, cites.map((cite) => h('li', {},
    h('strong', {}, t('article', { law: cite.law, article: cite.article }), cite.paragraph && t('article.paragraph', { n: cite.paragraph }), cite.item && t('article.item', { n: cite.item })),
    h('span', { class: 'quiet' }, ' ', t('article.since', { on: cite.in_force }), cite.former?.length > 0 && ` · ${t('article.former', { n: cite.former.join('、') })}`))));
}

/** @param {any} reason @param {any} shown names and rules */
function evidence(reason, shown) {
  if (reason.withheld) return h('div', { class: 'reason' }, h('p', {}, t('desk.withheld')), articles(reason.cites ?? []));
  const rule = shown.rules[reason.rule];
  return h('div', { class: 'reason' },
    h('p', {}, bar(reason.verdict), ' ', told(reason.words)),
    reason.path?.length > 0 && chain(reason.path, { ...shown.names, '•': t('desk.out_of_reach') }),
    (reason.ties ?? []).length > 0 && h('ul', { class: 'ties' }, reason.ties.map((/** @type {any} */ tie) => h('li', {}, told(tie), ' ', h('span', { class: 'mono quiet' }, tie.sources.join(' · '))))),
    h('div', { class: 'law' }, rule && h('p', {}, h('span', { class: 'quiet' }, `${reason.rule} `), told(rule)), articles(reason.cites ?? []),
      reason.consequence && h('p', { class: 'quiet' }, told(reason.consequence)), reason.decider && reason.verdict === 'review' && h('p', { class: 'quiet' }, t('desk.decides', { who: told(reason.decider) }))));
}

/**
 * @param {any} one somebody judged
 * @param {any} shown names and rules
 * @param {{open?: boolean, news?: any, buttons?: any, note?: any, closed?: boolean}} [more]
 */
export function card(one, shown, { open = false, news = null, buttons = null, note = null } = {}) {
  const reasons = one.reasons ?? [];
  const proof = reasons.length > 0 || (one.context ?? []).length > 0 || (one.duties ?? []).length > 0;
  return h('article', { class: `cand ${one.verdict ?? 'none'}`, 'data-person': one.person },
    h('div', { class: 'cand-head' }, h('h3', {}, person(one.person, shown.names)), one.role && h('span', { class: 'tag' }, t(`team.${one.role}`)), note, h('span', { class: 'spring' }), bar(one.verdict)),
    news && h('p', { class: 'news' }, news),
    h('p', { class: 'why' }, why(one, shown.names)),
    coverage(one.checked, shown.names),
    proof && h('details', { open }, h('summary', {}, t('desk.evidence', { n: reasons.length })),
      reasons.map((/** @type {any} */ reason) => evidence(reason, shown)),
      (one.duties ?? []).map((/** @type {any} */ duty) => h('p', {}, h('span', { class: 'tag' }, t('desk.duty')), ` ${duty.rule}: ${duty.do} · ${shown.names[duty.party] ?? duty.party ?? ''}`)),
      (one.context ?? []).map((/** @type {any} */ tie) => h('p', { class: 'quiet' }, told(tie.words)))),
    one.decider && one.verdict !== 'clear' && h('p', { class: 'quiet' }, t('desk.decider', { who: told(one.decider) }), one.decider.person && [' ', person(one.decider.person, shown.names)]),
    buttons && h('div', { class: 'row noprint' }, buttons));
}

/** Print one verdict alone, its evidence open. @param {HTMLElement} article */
export function printOne(article) {
  const opened = [...article.querySelectorAll('details')].filter((one) => !one.open);
  for (const one of opened) one.open = true;
  article.classList.add('printing');
  document.body.classList.add('print-one');
  window.addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
    article.classList.remove('printing');
    document.body.classList.remove('print-one');
  }, { once: true });
  window.print();
}

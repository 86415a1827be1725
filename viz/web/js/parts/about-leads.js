// @ts-check
/** Leads that name something, for those whose work leads are. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { state } from '../state.js';

const FEW = 6;

/** @param {string} id @returns {HTMLElement|null} */
export function leadsAbout(id) {
  if (!state.is('analyst', 'approver')) return null;
  const place = h('section', { class: 'panel', 'aria-label': t('record.leads') }, h('h2', {}, t('record.leads')), h('p', { class: 'quiet' }, t('loading')));
  get('/leads', { about: id, limit: 50 }).then((found) => {
    const rows = (/** @type {any[]} */ items) => h('ul', { class: 'plainlist' }, items.map((one) => h('li', {},
      h('span', { class: 'tag' }, one.code), ' ', h('a', { href: `#/leads/${encodeURIComponent(one.id)}` }, state.language === 'zh' ? one.told : one.told_en),
      one.feedback && h('span', { class: 'tag' }, t(`outcome.${one.feedback.outcome}`)))));
    fill(place, h('h2', {}, t('record.leads'), h('span', { class: 'tag' }, figure(found.total))),
      found.total === 0 ? h('p', { class: 'quiet' }, t('record.leads.none')) : [h('p', { class: 'quiet' }, t('leads.what')), rows(found.items.slice(0, FEW)),
        found.total > FEW && h('details', {}, h('summary', {}, t('record.left', { n: figure(found.total - FEW) })), rows(found.items.slice(FEW)))]);
  }, (error) => fill(place, h('h2', {}, t('record.leads')), h('p', { class: 'quiet' }, error.message)));
  return place;
}

// @ts-check
/** What is withheld, for who keeps it: a reason first, on the log, then the case in full and nothing to change. */
import { post } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { ask } from './dialog.js';

/** Whether who is logged in may ask for it; the service decides. @param {any} one a case as shown */
export const mayUnseal = (one) => (one.parties ? one.withheld && state.is('custodian') : one.state === 'sealed' && state.is('custodian', 'approver'));

/** @param {any} one @param {(found: any) => void} show */
export function unseal(one, show) {
  ask({
    title: t('act.unseal'), why: t('act.unseal.why'), send: t('act.unseal'), fields: [{ name: 'reason', label: t('desk.reason'), type: 'text', required: true }],
    act: async (given, { key, signal }) => show(await post(`/cases/${encodeURIComponent(one.case)}/unseal`, given, key, { signal })),
  });
}

/** The line above an unsealed case: who looks, that it is known, and the way back. @param {() => void} close */
export const opened = (close) => h('div', { class: 'unsealed', role: 'status' }, h('strong', {}, t('unsealed')), h('span', {}, t('unsealed.why', { name: state.account.name })), h('span', { class: 'spring' }), h('button', { type: 'button', onclick: close }, t('unsealed.close')));

/** A case of which nothing is shown. @param {HTMLElement} place @param {any} one @param {(found: any) => void} show */
export function shut(place, one, show) {
  fill(place, h('div', { class: 'page' }, h('div', { class: 'row' }, h('a', { href: '#/case' }, '← ', t('nav.case')), h('h1', {}, one.case), h('span', { class: 'tag' }, t(`state.${one.state ?? 'sealed'}`))),
    h('div', { class: 'empty shut' }, h('h2', {}, t('desk.sealed')), h('p', {}, t(mayUnseal(one) ? 'sealed.keeper' : 'sealed.other')),
      mayUnseal(one) && h('p', {}, h('button', { type: 'button', class: 'primary', onclick: () => unseal(one, show) }, t('act.unseal'))))));
}

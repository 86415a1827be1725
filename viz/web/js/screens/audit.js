// @ts-check
/** Who looked at what, and whether the log stands. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { figure, t } from '../i18n.js';
import { failed } from '../parts/record.js';

/** @param {HTMLElement} place */
export async function show(place) {
  const who = h('input', { 'aria-label': t('audit.who'), placeholder: t('audit.who') });
  const subject = h('input', { 'aria-label': t('audit.subject'), placeholder: t('audit.subject') });
  const told = h('p', { role: 'status' });
  const body = h('tbody');
  const more = h('button', { type: 'button', hidden: true, onclick: () => read(last) }, t('audit.more'));
  let last = 0;
  const read = async (/** @type {number} */ after) => {
    const found = await get('/audit', { who: who.value, subject: subject.value, after });
    if (!after) fill(body);
    body.append(...found.map((/** @type {any} */ one) => h('tr', {}, h('td', { class: 'n' }, figure(one.sequence)), h('td', {}, one.at.slice(0, 19).replace('T', ' ')), h('td', {}, one.who), h('td', {}, one.action), h('td', {}, one.subject), h('td', { class: 'quiet' }, one.detail))));
    last = found.at(-1)?.sequence ?? last;
    more.hidden = found.length < 200;
  };
  const verify = async () => {
    fill(told, t('loading'));
    try {
      const head = await get('/audit/head');
      fill(told, t('audit.stands', { n: figure(head.sequence) }), ' ', h('span', { class: 'mono quiet' }, head.digest));
    } catch (error) {
      fill(told, h('span', { class: 'problem' }, /** @type {Error} */ (error).message));
    }
  };
  fill(place, h('div', { class: 'page' }, h('h1', {}, t('nav.audit')),
    h('div', { class: 'row' }, h('button', { type: 'button', class: 'primary', onclick: verify }, t('audit.verify')), told),
    h('form', { class: 'row', onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); read(0); } }, who, subject, h('button', { type: 'submit' }, t('audit.find'))),
    h('div', { class: 'wide' }, h('table', {}, h('thead', {}, h('tr', {}, ['number', 'at', 'who', 'action', 'subject', 'detail'].map((name) => h('th', { scope: 'col' }, t(`audit.${name}`))))), body)), more));
  try {
    await read(0);
  } catch (error) {
    failed(place, error);
  }
}

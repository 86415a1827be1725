// @ts-check
/** Authorizations as a list: whose, for whom, why, until when; those in force first. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { moment } from './times.js';

/** @param {Element} list @returns {Promise<void>} */
export async function granted(list) {
  let found;
  try {
    found = await get('/authorizations');
  } catch (error) {
    fill(list, h('li', { class: 'problem' }, /** @type {Error} */ (error).message));
    return;
  }
  const now = new Date();
  const today = moment(now.toISOString()).slice(0, 10);
  const sorted = [...found].sort((one, other) => Number(other.until >= today) - Number(one.until >= today) || other.number - one.number);
  fill(list, found.length === 0 ? h('li', { class: 'quiet' }, t('admin.no_authorizations')) : sorted.map((one) => line(one, one.until >= today)));
}

/** @param {any} one @param {boolean} isValid */
function line(one, isValid) {
  return h('li', { class: isValid ? 'grant' : 'grant quiet' },
    h('div', { class: 'row' }, h('b', {}, t('purpose.authorization', { id: one.number })), h('span', {}, one.login), h('span', { class: 'tag' }, t(isValid ? 'admin.valid' : 'admin.over', { day: one.until })), h('span', { class: 'spring' }), h('span', { class: 'quiet' }, t('admin.granted', { by: one.by, at: moment(one.at) }))),
    h('div', {}, one.reason, ' · ', h('span', { class: 'mono' }, one.persons.join(' '))));
}

// @ts-check
/** Anybody derives a lottery again from what was recorded of it. */
import { get, said } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';

/**
 * Say whether a lottery comes out the same; `more` is asked for meanwhile and shown below.
 * @param {string} batch @param {any} button @param {Element} place @param {() => Promise<any>} [more]
 */
export async function derive(batch, button, place, more = async () => null) {
  button.disabled = true;
  fill(place, h('p', { class: 'quiet' }, t('loading')));
  try {
    const [again, shown] = await Promise.all([get(`/assignments/${encodeURIComponent(batch)}/replay`), more()]);
    fill(place, h('p', { class: again.same ? 'proven' : 'problem' }, again.same ? t('lottery.same') : t('lottery.differs', { n: again.differences.length })), shown);
  } catch (error) { fill(place, h('p', { class: 'problem' }, said(error))); }
  button.disabled = false;
}

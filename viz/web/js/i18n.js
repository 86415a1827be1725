// @ts-check
/** Words of the pages in both languages; catalogues are data, with equal keys. */
import { state } from './state.js';

/** @type {Record<string, string>} */
let words = {};

/** Read the catalogue of the language that was chosen. */
export async function readWords() {
  const answer = await fetch(`/web/locales/${state.language}.json`, { credentials: 'same-origin' });
  words = await answer.json();
  document.documentElement.lang = state.language;
}

/**
 * Return the words of a key, `{name}` filled in.
 * @param {string} key
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Take the Chinese or the English of something that has both. @param {{zh?: string, en?: string}} both */
export const told = (both) => (state.language === 'zh' ? both.zh : both.en) ?? both.zh ?? '';

/** @param {number} value */
export const figure = (value) =>
  value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1)
    : Number.isInteger(value) ? value.toLocaleString('en-US') : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** @param {number|null|undefined} yuan */
export const money = (yuan) => {
  if (yuan === null || yuan === undefined) return '';
  const isLarge = state.language === 'zh' && Math.abs(yuan) >= 10000;
  const told = (isLarge ? yuan / 10000 : yuan).toLocaleString('en-US', { maximumFractionDigits: 2 });
  return `${told} ${isLarge ? '万元' : state.language === 'zh' ? '元' : 'yuan'}`;
};

// @ts-check
/** What the service refused, in the reader's language; in the service's English where there are no words. */
import { t } from './i18n.js';

/** @param {any} problem problem details, with the code of their sentence @returns {string|undefined} */
export function worded(problem) {
  const key = `problem.${problem?.code}`;
  const values = Object.entries(problem?.values ?? {}).map(([name, value]) => {
    const word = `${name}.${value}`;
    return [name, t(word) === word ? value : t(word)];
  });
  const words = t(key, Object.fromEntries(values));
  return words === key ? problem?.detail : words;
}

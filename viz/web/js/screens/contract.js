// @ts-check
/** One contract: who bought, who won, who bid, who decided. */
import { recordPage } from '../parts/record.js';

/** @param {HTMLElement} place @param {string[]} parts */
export const show = (place, [id]) => recordPage(place, 'contract', id);

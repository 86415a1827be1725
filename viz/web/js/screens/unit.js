// @ts-check
/** One unit: who serves in it and owns it, what it bought, won and bid for. */
import { recordPage } from '../parts/record.js';

/** @param {HTMLElement} place @param {string[]} parts */
export const show = (place, [id]) => recordPage(place, 'unit', id);

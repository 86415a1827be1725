// @ts-check
/** One place: what lies in it, who lives there, what was built and granted there. */
import { recordPage } from '../parts/record.js';

/** @param {HTMLElement} place @param {string[]} parts */
export const show = (place, [id]) => recordPage(place, 'place', id);

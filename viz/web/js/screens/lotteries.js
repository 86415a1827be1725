// @ts-check
/** The lotteries that gave cases to handlers. */
import { lotteries } from '../desk/lotteries.js';

/** @param {HTMLElement} place @param {string[]} _parts @param {URLSearchParams} query */
export const show = (place, _parts, query) => lotteries(place, query);

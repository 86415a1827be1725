// @ts-check
/** Where places lie, and which township and zone each is part of; fetched once for the visit. */
import { get } from '../api.js';

/** @typedef {{id: string, name: string, level: string, parent: string, lon: number, lat: number, made: boolean}} Place */
/** @typedef {{features: any[], places: Map<string, Place>, zones: {zone: string, name: string, places: string[]}[]}} Ground */

/** @type {Ground|null} */
let kept = null;

/** @returns {Promise<Ground>} */
export async function ground() {
  if (!kept) {
    const found = await get('/ground');
    kept = { features: found.features, places: new Map(found.places.map((/** @type {Place} */ one) => [one.id, one])), zones: found.zones };
  }
  return kept;
}

/** What was fetched before, without waiting. */
export const groundNow = () => kept;

/** The township of a place, itself if it is one; blank where it is not known. @param {string} id */
export function townshipOf(id) {
  const place = kept?.places.get(id);
  return place?.level === 'township' ? place.id : place?.parent ?? '';
}

/** Whether a place is of an area: a township, or `zone:ID`. @param {string} place @param {string} area */
export function liesIn(place, area) {
  const township = townshipOf(place);
  if (!area.startsWith('zone:')) return township === area;
  return Boolean(kept?.zones.find((one) => `zone:${one.zone}` === area)?.places.includes(township));
}

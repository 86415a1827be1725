// @ts-check
/** Cases: the list, a new one, the desk of one. */
import { file } from '../desk/file.js';
import { list } from '../desk/list.js';
import { newCase } from '../desk/draft.js';

/** @param {HTMLElement} place @param {string[]} parts @param {URLSearchParams} query */
export function show(place, [id], query) {
  if (id) return file(place, id);
  return query.get('new') ? newCase(place) : list(place);
}

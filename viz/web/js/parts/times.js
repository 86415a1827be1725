// @ts-check
/** Moments as people read them: the local day and minute; the exact UTC moment stands behind. */
import { h } from '../dom.js';

/** @param {string} at ISO, UTC */
export function moment(at) {
  const day = new Date(at);
  if (Number.isNaN(day.getTime())) return at;
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} ${two(day.getHours())}:${two(day.getMinutes())}`;
}

/** @param {string} at */
export const timeOf = (at) => h('time', { datetime: at, title: at, class: 'day' }, moment(at));

/** The beginning of a local day in UTC, without fractions. @param {string} day @param {number} [later] days added */
export function dayStart(day, later = 0) {
  if (!day) return '';
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString().slice(0, 19);
}

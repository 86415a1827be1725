// @ts-check
/** The service over HTTP: purpose and write mark go with every request, problems come as Problem. */
import { state } from './state.js';

/** What the service answered instead of what was asked. */
export class Problem extends Error {
  /** @param {number} status @param {string} detail @param {any} body */
  constructor(status, detail, body) {
    super(detail);
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {{query?: Record<string, any>, body?: any, form?: FormData, purpose?: boolean, key?: string, signal?: AbortSignal, raw?: boolean}} [options]
 * @returns {Promise<any>}
 */
export async function call(method, path, options = {}) {
  const url = new URL(`/api/v1${path}`, location.origin);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== '' && value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  /** @type {Record<string, string>} */
  const headers = { 'x-huibi': '1' };
  if (options.purpose !== false && state.purpose) headers['x-huibi-purpose'] = state.purpose;
  if (options.key) headers['idempotency-key'] = options.key;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  let answer;
  try {
    answer = await fetch(url, {
      method,
      headers,
      body: options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      credentials: 'same-origin',
      signal: options.signal,
    });
  } catch (error) {
    if (/** @type {any} */ (error).name === 'AbortError') throw error;
    throw new Problem(0, 'offline', null);
  }
  if (answer.ok) {
    if (options.raw) return answer;
    return answer.status === 204 ? null : answer.json();
  }
  const body = await answer.json().catch(() => null);
  if (answer.status === 401 && path !== '/session') state.leave();
  throw new Problem(answer.status, body?.detail ?? answer.statusText, body);
}

/** @param {string} path @param {Record<string, any>} [query] @param {AbortSignal} [signal] */
export const get = (path, query, signal) => call('GET', path, { query, signal });
/** @param {string} path @param {any} body @param {string} [key] */
export const post = (path, body, key) => call('POST', path, { body, key });
/** @param {string} path @param {any} body */
export const put = (path, body) => call('PUT', path, { body });
/** @param {string} path */
export const remove = (path) => call('DELETE', path, {});
/** A key with which a write may be sent again and is done once. */
export const onceKey = () => crypto.randomUUID();

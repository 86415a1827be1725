// @ts-check
/** The service over HTTP: purpose and write mark go with every request, problems come as Problem. */
import { t } from './i18n.js';
import { worded } from './problems.js';
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

/** Writes under way, by key: a second click waits for the first instead of sending again. @type {Map<string, Promise<any>>} */
const underway = new Map();

/**
 * @typedef {{query?: Record<string, any>, body?: any, form?: FormData, purpose?: boolean, key?: string, seen?: number|null, signal?: AbortSignal, raw?: boolean}} Options
 * `key` makes a write done once; `seen` is `last` of the case as it was looked at.
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export function call(method, path, options = {}) {
  if (!options.key) return send(method, path, options);
  const known = underway.get(options.key);
  if (known) return known;
  const sent = send(method, path, options).finally(() => underway.delete(/** @type {string} */ (options.key)));
  underway.set(options.key, sent);
  return sent;
}

/** @param {string} method @param {string} path @param {Options} options */
async function send(method, path, options) {
  const url = new URL(`/api/v1${path}`, location.origin);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== '' && value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  /** @type {Record<string, string>} */
  const headers = { 'x-huibi': '1' };
  if (options.purpose !== false && state.purpose) headers['x-huibi-purpose'] = state.purpose;
  if (options.key) headers['idempotency-key'] = options.key;
  if (options.seen) headers['if-match'] = String(options.seen);
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
  throw new Problem(answer.status, worded(body) ?? answer.statusText, body);
}

/** @param {string} path @param {Record<string, any>} [query] @param {AbortSignal} [signal] */
export const get = (path, query, signal) => call('GET', path, { query, signal });
/** @param {string} path @param {any} body @param {string} [key] @param {Options} [more] */
export const post = (path, body, key, more = {}) => call('POST', path, { ...more, body, key });
/** @param {string} path @param {any} body */
export const put = (path, body) => call('PUT', path, { body });
/** @param {string} path */
export const remove = (path) => call('DELETE', path, {});
/** A key with which a write may be sent again and is done once. */
export const onceKey = () => crypto.randomUUID();

/** Why something was refused, in the words of the page where it has any. @param {any} error @returns {string} */
export function said(error) {
  const known = { 0: 'offline', 404: 'not_here', 503: 'busy' }[/** @type {0|404|503} */ (error.status)];
  if (known) return t(known);
  return error.status ? t('refused', { why: error.message }) : error.message;
}

/** Another tab logged in or out: this one shows who has the session now, and nothing of who had it. */
state.hear('session', async () => {
  const { session } = await get('/health').catch(() => ({ session: Boolean(state.account) }));
  if (!session) { state.leave(); return; }
  const account = await get('/session').catch(() => null);
  if (account && account.login !== state.account?.login) state.set({ account, purpose: '' });
});

// @ts-check
/** Logging in. */
import { call, get } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { worded } from '../problems.js';
import { go, where } from '../router.js';
import { state } from '../state.js';

/**
 * @param {HTMLElement} place
 * @param {string[]} _parts
 * @param {URLSearchParams} query why the identity provider's login was refused, by code
 */
export function show(place, _parts, query) {
  const refused = query.get('refused') ?? '';
  const problem = h('p', { class: 'problem', role: 'alert', hidden: !refused }, refused && whyRefused(refused, query));
  const login = h('input', { name: 'login', autocomplete: 'username', required: true, maxlength: 100 });
  const password = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, maxlength: 1000 });
  const enter = async (/** @type {Event} */ event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      await call('POST', '/session', { body: { login: login.value, password: password.value }, purpose: false });
      state.set({ account: await get('/session') });
      if (where().parts[0] === 'login') go('#/');
    } catch (error) {
      const { status, message } = /** @type {any} */ (error);
      fill(problem, status === 0 ? `${t('offline')} ${t('offline.todo')}` : status === 401 ? t('login.refused') : message);
      problem.hidden = false;
      password.value = '';
      password.focus();
    }
  };
  const provider = h('p', {});
  fill(place, h('form', { class: 'panel login', onsubmit: enter },
    h('h1', {}, t('login.title')),
    h('p', { class: 'quiet' }, t('login.why')),
    problem,
    h('label', {}, t('login.login'), login),
    h('label', {}, t('login.password'), password),
    h('button', { class: 'primary', type: 'submit' }, t('login.enter')), provider));
  login.focus();
  get('/health').then((told) => { if (told.provider) fill(provider, h('a', { class: 'button', href: '/api/v1/session/oidc' }, t('login.provider'))); }, () => null);
}

/** @param {string} code @param {URLSearchParams} query */
const whyRefused = (code, query) => worded({ code: code.startsWith('provider_') ? code : 'provider_doubt', values: Object.fromEntries(query), detail: t('login.refused') });

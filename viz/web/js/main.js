// @ts-check
/** The explorer begins: words, who is logged in, then the screen that the address names. */
import { get } from './api.js';
import { readWords, t } from './i18n.js';
import { screen, show } from './router.js';
import { state } from './state.js';
import { drawTop } from './parts/top.js';
import { fill, h } from './dom.js';

const SCREENS = ['login', 'home', 'graph', 'person', 'unit', 'place', 'contract', 'case', 'lotteries', 'leads', 'zones', 'data', 'workspace', 'audit', 'admin'];
for (const name of SCREENS) screen(name, () => import(`./screens/${name}.js`));

const place = /** @type {HTMLElement} */ (document.getElementById('main'));
const top = /** @type {HTMLElement} */ (document.getElementById('top'));

async function draw() {
  document.documentElement.dataset.theme = state.theme;
  document.title = t('title');
  drawTop(top);
  try {
    await show(place, state.account ? 'home' : 'login', !state.account);
  } catch (error) {
    fill(place, h('div', { class: 'page' }, h('p', { class: 'problem' }, /** @type {Error} */ (error).message)));
  }
}

async function begin() {
  await readWords();
  const skip = document.querySelector('[data-i18n="skip"]');
  if (skip) skip.textContent = t('skip');
  try {
    const { session } = await get('/health');
    state.set({ account: session ? await get('/session') : null });
  } catch {
    state.set({ account: null });
  }
  state.addEventListener('change', async (event) => {
    const changed = /** @type {CustomEvent} */ (event).detail;
    if (changed.includes('language')) await readWords();
    if (['account', 'language', 'theme', 'purpose', 'on'].some((name) => changed.includes(name))) await draw();
  });
  window.addEventListener('hashchange', draw);
  await draw();
}

begin();

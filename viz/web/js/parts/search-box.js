// @ts-check
/** One box for people, units, places and contracts: any two characters, pinyin, or an id. */
import { get } from '../api.js';
import { fill, h, say } from '../dom.js';
import { t } from '../i18n.js';

const WAIT = 160;
let boxes = 0;

/**
 * @param {{onpick: (item: any) => void, label: string, kind?: string, value?: string}} options
 * @returns {HTMLElement}
 */
export function searchBox({ onpick, label, kind = '', value = '' }) {
  const id = `suggest-${++boxes}`;
  const list = h('ul', { id, role: 'listbox', hidden: true, 'aria-label': label });
  const input = h('input', {
    type: 'search', value, placeholder: label, 'aria-label': label, role: 'combobox', autocomplete: 'off', spellcheck: 'false',
    'aria-controls': id, 'aria-expanded': 'false', 'aria-autocomplete': 'list', size: 18,
  });
  const box = h('div', { class: 'suggest', role: 'search' }, input, list);
  /** @type {any[]} */
  let items = [];
  let chosen = -1;
  /** @type {any} */
  let waiting;
  /** @type {AbortController|null} */
  let asking = null;

  /** Shut the list; an answer still on its way does not open it again. */
  const close = () => { clearTimeout(waiting); asking?.abort(); list.hidden = true; input.setAttribute('aria-expanded', 'false'); chosen = -1; };
  const pick = (/** @type {any} */ item) => { close(); input.value = ''; onpick(item); };
  const mark = (/** @type {number} */ at) => {
    chosen = at;
    [...list.children].forEach((row, place) => row.setAttribute('aria-selected', String(place === at)));
    if (list.children[at]) { input.setAttribute('aria-activedescendant', list.children[at].id); list.children[at].scrollIntoView({ block: 'nearest' }); }
  };
  const draw = (/** @type {any} */ found) => {
    items = found.items;
    const hint = found.too_wide ? t('search.one_more') : items.length ? null : t('search.nothing');
    fill(list,
      items.map((item, at) => h('li', { id: `${id}-${at}`, role: 'option', onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); pick(item); } },
        h('span', { class: `kind ${item.kind}${item.official ? ' official' : ''}`, 'aria-hidden': 'true' }), h('span', {}, item.name),
        h('span', { class: 'quiet' }, [t(`kind.${item.kind}`), item.line, item.id].filter(Boolean).join(' · ')))),
      hint && h('li', { class: 'quiet', role: 'option', 'aria-disabled': 'true' }, hint),
      found.more && h('li', { class: 'quiet', role: 'option', 'aria-disabled': 'true' }, t('search.more', { total: found.total, shown: items.length })));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    say(hint ?? t('search.found', { n: found.total }));
  };
  const ask = async () => {
    const text = input.value.trim();
    if (!text) { close(); return; }
    asking?.abort();
    asking = new AbortController();
    try {
      draw(await get('/search', { q: text, kind, limit: 20 }, asking.signal));
    } catch (error) {
      const problem = /** @type {any} */ (error);
      if (problem.name !== 'AbortError') { fill(list, h('li', { role: 'option' }, problem.message === 'offline' ? t('offline') : problem.message)); list.hidden = false; }
    }
  };
  input.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, WAIT); });
  input.addEventListener('blur', () => setTimeout(close, 120));
  input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'ArrowDown' && items.length) { event.preventDefault(); mark((chosen + 1) % items.length); }
    else if (event.key === 'ArrowUp' && items.length) { event.preventDefault(); mark((chosen - 1 + items.length) % items.length); }
    else if (event.key === 'Enter' && items[chosen === -1 ? 0 : chosen] && !list.hidden) { event.preventDefault(); pick(items[Math.max(chosen, 0)]); }
    else if (event.key === 'Escape') close();
  });
  return box;
}

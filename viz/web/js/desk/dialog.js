// @ts-check
/** A question in a dialog: some fields, one act; what is refused is said where it was asked. */
import { onceKey, said } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { searchBox } from '../parts/search-box.js';

/** @typedef {{name: string, label: string, type?: string, options?: Array<[string, string]>, value?: string, shown?: string, required?: boolean, hint?: string}} Field */
/** @typedef {{key: string, signal: AbortSignal}} Once */

const STALE = 412;

/**
 * @param {{title: string, why?: any, fields: Field[], send: string, stale?: () => Promise<void>, act: (given: Record<string, string>, once: Once) => Promise<void>}} asked
 * `stale` shows the thing as it stands now; what was typed stays.
 */
export function ask({ title, why, fields, send, stale, act }) {
  const problem = h('div', { class: 'problem', role: 'alert', hidden: true });
  const key = onceKey();
  const button = h('button', { class: 'primary', type: 'submit' }, send);
  const sending = new AbortController();
  const close = () => dialog.close();
  const refuse = (/** @type {any} */ error) => {
    problem.hidden = false;
    if (error.status !== STALE || !stale) { fill(problem, said(error)); return; }
    const renew = h('button', { type: 'button', onclick: async () => {
      renew.disabled = true;
      try { await stale(); fill(problem, t('desk.renewed')); button.focus(); } catch (again) { fill(problem, said(again)); }
    } }, t('desk.renew'));
    fill(problem, h('p', {}, moved(error)), renew);
    renew.focus();
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (button.disabled) return;
    problem.hidden = true;
    button.disabled = true;
    fill(button, t('desk.sending'));
    const given = Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (event.target))].map(([name, value]) => [name, String(value)]));
    try {
      await act(given, { key, signal: sending.signal });
      close();
    } catch (error) {
      if (/** @type {any} */ (error).name !== 'AbortError') refuse(error);
    }
    button.disabled = false;
    fill(button, send);
  };
  const dialog = h('dialog', { class: 'dialog', 'aria-label': title, onclose: () => { sending.abort(); dialog.remove(); } },
    h('form', { class: 'stack', method: 'dialog', onsubmit: submit }, h('h2', {}, title), why && h('p', { class: 'quiet' }, why), problem,
      fields.map(labelled),
      h('div', { class: 'row' }, button, h('button', { type: 'button', onclick: close }, t('cancel')))));
  document.body.append(dialog);
  dialog.showModal();
}

/** What happened to a case since it was looked at. @param {any} error */
export const moved = (error) => t('desk.changed', { who: [...new Set(error.body.changed.map((/** @type {any} */ one) => one.author))].join('、'),
  what: error.body.changed.filter((/** @type {any} */ one) => one.kind !== 'checked').map((/** @type {any} */ one) => t(`event.${one.kind}`)).join('、') || t('event.checked') });

/** @param {Field} one */
function labelled(one) {
  const hint = one.hint && h('small', { class: 'quiet' }, one.hint);
  return one.type === 'person' ? h('div', { class: 'field' }, h('span', { class: 'quiet' }, one.label), someone(one), hint) : h('label', {}, one.label, field(one), hint);
}

/** @param {Field} one */
function field(one) {
  if (one.options) return h('select', { name: one.name }, one.options.map(([value, text]) => h('option', { value, selected: value === one.value }, text)));
  if (one.type === 'text') return h('textarea', { name: one.name, rows: 3, required: one.required, maxlength: 2000 }, one.value ?? '');
  return h('input', { name: one.name, type: one.type ?? 'text', value: one.value ?? '', required: one.required, maxlength: 200, autocomplete: 'off' });
}

/** Somebody out of the data, by his id; the service takes no names here. @param {Field} one */
function someone(one) {
  const place = h('div', { class: 'someone' });
  const draw = (/** @type {string} */ id, /** @type {string} */ name) => fill(place, h('input', { type: 'hidden', name: one.name, value: id }),
    id ? h('span', { class: 'chip' }, name || id, name && h('span', { class: 'quiet' }, ` ${id}`), h('button', { type: 'button', class: 'plain', 'aria-label': t('desk.remove', { name: name || id }), onclick: () => draw('', '') }, '×'))
      : searchBox({ kind: 'person', label: one.label, onpick: (item) => draw(item.id, item.name) }));
  draw(one.value ?? '', one.shown ?? '');
  return place;
}

// @ts-check
/** A question in a dialog: some fields, one act; what is refused is said where it was asked. */
import { onceKey } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';

/** @typedef {{name: string, label: string, type?: string, options?: Array<[string, string]>, value?: string, required?: boolean, hint?: string}} Field */

/**
 * @param {{title: string, why?: any, fields: Field[], send: string, act: (given: Record<string, string>, key: string) => Promise<void>}} asked
 */
export function ask({ title, why, fields, send, act }) {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const key = onceKey();
  const button = h('button', { class: 'primary', type: 'submit' }, send);
  const close = () => dialog.close();
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    const given = Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (event.target))].map(([name, value]) => [name, String(value)]));
    try {
      await act(given, key);
      close();
    } catch (error) {
      fill(problem, /** @type {Error} */ (error).message === 'offline' ? t('offline') : /** @type {Error} */ (error).message);
      problem.hidden = false;
    }
    button.disabled = false;
  };
  const dialog = h('dialog', { class: 'dialog', 'aria-label': title, onclose: () => dialog.remove() },
    h('form', { class: 'stack', method: 'dialog', onsubmit: submit }, h('h2', {}, title), why && h('p', { class: 'quiet' }, why), problem,
      fields.map((one) => h('label', {}, one.label, field(one), one.hint && h('small', {}, one.hint))),
      h('div', { class: 'row' }, button, h('button', { type: 'button', onclick: close }, t('cancel')))));
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Field} one */
function field(one) {
  if (one.options) return h('select', { name: one.name }, one.options.map(([value, text]) => h('option', { value, selected: value === one.value }, text)));
  if (one.type === 'text') return h('textarea', { name: one.name, rows: 3, required: one.required, maxlength: 2000 }, one.value ?? '');
  return h('input', { name: one.name, type: one.type ?? 'text', value: one.value ?? '', required: one.required, maxlength: 200, autocomplete: 'off' });
}

// @ts-check
/** Send files: first what they would change, then the same files for good. */
import { call, onceKey, remove, said } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { figure, t } from '../i18n.js';
import { followJob } from '../leads/job.js';
import { outcome } from './outcome.js';

/** @typedef {{files: File[], source: string, replace: boolean, skip: boolean}} Sent */

/** @param {() => void} landed called when something was loaded */
export function sending(landed) {
  const files = h('input', { type: 'file', multiple: true, required: true, accept: '.csv,.xlsx,.ged,.json,.jsonl' });
  const source = h('input', { required: true, maxlength: 80, placeholder: t('data.source.example') });
  const replace = h('input', { type: 'checkbox' });
  const skip = h('input', { type: 'checkbox' });
  const told = h('div', { class: 'stack' });
  const form = h('form', { class: 'panel', onsubmit: async (/** @type {Event} */ event) => {
    event.preventDefault();
    await tried({ files: [...files.files], source: source.value.trim(), replace: replace.checked, skip: skip.checked }, told, landed);
  }, onchange: () => fill(told) },
  h('h2', {}, t('data.send')), h('p', { class: 'quiet' }, t('data.send.why')),
  h('div', { class: 'fields' }, h('label', {}, t('data.files'), files), h('label', {}, t('data.source'), source)),
  h('label', { class: 'row choice' }, replace, h('span', {}, t('data.replace'))),
  h('label', { class: 'row choice' }, skip, h('span', {}, t('data.skip'))),
  h('div', { class: 'row' }, h('button', { type: 'submit', class: 'primary' }, t('data.try'))));
  return h('div', { class: 'stack' }, form, told);
}

/** @param {Sent} sent @param {HTMLElement} told @param {() => void} landed */
async function tried(sent, told, landed) {
  const result = await run(sent, true, told);
  if (!result) return;
  const key = onceKey();
  const load = h('button', { type: 'button', class: 'primary', onclick: async () => {
    load.disabled = true;
    const done = await run(sent, false, told, key);
    if (!done) return;
    fill(told, outcome(done, sent.replace));
    if (done.loaded) landed();
  } }, t('data.load'));
  const isUsable = sent.skip || result.bad_rows === 0;
  fill(told, outcome(result, sent.replace), isUsable && h('div', { class: 'row' }, load, h('span', { class: 'quiet' }, t('data.load.why'))));
}

/** @param {Sent} sent @param {boolean} dry @param {HTMLElement} told @param {string} [key] @returns {Promise<any>} */
async function run(sent, dry, told, key) {
  const form = new FormData();
  for (const file of sent.files) form.append('files', file);
  for (const [name, value] of Object.entries({ source: sent.source, dry_run: dry, skip_bad: sent.skip, replace: sent.replace })) form.append(name, String(value));
  fill(told, h('p', { class: 'panel', role: 'status' }, t('data.sending')));
  try {
    const job = await call('POST', '/imports', { form, key });
    const done = await followJob(job.id, (one) => fill(told, progress(one)));
    if (done.state === 'done') return done.result;
    fill(told, done.state === 'failed' && h('p', { class: 'problem', role: 'alert' }, done.message));
    if (done.state === 'cancelled') notify(t('data.cancelled'));
  } catch (error) {
    fill(told, h('p', { class: 'problem', role: 'alert' }, said(error)));
  }
  return null;
}

/** @param {any} job */
function progress(job) {
  const step = ['rows', 'cases', 'neo4j'].includes(job.message) ? job.message : 'rows';
  const isCommitted = step !== 'rows';
  return h('div', { class: 'panel', role: 'status' }, h('div', { class: 'row' }, h('progress', { 'aria-label': t('data.progress') }), h('span', {}, t(`data.step.${step}`, { n: figure(job.done) })), h('span', { class: 'spring' }),
    !isCommitted && h('button', { type: 'button', onclick: () => remove(`/jobs/${job.id}`).catch(() => null) }, t('cancel'))));
}

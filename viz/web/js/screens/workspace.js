// @ts-check
/** The workspace: pictures that were kept and those shared with one, their notes and readers. */
import { get, remove, said } from '../api.js';
import { stage } from '../desk/stage.js';
import { fill, h, notify } from '../dom.js';
import { figure, t } from '../i18n.js';
import { failed } from '../parts/record.js';
import { state } from '../state.js';
import { comparison } from '../workspace/compare.js';
import { bodyOfFile, FILES, linkOf, saveView, takeOut, wholeView } from '../workspace/views.js';

/** @param {HTMLElement} main */
export async function show(main) {
  const place = stage(main);
  /** @type {Array<() => void>} */
  let drops = [];
  const clear = () => { drops.forEach((drop) => drop()); drops = []; };
  const again = async (/** @type {string} */ open = '') => {
    let listed;
    try {
      listed = await get('/views');
    } catch (error) {
      failed(place, error);
      return;
    }
    if (!place.isConnected) return;
    clear();
    draw(place, listed, again, drops, open);
  };
  await again();
  return clear;
}

/** @param {HTMLElement} place @param {any[]} listed @param {() => void} again @param {Array<() => void>} drops @param {string} open */
function draw(place, listed, again, drops, open) {
  const text = h('input', { type: 'search', placeholder: t('workspace.filter'), 'aria-label': t('workspace.filter'), oninput: () => list() });
  const lists = h('div', { class: 'stack' });
  const list = () => {
    const wanted = text.value.trim().toLowerCase();
    const kept = listed.filter((one) => !wanted || `${one.title} ${one.notes} ${one.owner}`.toLowerCase().includes(wanted));
    const [own, shared] = [true, false].map((mine) => kept.filter((one) => one.is_own === mine));
    fill(lists, section('workspace.own', own, again, drops, t(wanted ? 'workspace.none_found' : 'workspace.none_own')), shared.length > 0 && section('workspace.shared', shared, again, drops, ''));
  };
  list();
  fill(place, h('div', { class: 'page stack workspace' },
    h('div', { class: 'row' }, h('h1', {}, t('nav.workspace')), h('span', { class: 'spring' }), reader(again)),
    h('p', { class: 'quiet' }, t('workspace.what')),
    listed.length === 0 ? nothing() : [listed.length > 4 && h('div', { class: 'row' }, text), lists]));
  if (open) place.querySelector(`[data-view="${CSS.escape(open)}"] h3 a`)?.focus();
}

/** What to do where there is nothing yet. */
const nothing = () => h('div', { class: 'empty' }, h('h2', {}, t('workspace.none')), h('ol', { class: 'how' }, ['1', '2', '3'].map((step) => h('li', {}, t(`workspace.how.${step}`)))), h('p', {}, h('a', { class: 'button primary', href: '#/graph' }, t('workspace.begin'))));

/** Do something and list again, or say why not. @param {any} button @param {() => Promise<any>} work @param {() => void} [again] */
async function act(button, work, again = () => {}) {
  if (button?.disabled) return;
  if (button) button.disabled = true;
  try {
    await work();
    again();
  } catch (error) {
    notify(said(error), true);
  }
  if (button) button.disabled = false;
}

/** A button that reads a file that was taken out. @param {() => void} again */
function reader(again) {
  const file = h('input', { type: 'file', accept: '.json', hidden: true, 'aria-label': t('workspace.import'), onchange: () => act(null, async () => {
    const [one] = file.files;
    await saveView(one.name.replace(/\.json$/, '').slice(0, 200), bodyOfFile(await one.text()));
    file.value = '';
    notify(t('workspace.read'));
  }, again) });
  return h('span', {}, h('button', { type: 'button', onclick: () => file.click() }, t('workspace.import')), file);
}

/** @param {string} key @param {any[]} listed @param {() => void} again @param {Array<() => void>} drops @param {string} none */
const section = (key, listed, again, drops, none) => h('section', { class: 'stack', 'aria-label': t(key) }, h('h2', {}, t(key), ' ', h('span', { class: 'tag' }, listed.length)), listed.length ? listed.map((one) => card(one, again, drops)) : h('p', { class: 'quiet' }, none));

/** @param {any} view @param {() => void} again @param {Array<() => void>} drops */
function card(view, again, drops) {
  const address = `#/graph?view=${encodeURIComponent(view.id)}`;
  const compared = comparison(view);
  drops.push(compared.drop);
  return h('article', { class: 'panel stack view', 'data-view': view.id },
    h('div', { class: 'row' }, h('h3', {}, h('a', { href: address }, view.title)), h('span', { class: 'spring' }),
      h('span', { class: 'quiet' }, [t('workspace.nodes', { n: figure(view.nodes) }), !view.is_own && t('workspace.by', { login: view.owner }), view.changed.slice(0, 16).replace('T', ' ')].filter(Boolean).join(' · '))),
    view.notes && h('div', { class: 'notes' }, view.notes.split('\n').map((/** @type {string} */ line) => h('p', {}, line))),
    view.readers.length > 0 && h('p', { class: 'row' }, h('span', { class: 'quiet' }, t('workspace.read_by')), view.readers.map((/** @type {string} */ login) => h('span', { class: 'tag' }, login))),
    h('div', { class: 'row' }, h('a', { class: 'button primary', href: address }, t('workspace.open')), view.nodes > 0 && takeOutForm(view), share(view), view.is_own && deletion(view, again)),
    compared.element,
    view.is_own && h('details', {}, h('summary', {}, t('workspace.edit')), editor(view, again)));
}

/** Take the picture out without opening it. @param {any} view */
function takeOutForm(view) {
  const format = h('select', { 'aria-label': t('workspace.export.format') }, Object.keys(FILES).map((name) => h('option', { value: name }, t(`workspace.file.${name}`))));
  const button = h('button', { type: 'button', onclick: () => (state.purpose ? act(button, () => takeOut(view, format.value)) : notify(t('workspace.export.purpose'), true)) }, t('workspace.export'));
  return h('span', { class: 'row out' }, format, button);
}

/** Copy the address; where the browser does not let it, show it. @param {any} view */
function share(view) {
  const shown = h('input', { readonly: true, hidden: true, size: 30, 'aria-label': t('workspace.link'), value: linkOf(view.id) });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(linkOf(view.id));
      notify(t(view.is_own && view.readers.length === 0 ? 'workspace.link.alone' : 'workspace.link.copied'));
    } catch {
      shown.hidden = false;
      shown.select();
    }
  };
  return h('span', { class: 'row' }, h('button', { type: 'button', onclick: copy }, t('workspace.link')), shown);
}

/** @param {any} view @param {(open?: string) => void} again */
function editor(view, again) {
  const title = h('input', { required: true, maxlength: 200, value: view.title });
  const notes = h('textarea', { rows: 4, maxlength: 10000 });
  notes.value = view.notes;
  const readers = h('input', { maxlength: 2000, size: 30, value: view.readers.join(' '), autocomplete: 'off' });
  const button = h('button', { type: 'submit', class: 'primary' }, t('workspace.save'));
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(button, async () => {
      const { body } = await wholeView(view.id);
      await saveView(title.value, body, { id: view.id, notes: notes.value, readers: readers.value.split(/[\s,]+/).filter(Boolean) });
      notify(t('workspace.kept'));
    }, () => again(view.id));
  };
  return h('form', { class: 'stack editor', onsubmit: save }, h('label', {}, t('workspace.title'), title), h('label', {}, t('workspace.notes'), notes),
    h('label', {}, t('workspace.readers'), readers, h('small', { class: 'quiet' }, t('workspace.readers.how'))), h('div', { class: 'row' }, button));
}

/** A button that asks once more before it deletes. @param {any} view @param {() => void} again */
function deletion(view, again) {
  let sure = false;
  const button = h('button', { type: 'button', class: 'plain danger', onclick: () => {
    if (sure) { act(button, () => remove(`/views/${encodeURIComponent(view.id)}`), again); return; }
    sure = true;
    fill(button, t('workspace.delete.sure'));
  }, onblur: () => { sure = false; fill(button, t('workspace.delete')); } }, t('workspace.delete'));
  return button;
}

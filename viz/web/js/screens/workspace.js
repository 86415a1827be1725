// @ts-check
/** The workspace: pictures that were kept and those shared with one, their notes and readers. */
import { get, remove } from '../api.js';
import { fill, h, notify } from '../dom.js';
import { figure, t } from '../i18n.js';
import { failed } from '../parts/record.js';
import { comparison } from '../workspace/compare.js';
import { bodyOfFile, saveView, wholeView } from '../workspace/views.js';

/** @param {HTMLElement} place */
export async function show(place) {
  fill(place, h('p', { class: 'loading' }, t('loading')));
  let listed;
  try {
    listed = await get('/views');
  } catch (error) {
    failed(place, error);
    return;
  }
  const again = () => show(place);
  const [own, shared] = [true, false].map((mine) => listed.filter((/** @type {any} */ one) => one.is_own === mine));
  fill(place, h('div', { class: 'page stack' },
    h('div', { class: 'row' }, h('h1', {}, t('nav.workspace')), h('span', { class: 'spring' }), reader(again)),
    h('p', { class: 'quiet' }, t('workspace.what')),
    section('workspace.own', own, again, h('div', { class: 'empty' }, h('p', {}, t('workspace.none')), h('p', {}, h('a', { href: '#/graph' }, t('workspace.begin'))))),
    shared.length > 0 && section('workspace.shared', shared, again, null)));
}

/** Do something and list again, or say why not. @param {() => Promise<any>} work @param {() => void} again */
async function act(work, again) {
  try {
    await work();
    again();
  } catch (error) {
    notify(/** @type {Error} */ (error).message, true);
  }
}

/** A button that reads a file that was taken out. @param {() => void} again */
function reader(again) {
  const file = h('input', { type: 'file', accept: '.json', hidden: true, onchange: () => act(async () => {
    const [one] = file.files;
    await saveView(one.name.replace(/\.json$/, '').slice(0, 200), bodyOfFile(await one.text()));
    notify(t('workspace.read'));
  }, again) });
  return h('span', {}, h('button', { type: 'button', onclick: () => file.click() }, t('workspace.import')), file);
}

/** @param {string} key @param {any[]} listed @param {() => void} again @param {any} none */
const section = (key, listed, again, none) => h('section', { class: 'stack', 'aria-label': t(key) }, h('h2', {}, t(key)), listed.length ? listed.map((one) => card(one, again)) : none);

/** @param {any} view @param {() => void} again */
function card(view, again) {
  const address = `#/graph?view=${encodeURIComponent(view.id)}`;
  return h('article', { class: 'panel stack' },
    h('div', { class: 'row' }, h('h3', {}, h('a', { href: address }, view.title)), h('span', { class: 'spring' }),
      h('span', { class: 'quiet' }, [t('workspace.nodes', { n: figure(view.nodes) }), !view.is_own && t('workspace.by', { login: view.owner }), view.changed.slice(0, 16).replace('T', ' ')].filter(Boolean).join(' · '))),
    view.notes && view.notes.split('\n').map((/** @type {string} */ line) => h('p', {}, line)),
    view.readers.length > 0 && h('p', { class: 'quiet' }, t('workspace.read_by', { logins: view.readers.join(' ') })),
    comparison(view),
    view.is_own && h('details', {}, h('summary', {}, t('workspace.edit')), editor(view, again)),
    view.is_own && h('div', { class: 'row' }, deletion(view, again)));
}

/** @param {any} view @param {() => void} again */
function editor(view, again) {
  const title = h('input', { required: true, maxlength: 200, value: view.title });
  const notes = h('textarea', { rows: 4, maxlength: 10000 });
  notes.value = view.notes;
  const readers = h('input', { maxlength: 2000, size: 30, value: view.readers.join(' ') });
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(async () => {
      const { body } = await wholeView(view.id);
      await saveView(title.value, body, { id: view.id, notes: notes.value, readers: readers.value.split(/\s+/).filter(Boolean) });
      notify(t('workspace.kept'));
    }, again);
  };
  return h('form', { class: 'stack', onsubmit: save }, h('label', {}, t('workspace.title'), title), h('label', {}, t('workspace.notes'), notes),
    h('label', {}, t('workspace.readers'), readers, h('small', { class: 'quiet' }, t('workspace.readers.how'))), h('button', { type: 'submit', class: 'primary' }, t('workspace.save')));
}

/** A button that asks once more before it deletes. @param {any} view @param {() => void} again */
function deletion(view, again) {
  let sure = false;
  const button = h('button', { type: 'button', class: 'plain', onclick: () => {
    if (sure) { act(() => remove(`/views/${encodeURIComponent(view.id)}`), again); return; }
    sure = true;
    fill(button, t('workspace.delete.sure'));
  }, onblur: () => { sure = false; fill(button, t('workspace.delete')); } }, t('workspace.delete'));
  return button;
}

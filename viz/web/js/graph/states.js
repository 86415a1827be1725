// @ts-check
/** States of the screen beside the picture: nothing yet, no purpose, and what to do about each. */
import { h, notify, say } from '../dom.js';
import { get } from '../api.js';
import { t } from '../i18n.js';
import { state } from '../state.js';
import { searchBox } from '../parts/search-box.js';

/** Purposes of who is logged in. @returns {Array<[string, string]>} */
export function purposes() {
  const { account } = state;
  return [...(account?.cases ?? []).map((/** @type {string} */ id) => [`case:${id}`, t('purpose.case', { id })]), ...(account?.authorizations ?? []).map((/** @type {number} */ id) => [`authorization:${id}`, t('purpose.authorization', { id })])];
}

/** A select of purposes that takes effect at once. */
export function purposeSelect() {
  const listed = purposes();
  return listed.length === 0 ? h('p', { class: 'quiet' }, t('graph.purpose.none'))
    : h('label', { class: 'row' }, t('purpose'), h('select', { onchange: (/** @type {any} */ event) => { if (event.target.value) state.set({ purpose: event.target.value }); } },
      h('option', { value: '' }, t('purpose.none')), listed.map(([value, text]) => h('option', { value, selected: value === state.purpose }, text))));
}

/** A strip above the picture while no purpose is set. */
export const purposeStrip = () => (state.purpose ? null : h('div', { class: 'strip', role: 'note' }, h('span', {}, t('graph.purpose.why')), purposeSelect()));

/** Ask for the purpose without which nothing opens. */
export function askPurpose() {
  const dialog = h('dialog', { class: 'dialog picture' }, h('div', { class: 'stack' }, h('h2', {}, t('graph.purpose.title')), h('p', {}, t('graph.purpose.why')), purposeSelect(),
    h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => dialog.close() }, t('close')))));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('change', () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {number} n */
export function collapseText(n) {
  const text = t('graph.said.collapsed', { n });
  say(text);
  if (!n) notify(text);
}

/**
 * What to do first, with two examples taken from what is loaded.
 * @param {(ids: string[]) => void} onadd @param {() => void} onoverview
 */
export function emptyState(onadd, onoverview) {
  const examples = h('div', { class: 'row centre' });
  const box = h('div', { class: 'empty board-empty' }, h('h2', {}, t('graph.empty.title')), h('p', {}, t('graph.empty.how')),
    h('div', { class: 'row centre' }, searchBox({ onpick: (item) => onadd([item.node]), label: t('search') })), examples, h('div', { class: 'row centre' }, h('button', { type: 'button', class: 'plain', onclick: onoverview }, t('graph.overview.go'))));
  offer(examples, onadd);
  return box;
}

/** @param {HTMLElement} place @param {(ids: string[]) => void} onadd */
async function offer(place, onadd) {
  try {
    const [unit, person] = await Promise.all([get('/search', { q: t('graph.example.unit'), kind: 'unit', limit: 1 }), get('/search', { q: t('graph.example.person'), kind: 'person', limit: 40 })]);
    const [one] = unit.items;
    const [first] = person.items;
    const second = person.items.find((/** @type {any} */ item) => item.name !== first.name);
    if (one) place.append(h('button', { type: 'button', onclick: () => onadd([one.node]) }, t('graph.example.open', { name: one.name })));
    if (first && second) place.append(h('button', { type: 'button', onclick: () => onadd([first.node, second.node]) }, t('graph.example.pair', { one: first.name, two: second.name })));
  } catch {
    place.remove();
  }
}

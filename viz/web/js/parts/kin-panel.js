// @ts-check
/** A person's legal kin by circle, each with its term and proof; opened for a purpose. */
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../state.js';

const CLASSES = ['spouse', 'lineal', 'collateral_3', 'near_affinity', 'other'];

/** @param {HTMLElement} place @param {string} id */
export async function kinPanel(place, id) {
  if (!state.purpose) {
    fill(place, h('h2', {}, t('kin')), h('p', { class: 'quiet' }, t('kin.purpose')));
    return;
  }
  fill(place, h('h2', {}, t('kin')), h('p', { class: 'quiet' }, t('loading')));
  let found;
  try {
    found = await get(`/people/${encodeURIComponent(id)}/kin`, { on: state.on });
  } catch (error) {
    fill(place, h('h2', {}, t('kin')), h('p', { class: 'quiet' }, /** @type {any} */ (error).status === 404 ? t('kin.closed') : /** @type {Error} */ (error).message));
    return;
  }
  const names = Object.fromEntries(found.nodes.map((/** @type {any} */ node) => [node.id, node.name]));
  fill(place, h('h2', {}, t('kin'), h('span', { class: 'tag' }, found.kin.length), h('span', { class: 'quiet' }, t('as_of', { on: found.on }))),
    found.kin.length === 0 && h('p', { class: 'quiet' }, t('kin.none')),
    CLASSES.filter((name) => found.kin.some((/** @type {any} */ one) => one.class === name)).map((name) => {
      const listed = found.kin.filter((/** @type {any} */ one) => one.class === name);
      return h('details', { open: listed.length <= 12 }, h('summary', {}, t(`class.${name}`), ' ', h('span', { class: 'tag' }, listed.length)),
        h('ul', { class: 'kin' }, listed.map((/** @type {any} */ one) => h('li', {},
          h('a', { href: `#/person/${encodeURIComponent(one.person)}` }, names[one.person] ?? one.person), ' ', h('span', { class: 'quiet' }, one.terms.slice(0, 2).join('、')),
          one.disputed && h('span', { class: 'tag warn' }, '⚠ ', t('disputed')),
          h('details', { class: 'proof' }, h('summary', {}, t('proof')), chain(one.path, names))))));
    }));
}

/** @param {any[]} path @param {Record<string, string>} names */
export function chain(path, names) {
  return h('ol', { class: 'chain' }, path.map((hop) => h('li', {},
    h('span', {}, names[hop.from] ?? hop.from), h('span', { class: 'edge' }, `→ ${t(`edge.${hop.edge}`).startsWith('edge.') ? hop.edge : t(`edge.${hop.edge}`)} →`), h('span', {}, names[hop.to] ?? hop.to),
    h('span', { class: 'src' }, hop.source, hop.confidence < 0.95 && ` · ${Math.round(hop.confidence * 100)} %`, hop.disputed && ` ⚠ ${t('disputed')}`))));
}

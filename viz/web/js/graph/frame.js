// @ts-check
/** The parts of the screen of the picture, empty. */
import { fill, h } from '../dom.js';
import { t } from '../i18n.js';

/** Put the parts in place and return them. @param {HTMLElement} place @returns {any} */
export function frame(place) {
  const parts = {
    bar: h('div', { class: 'graphbar', role: 'toolbar', 'aria-label': t('graph.bar') }),
    strip: h('div', { class: 'stripplace' }),
    canvas: h('div', { class: 'board', tabindex: '0', role: 'application', 'aria-label': t('graph.picture'), 'aria-describedby': 'graph-how' }),
    empty: h('div', { class: 'over' }),
    busy: h('div', { class: 'busy', role: 'status', hidden: true }, t('loading')),
    hint: h('div', { class: 'hint', 'aria-hidden': 'true', hidden: true }),
    side: h('aside', { class: 'side', 'aria-label': t('graph.side') }),
    table: h('section', { class: 'graphtable', 'aria-label': t('graph.table') }),
    foot: h('footer', { class: 'foot' }),
    stage: h('div', { class: 'stage' }),
  };
  fill(parts.stage, parts.canvas, parts.empty, parts.busy, parts.hint, h('p', { id: 'graph-how', class: 'visually-hidden' }, t('graph.picture.how')));
  fill(place, h('div', { class: 'graph picture' }, parts.bar, parts.strip,
    parts.stage, parts.side, parts.table, parts.foot));
  return parts;
}

// @ts-check
/** The keyboard on the picture: everything the mouse can do, and a page that says so. */
import { h } from '../dom.js';
import { t } from '../i18n.js';

const HELP = [['↑ ↓ ← →', 'arrows'], ['Enter', 'enter'], ['Delete', 'delete'], ['Shift Delete', 'others'], ['P', 'pin'], ['C', 'collapse'], ['G', 'group'], ['L', 'lasso'], ['F', 'find'], ['Space', 'space'], ['Ctrl Z', 'undo'], ['Ctrl Shift Z', 'redo'], ['Ctrl A', 'all'], ['+ − 0', 'zoom'], ['Alt ↑ ↓ ← →', 'move'], ['Esc', 'esc'], ['?', 'help']];
const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] });
const NUDGE = 24;

/** Which keys do what. */
export function openHelp() {
  const dialog = h('dialog', { class: 'dialog picture', 'aria-label': t('graph.help') }, h('div', { class: 'stack' }, h('h2', {}, t('graph.help')),
    h('dl', { class: 'keys' }, HELP.map(([keys, what]) => [h('dt', {}, keys.split(' ').map((key) => h('kbd', {}, key))), h('dd', {}, t(`key.${what}`))])), h('p', { class: 'quiet' }, t('key.mouse')),
    h('button', { type: 'button', onclick: () => dialog.close() }, t('close'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** The neighbour, or else any node, that lies best in a direction. @param {any} cy @param {any} from @param {[number, number]} way */
function toward(cy, from, [wx, wy]) {
  const origin = from.position();
  const best = (/** @type {any} */ nodes) => {
    let found = null;
    let least = Infinity;
    nodes.forEach((/** @type {any} */ node) => {
      const { x, y } = node.position();
      const [dx, dy] = [x - origin.x, y - origin.y];
      const along = dx * wx + dy * wy;
      const cost = along + 2.2 * Math.abs(dx * wy - dy * wx);
      if (along > 4 && cost < least && along * 2.2 > Math.abs(dx * wy - dy * wx)) { least = cost; found = node; }
    });
    return found;
  };
  return best(from.neighborhood('node')) ?? best(cy.nodes().not('.band, .frame').not(from));
}

/**
 * @param {HTMLElement} place that takes the focus @param {any} canvas
 * @param {{expand: (id: string) => void, connect: () => void, pin: () => void, hide: () => void, others: () => void, collapse: () => void, group: () => void, lasso: () => void, spoken: (id: string) => void}} acts
 */
export function takeKeys(place, canvas, acts) {
  const { cy, board } = canvas;
  /** @type {Record<string, () => void>} */
  const plain = {
    Enter: () => { if (canvas.picked[0]) acts.expand(canvas.picked[canvas.picked.length - 1]); },
    Delete: acts.hide, Backspace: acts.hide, p: acts.pin, f: acts.connect, c: acts.collapse, g: acts.group, l: acts.lasso, '?': openHelp,
    ' ': () => { const node = cy.getElementById(canvas.at ?? ''); if (node.nonempty()) { if (node.selected()) node.unselect(); else node.select(); } },
    Escape: () => canvas.choose([]),
    '+': () => cy.zoom({ level: cy.zoom() * 1.25, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    '-': () => cy.zoom({ level: cy.zoom() / 1.25, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    0: () => canvas.fit(),
  };
  const arrow = (/** @type {KeyboardEvent} */ event) => {
    const way = ARROWS[event.key];
    if (event.altKey) {
      const ids = canvas.chosen;
      if (ids.length) board.change(() => ids.forEach((/** @type {string} */ id) => { const { x, y } = board.places.get(id); board.places.set(id, { x: x + way[0] * NUDGE, y: y + way[1] * NUDGE }); }));
      return;
    }
    const here = cy.getElementById(canvas.stands.get(canvas.at) ?? canvas.at ?? canvas.picked[0] ?? '');
    const next = here.nonempty() ? toward(cy, here, way) : cy.nodes().not('.band, .frame')[0];
    if (!next && here.empty()) return;
    const goal = next ?? here;
    canvas.at = goal.id();
    if (event.shiftKey) goal.select(); else canvas.choose([goal.id()], true);
    acts.spoken(goal.id());
  };
  place.addEventListener('keydown', (event) => {
    const mark = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (mark && key === 'z') { if (event.shiftKey) board.redo(); else board.undo(); }
    else if (mark && key === 'y') board.redo();
    else if (mark && key === 'a') canvas.choose(canvas.drawn.nodes);
    else if (mark) return;
    else if (key in ARROWS) arrow(event);
    else if (event.shiftKey && key === 'Delete') acts.others();
    else if (plain[event.key === '=' ? '+' : key]) plain[event.key === '=' ? '+' : key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

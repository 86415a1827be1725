// @ts-check
/** Choosing by a line drawn around nodes. */
import { colour } from './look.js';

/** @param {{x: number, y: number}} point @param {{x: number, y: number}[]} ring */
export function isInside({ x, y }, ring) {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [a, b] = [ring[at], ring[before]];
    if ((a.y > y) !== (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/**
 * Let the next drag draw a line; what lies in it is told.
 * @param {HTMLElement} stage @param {any} canvas @param {(ids: string[]) => void} onchosen
 */
export function lasso(stage, canvas, onchosen) {
  stage.querySelector('.lasso')?.remove();
  const sheet = document.createElement('canvas');
  sheet.className = 'lasso';
  const box = stage.getBoundingClientRect();
  [sheet.width, sheet.height] = [box.width, box.height];
  stage.append(sheet);
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext('2d'));
  /** @type {{x: number, y: number}[]} */
  const ring = [];
  const at = (/** @type {PointerEvent} */ event) => ({ x: event.clientX - box.left, y: event.clientY - box.top });
  const done = () => { sheet.remove(); removeEventListener('keydown', stop, true); };
  const stop = (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') { done(); event.stopPropagation(); } };
  addEventListener('keydown', stop, true);
  sheet.addEventListener('pointerdown', (event) => { ring.push(at(event)); sheet.setPointerCapture(event.pointerId); });
  sheet.addEventListener('pointermove', (event) => {
    if (!ring.length) return;
    ring.push(at(event));
    pen.clearRect(0, 0, sheet.width, sheet.height);
    pen.strokeStyle = colour('--accent');
    pen.lineWidth = 2;
    pen.setLineDash([6, 4]);
    pen.beginPath();
    ring.forEach((point, number) => (number ? pen.lineTo(point.x, point.y) : pen.moveTo(point.x, point.y)));
    pen.stroke();
  });
  sheet.addEventListener('pointerup', () => {
    done();
    if (ring.length < 3) return;
    const ids = canvas.cy.nodes().not('.band, .frame').filter((/** @type {any} */ node) => isInside(node.renderedPosition(), ring)).map((/** @type {any} */ node) => node.id());
    onchosen(ids);
  });
}

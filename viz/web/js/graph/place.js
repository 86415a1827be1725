// @ts-check
/** Where a new node goes: beside the one that brought it, in free ground; what was placed stays. */

/** @typedef {{x: number, y: number}} Point */
const NEAR = 96;
const RINGS = 400;

/** Free ground by squares, so that looking costs the same however many nodes there are. */
class Ground {
  /** @param {Iterable<Point>} taken */
  constructor(taken) {
    /** @type {Map<string, Point[]>} */
    this.squares = new Map();
    for (const point of taken) this.take(point);
  }

  /** @param {number} x @param {number} y */
  static square(x, y) {
    return `${Math.floor(x / NEAR)},${Math.floor(y / NEAR)}`;
  }

  /** @param {Point} point */
  take(point) {
    const key = Ground.square(point.x, point.y);
    const listed = this.squares.get(key);
    if (listed) listed.push(point); else this.squares.set(key, [point]);
  }

  /** @param {Point} point */
  isFree(point) {
    for (const dx of [-NEAR, 0, NEAR]) {
      for (const dy of [-NEAR, 0, NEAR]) {
        for (const other of this.squares.get(Ground.square(point.x + dx, point.y + dy)) ?? []) {
          if (Math.hypot(other.x - point.x, (other.y - point.y) * 1.15) < NEAR) return false;
        }
      }
    }
    return true;
  }
}

/**
 * Put nodes around a centre, on the side away from what is there already.
 * @param {Map<string, Point>} places changed in place
 * @param {string[]} ids
 * @param {Point} centre
 */
export function placeBeside(places, ids, centre) {
  const ground = new Ground(places.values());
  const others = [...places.values()].filter((point) => Math.hypot(point.x - centre.x, point.y - centre.y) > 1);
  const mean = others.reduce((sum, point) => ({ x: sum.x + point.x / others.length, y: sum.y + point.y / others.length }), { x: 0, y: 0 });
  const away = others.length ? Math.atan2(centre.y - mean.y, centre.x - mean.x) : -Math.PI / 2;
  let ring = ids.length === 1 && !others.length ? 0 : 1;
  let slot = 0;
  for (const id of ids) {
    for (;;) {
      const slots = Math.max(1, ring * 8);
      const turn = (ring % 2 ? 0 : Math.PI / slots) + (slot % 2 ? 1 : -1) * Math.ceil(slot / 2) * (2 * Math.PI / slots);
      const radius = ring * 1.4 * NEAR;
      const point = { x: Math.round(centre.x + radius * Math.cos(away + turn) * 1.15), y: Math.round(centre.y + radius * Math.sin(away + turn)) };
      slot += 1;
      if (slot >= slots) { slot = 0; ring += 1; }
      if (ground.isFree(point) || ring > RINGS) { ground.take(point); places.set(id, point); break; }
    }
  }
}

/** Put nodes on free ground near the middle of what is there; several of the first in a circle, so that no line runs through a third. @param {Map<string, Point>} places @param {string[]} ids */
export function placeLoose(places, ids) {
  if (!places.size && ids.length > 2) {
    const radius = Math.max(1.2 * NEAR, ids.length * NEAR / (2 * Math.PI));
    ids.forEach((id, at) => { const angle = -Math.PI / 2 + 2 * Math.PI * at / ids.length; places.set(id, { x: Math.round(1.2 * radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) }); });
    return;
  }
  for (const id of ids) placeBeside(places, [id], places.size ? [...places.values()][0] : { x: 0, y: 0 });
}

// @ts-check
/** The map: everybody where his village lies, several of one place spread around it, outlines behind. */
import { t } from '../i18n.js';
import { colour } from './look.js';

/** @typedef {{x: number, y: number}} Point */
const APART = 74;
const WIDEST = 3200;
const LEAST = 900;
const ROUNDS = 120;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Longitude and latitude as pixels, north up. @param {import('./ground.js').Ground} ground @param {string[]} used */
function frame(ground, used) {
  const all = used.map((id) => ground.places.get(id)).filter(Boolean).map((place) => [/** @type {any} */ (place).lon, /** @type {any} */ (place).lat]);
  const rings = ground.features.flatMap((one) => one.geometry.coordinates.flat(1));
  const points = [...rings.flat(1), ...all];
  const [west, east] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const [south, north] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
  const flat = Math.cos((south + north) / 2 * Math.PI / 180);
  return { rings, unit: (/** @type {number[]} */ [lon, lat]) => ({ x: (lon - (west + east) / 2) * flat, y: ((south + north) / 2 - lat) }), width: Math.max((east - west) * flat, north - south, 1e-6) };
}

/**
 * @param {string[]} ids @param {any[]} ties @param {Map<string, any>} known @param {import('./ground.js').Ground} ground
 * @returns {{places: Map<string, Point>, mode: any, placed: number}}
 */
export function mapLayout(ids, ties, known, ground) {
  const site = siteOf(ids, ties, known, ground);
  /** @type {Map<string, string[]>} */
  const crowds = new Map();
  for (const id of ids) { const at = site.get(id) ?? ''; crowds.set(at, [...(crowds.get(at) ?? []), id]); }
  const used = [...crowds.keys()].filter(Boolean);
  const { rings, unit, width } = frame(ground, used);
  const middle = new Map(used.map((id) => { const { lon, lat } = /** @type {any} */ (ground.places.get(id)); return [id, unit([lon, lat])]; }));
  const radius = (/** @type {string} */ id) => (/** @type {any} */ (crowds.get(id)).length > 1 ? APART * 0.62 * Math.sqrt(/** @type {any} */ (crowds.get(id)).length) : 0) + APART / 2;
  let scale = LEAST / width;
  for (const [at, one] of used.entries()) {
    for (const other of used.slice(at + 1)) {
      const [a, b] = [/** @type {Point} */ (middle.get(one)), /** @type {Point} */ (middle.get(other))];
      scale = Math.max(scale, Math.min(WIDEST / width, (radius(one) + radius(other)) / Math.max(Math.hypot(a.x - b.x, a.y - b.y), 1e-9)));
    }
  }
  const centres = apart(used.map((id) => ({ id, x: /** @type {Point} */ (middle.get(id)).x * scale, y: /** @type {Point} */ (middle.get(id)).y * scale, radius: radius(id) + APART / 4 })));
  /** @type {Map<string, Point>} */
  const places = new Map();
  /** @type {any[]} */
  const bands = [];
  const on = (/** @type {Point} */ point) => ({ x: Math.round(point.x * scale), y: Math.round(point.y * scale) });
  for (const id of used) {
    const centre = /** @type {Point} */ (centres.get(id));
    const crowd = [.../** @type {string[]} */ (crowds.get(id))].sort((a, b) => Number(b === `place:${id}`) - Number(a === `place:${id}`) || (a < b ? -1 : 1));
    crowd.forEach((one, at) => { const far = crowd.length > 1 ? APART * 0.62 * Math.sqrt(at + (crowd[0] === `place:${id}` ? 0 : 0.6)) : 0; places.set(one, { x: Math.round(centre.x + far * Math.cos(at * GOLDEN)), y: Math.round(centre.y + far * Math.sin(at * GOLDEN)) }); });
    const size = 2 * radius(id);
    bands.push({ id: `band:${id}`, label: t('graph.map.place', { name: /** @type {any} */ (ground.places.get(id)).name, n: crowd.length }), x: centre.x, y: centre.y, wide: size, high: size, ring: true });
  }
  const outlines = rings.map((ring) => ring.map((/** @type {number[]} */ point) => on(unit(point))));
  nowhere(crowds.get('') ?? [], places, bands, outlines);
  const sites = [...ground.places.values()].filter((one) => one.level === 'township').map((one) => ({ ...on(unit([one.lon, one.lat])), name: one.name }));
  const made = used.filter((id) => /** @type {any} */ (ground.places.get(id)).made).length;
  return { places, placed: used.length, mode: { kind: 'map', bands, map: { outlines, sites }, note: made ? t('graph.map.made', { n: made, all: used.length }) : t('graph.map.recorded') } };
}

/** Push crowds that overlap apart, each as little as may be. @param {{id: string, x: number, y: number, radius: number}[]} crowds @returns {Map<string, Point>} */
function apart(crowds) {
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const [at, one] of crowds.entries()) {
      for (const other of crowds.slice(at + 1)) {
        const [dx, dy] = [other.x - one.x || 0.01, other.y - one.y];
        const [far, wanted] = [Math.hypot(dx, dy), one.radius + other.radius];
        if (far >= wanted - 0.5) continue;
        const push = (wanted - far) / far;
        const share = one.radius / wanted;
        other.x += dx * push * share; other.y += dy * push * share;
        one.x -= dx * push * (1 - share); one.y -= dy * push * (1 - share);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return new Map(crowds.map(({ id, x, y }) => [id, { x: Math.round(x), y: Math.round(y) }]));
}

/** Where each node stands: its own place, else that of most of its neighbours. @param {string[]} ids @param {any[]} ties @param {Map<string, any>} known @param {import('./ground.js').Ground} ground */
function siteOf(ids, ties, known, ground) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const id of ids) {
    const node = known.get(id);
    for (const place of [node?.kind === 'place' ? node.id : '', node?.place]) if (place && ground.places.has(place) && !found.has(id)) found.set(id, place);
  }
  /** @type {Map<string, Map<string, number>>} */
  const votes = new Map();
  for (const tie of ties) {
    for (const [one, other] of [[tie.source, tie.target], [tie.target, tie.source]]) {
      const place = found.get(other);
      if (found.has(one) || !place) continue;
      const counts = votes.get(one) ?? new Map();
      counts.set(place, (counts.get(place) ?? 0) + 1);
      votes.set(one, counts);
    }
  }
  for (const [id, counts] of votes) if (!known.get(id)?.place) found.set(id, [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0]);
  return found;
}

/** Who lies nowhere stands in rows below the map, and is said to. @param {string[]} ids @param {Map<string, Point>} places @param {any[]} bands @param {Point[][]} outlines */
function nowhere(ids, places, bands, outlines) {
  if (!ids.length) return;
  const all = [...outlines.flat(), ...places.values()];
  const [low, left] = [Math.max(0, ...all.map((point) => point.y)) + 160, Math.min(0, ...all.map((point) => point.x))];
  const across = Math.max(6, Math.ceil(Math.sqrt(ids.length * 3)));
  ids.forEach((id, at) => places.set(id, { x: left + (at % across) * APART * 1.2, y: low + Math.floor(at / across) * APART }));
  const [wide, high] = [Math.min(across, ids.length) * APART * 1.2 + 20, Math.ceil(ids.length / across) * APART + 40];
  bands.push({ id: 'band:nowhere', label: t('graph.map.nowhere', { n: ids.length }), x: left + wide / 2 - APART * 0.6, y: low + high / 2 - APART * 0.6, wide, high, top: true });
}

/** Draw outlines and townships on a pen that stands where the picture's does. @param {CanvasRenderingContext2D} pen @param {any} map @param {number} zoom */
export function drawMap(pen, map, zoom) {
  pen.lineWidth = 1.5 / zoom;
  pen.strokeStyle = colour('--faint');
  pen.fillStyle = colour('--soft');
  for (const ring of map.outlines) {
    pen.beginPath();
    ring.forEach((/** @type {Point} */ point, /** @type {number} */ at) => { if (at) pen.lineTo(point.x, point.y); else pen.moveTo(point.x, point.y); });
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
  pen.font = `${12 / zoom}px ${colour('--text')}`;
  pen.textAlign = 'center';
  for (const one of map.sites) {
    pen.fillStyle = colour('--faint');
    pen.beginPath();
    pen.arc(one.x, one.y, 3 / zoom, 0, 7);
    pen.fill();
    pen.fillStyle = colour('--quiet');
    pen.fillText(one.name, one.x, one.y - 6 / zoom);
  }
}

/** A sheet behind the picture that keeps in step with it. @param {HTMLElement} place @param {any} cy */
export class Backdrop {
  /** @param {HTMLElement} place @param {any} cy */
  constructor(place, cy) {
    this.cy = cy;
    this.sheet = document.createElement('canvas');
    this.sheet.className = 'backdrop';
    this.sheet.setAttribute('aria-hidden', 'true');
    place.parentElement?.insertBefore(this.sheet, place);
    /** @type {any} */
    this.map = null;
    cy.on('viewport resize', () => this.draw());
  }

  /** @param {any} map */
  show(map) {
    this.map = map ?? null;
    this.draw();
  }

  draw() {
    this.sheet.hidden = !this.map;
    if (!this.map) return;
    const [wide, high, sharp] = [this.cy.width(), this.cy.height(), devicePixelRatio || 1];
    if (this.sheet.width !== Math.round(wide * sharp) || this.sheet.height !== Math.round(high * sharp)) { this.sheet.width = Math.round(wide * sharp); this.sheet.height = Math.round(high * sharp); }
    const pen = /** @type {CanvasRenderingContext2D} */ (this.sheet.getContext('2d'));
    const { x, y } = this.cy.pan();
    const zoom = this.cy.zoom();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.sheet.width, this.sheet.height);
    pen.setTransform(sharp * zoom, 0, 0, sharp * zoom, sharp * x, sharp * y);
    drawMap(pen, this.map, zoom);
  }
}

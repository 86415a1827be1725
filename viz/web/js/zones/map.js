// @ts-check
/** The map of zones: counties, townships sized by population, zones in colour and with a number. */
import * as L from '/web/vendor/leaflet-1.9.4/leaflet-src.esm.js';
import { h } from '../dom.js';
import { figure, t } from '../i18n.js';

const MOST_NAMED = 60;
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#767676'];

/** @param {HTMLElement} place @param {any} ground */
export function mapOf(place, ground) {
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, preferCanvas: false });
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--quiet').trim();
  const counties = L.geoJSON(ground, { style: { color: ink, weight: 1, fillOpacity: 0.04, fillColor: ink }, interactive: false }).addTo(map);
  const drawn = L.layerGroup().addTo(map);
  const most = Math.max(1, ...ground.townships.map((/** @type {any} */ one) => one.population ?? one.villages ?? 1));
  map.fitBounds(counties.getBounds().isValid() ? counties.getBounds() : L.latLngBounds(ground.townships.map((/** @type {any} */ one) => [one.lat, one.lon])), { padding: [8, 8] });

  return {
    /** @param {any[]} zones @param {string|null} chosen @param {(zone: string) => void} pick @param {any[]} [before] zones loaded, as outlines */
    draw(zones, chosen, pick, before = []) {
      drawn.clearLayers();
      const at = new Map(ground.townships.map((/** @type {any} */ one) => [one.id, one]));
      const zoneOf = new Map(zones.flatMap((zone, number) => zone.places.map((/** @type {string} */ id) => [id, number])));
      for (const zone of before) {
        const points = zone.places.map((/** @type {string} */ id) => at.get(id)).filter(Boolean).map((/** @type {any} */ one) => [one.lat, one.lon]);
        if (points.length > 0) L.polygon(hull(points), { color: ink, weight: 3, dashArray: '2 6', fill: false, interactive: false }).addTo(drawn);
      }
      zones.forEach((zone, number) => {
        const points = zone.places.map((/** @type {string} */ id) => at.get(id)).filter(Boolean).map((/** @type {any} */ one) => [one.lat, one.lon]);
        if (points.length === 0) return;
        const strong = chosen === zone.zone;
        const area = L.polygon(hull(points), { color: colour(number), weight: strong ? 4 : 1.5, fillOpacity: strong ? 0.4 : 0.18, dashArray: zone.rotates === false ? '4 4' : undefined });
        area.bindTooltip(h('span', {}, `${number + 1} ${zone.name || zone.zone}`));
        area.on('click', () => pick(zone.zone));
        area.addTo(drawn);
        const middle = [mean(points.map((one) => one[0])), mean(points.map((one) => one[1]))];
        L.marker(middle, { interactive: false, keyboard: false, pane: 'popupPane', icon: L.divIcon({ className: 'zone-number', html: h('span', {}, String(number + 1)), iconSize: [24, 18] }) }).addTo(drawn);
      });
      for (const one of ground.townships) {
        const number = zoneOf.get(one.id);
        const size = Math.sqrt((one.population ?? one.villages ?? 1) / most);
        L.circleMarker([one.lat, one.lon], { radius: 3 + 8 * size, color: '#ffffff', weight: 1, fillColor: number === undefined ? '#9a9a9a' : colour(number), fillOpacity: 0.95 })
          .bindTooltip(h('span', {}, one.name, h('br'), one.population ? t('zones.people', { n: figure(one.population) }) : t('zones.no_population'), number !== undefined && [h('br'), t('zones.number', { n: number + 1 })], one.made && [h('br'), t('zones.made_one')]))
          .on('click', () => { if (number !== undefined) pick(zones[number].zone); }).addTo(drawn);
        if (ground.townships.length <= MOST_NAMED) L.tooltip([one.lat, one.lon], { permanent: true, direction: 'top', offset: [0, -6], className: 'town', interactive: false, content: h('span', {}, one.name) }).addTo(drawn);
      }
    },
    remove() { map.remove(); },
  };
}

/** @param {number} number */
export const colour = (number) => COLOURS[number % COLOURS.length];
const mean = (/** @type {number[]} */ values) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The convex hull of points (Andrew's monotone chain), a little wider. @param {number[][]} points */
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (/** @type {number[]} */ o, /** @type {number[]} */ a, /** @type {number[]} */ b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (/** @type {number[][]} */ listed) => {
    /** @type {number[][]} */
    const kept = [];
    for (const one of listed) {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], one) <= 0) kept.pop();
      kept.push(one);
    }
    return kept.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

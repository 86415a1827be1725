// @ts-check
/** The map of zones: counties, townships sized by population, zones in colour and with a number. */
import * as L from '/web/vendor/leaflet-1.9.4/leaflet-src.esm.js';
import { h } from '../dom.js';
import { figure, t } from '../i18n.js';

const MOST_NAMED = 40;
/** Okabe and Ito (2008), without yellow, which a light ground swallows; a number says it as well. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#767676'];

/** @param {number} number from 1 */
export const colour = (number) => COLOURS[(number - 1) % COLOURS.length];

/** @param {HTMLElement} place @param {any} ground */
export function mapOf(place, ground) {
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, preferCanvas: false });
  map.zoomControl.setPosition('topright');
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--quiet').trim();
  const counties = L.geoJSON(ground, { style: { color: ink, weight: 1, fillOpacity: 0.04, fillColor: ink }, interactive: false,
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ layer) => { if (ground.features.length > 1) layer.bindTooltip(h('span', {}, feature.properties.name), { permanent: true, direction: 'center', className: 'county', interactive: false }); } }).addTo(map);
  const drawn = L.layerGroup().addTo(map);
  const at = new Map(ground.townships.map((/** @type {any} */ one) => [one.id, one]));
  const most = Math.max(1, ...ground.townships.map((/** @type {any} */ one) => one.population ?? one.villages ?? 1));
  map.fitBounds(counties.getBounds().isValid() ? counties.getBounds() : L.latLngBounds(ground.townships.map((/** @type {any} */ one) => [one.lat, one.lon])), { padding: [8, 8] });
  const pointsOf = (/** @type {any} */ zone) => zone.places.map((/** @type {string} */ id) => at.get(id)).filter(Boolean).map((/** @type {any} */ one) => [one.lat, one.lon]);

  /** @param {any} zone @param {number} number @param {boolean} strong @param {() => void} pick @param {string} name */
  const area = (zone, number, strong, pick, name) => {
    const points = pointsOf(zone);
    if (points.length === 0) return;
    L.polygon(hull(points), { color: colour(number), weight: strong ? 4 : 2, fillOpacity: strong ? 0.4 : 0.2, dashArray: zone.rotates === false ? '6 5' : undefined })
      .bindTooltip(h('span', {}, name)).on('click', pick).addTo(drawn);
    L.marker([mean(points.map((/** @type {number[]} */ one) => one[0])), mean(points.map((/** @type {number[]} */ one) => one[1]))], { interactive: false, keyboard: false, pane: 'popupPane', icon: L.divIcon({ className: 'zone-number', html: h('span', {}, String(number)), iconSize: [24, 18] }) }).addTo(drawn);
  };

  return {
    /**
     * @param {any[]} zones
     * @param {{number: (zone: string) => number, named: (zone: string) => string, chosen: string|null, pick: (zone: string) => void, before?: any[], moved?: Set<string>}} how
     */
    draw(zones, { number, named, chosen, pick, before = [], moved = new Set() }) {
      drawn.clearLayers();
      const zoneOf = new Map(zones.flatMap((zone) => zone.places.map((/** @type {string} */ id) => [id, zone.zone])));
      for (const zone of before) {
        const points = pointsOf(zone);
        if (points.length > 0) L.polygon(hull(points), { color: ink, weight: 3, dashArray: '1 7', fill: false, interactive: false }).addTo(drawn);
      }
      for (const zone of zones) area(zone, number(zone.zone), chosen === zone.zone, () => pick(zone.zone), named(zone.zone));
      for (const one of ground.townships) {
        const zone = zoneOf.get(one.id);
        const radius = 3 + 8 * Math.sqrt((one.population ?? one.villages ?? 1) / most);
        if (moved.has(one.id)) L.circleMarker([one.lat, one.lon], { radius: radius + 5, color: ink, weight: 3, fill: false, interactive: false, className: 'moved-town' }).addTo(drawn);
        L.circleMarker([one.lat, one.lon], { radius, color: '#ffffff', weight: 1, fillColor: zone === undefined ? '#9a9a9a' : colour(number(zone)), fillOpacity: 0.95 })
          .bindTooltip(h('span', {}, one.name, h('br'), one.population ? t('zones.people', { n: figure(one.population) }) : t('zones.no_population'), zone !== undefined && [h('br'), named(zone)], one.made && [h('br'), t('zones.made_one')]))
          .on('click', () => { if (zone !== undefined) pick(zone); }).addTo(drawn);
        if (ground.townships.length <= MOST_NAMED) L.tooltip([one.lat, one.lon], { permanent: true, direction: 'top', offset: [0, -6], className: 'town', interactive: false, content: h('span', {}, one.name) }).addTo(drawn);
      }
    },
    /** Show one county, or all. @param {string} county */
    look(county) {
      const one = counties.getLayers().find((/** @type {any} */ layer) => layer.feature.properties.id === county);
      const bounds = (one ?? counties).getBounds();
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [8, 8] });
    },
    remove() { map.remove(); },
  };
}

/** What the signs on the map mean. @param {any} ground @param {boolean} hasZones whether zones are loaded */
export function legend(ground, hasZones) {
  const made = ground.townships.some((/** @type {any} */ one) => one.made);
  const signs = [['hull', t('legend.zone')], ['dash', t('legend.no_turn')], ['dots', ground.townships.some((/** @type {any} */ one) => one.population) ? t('legend.size') : t('legend.villages')], hasZones && ['before', t('legend.before')], hasZones && ['ring', t('legend.moved')]].filter(Boolean);
  return h('ul', { class: 'zone-legend' }, signs.map((sign) => h('li', {}, h('i', { class: `sign ${/** @type {string[]} */ (sign)[0]}`, 'aria-hidden': 'true' }), /** @type {string[]} */ (sign)[1])), h('li', {}, t(made ? 'zones.made' : 'zones.positions')));
}

const mean = (/** @type {number[]} */ values) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The convex hull of points (Andrew's monotone chain). @param {number[][]} points */
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

// @ts-check
/** The picture of a pattern's leads: found over expected, with what chance alone would do. */
import { figure, t } from '../i18n.js';
import { state } from '../state.js';

const Z = 1.96;
const LEAST = 3;

/**
 * Draw into a place; returns what takes the picture away again.
 * @param {HTMLElement} place
 * @param {string} code
 * @param {any[]} items
 * @returns {Promise<void|(() => void)>}
 */
export async function plotOf(place, code, items) {
  const points = items.filter((one) => one.expected > 0);
  if (points.length < LEAST) {
    place.remove();
    return;
  }
  const echarts = await import('/web/vendor/echarts-6.1.0/echarts.esm.min.mjs');
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--ink');
  const quiet = style.getPropertyValue('--quiet');
  const chart = echarts.init(place, null, { renderer: 'svg', locale: state.language === 'zh' ? 'ZH' : 'EN' });
  const isCount = points.every((one) => Number.isInteger(one.measure));
  const most = Math.max(...points.map((one) => one.expected));
  const across = Array.from({ length: 40 }, (_, at) => (most * 1.1 * (at + 1)) / 40);
  const limit = (/** @type {number} */ sign) => across.map((x) => [x, Math.max(0, x + sign * Z * Math.sqrt(x))]);
  chart.setOption({
    aria: { enabled: true, label: { description: t('plot.aria', { code, n: points.length }) } },
    animation: false,
    textStyle: { fontFamily: style.getPropertyValue('--text'), color: ink },
    grid: { left: 56, right: 24, top: 32, bottom: 44 },
    tooltip: { confine: true, formatter: (/** @type {any} */ one) => one.data.name ?? '' },
    xAxis: { name: t('lead.expected'), nameLocation: 'middle', nameGap: 28, axisLabel: { color: quiet }, splitLine: { show: false } },
    yAxis: { name: t('lead.measure'), axisLabel: { color: quiet }, splitLine: { lineStyle: { opacity: 0.3 } } },
    series: [
      ...(isCount ? [{ type: 'line', data: limit(1), showSymbol: false, silent: true, lineStyle: { color: quiet, width: 1, type: 'dashed' } },
      { type: 'line', data: limit(-1), showSymbol: false, silent: true, lineStyle: { color: quiet, width: 1, type: 'dashed' } }] : []),
      { type: 'line', data: across.map((x) => [x, x]), showSymbol: false, silent: true, lineStyle: { color: ink, width: 1 } },
      { type: 'scatter', symbol: 'diamond', symbolSize: 12, itemStyle: { color: style.getPropertyValue('--person') },
        data: points.map((one) => ({ value: [one.expected, one.measure], name: `${one.subject_name}: ${figure(one.measure)} / ${figure(one.expected)}`, id: one.id })) },
    ],
  });
  chart.on('click', (/** @type {any} */ one) => { if (one.data?.id) location.hash = `#/leads/${one.data.id}`; });
  const resize = () => chart.resize();
  window.addEventListener('resize', resize);
  return () => { window.removeEventListener('resize', resize); chart.dispose(); };
}

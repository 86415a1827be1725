// @ts-check
/** How things look: colour and shape say the kind, the line says the nature; colours come from the tokens. */

/** Shape and token of a kind. @type {Record<string, [string, string, number, number]>} */
const KINDS = {
  person: ['ellipse', '--person', 30, 30], implied: ['ellipse', '--paper', 26, 26], unit: ['round-rectangle', '--unit', 36, 28],
  company: ['rectangle', '--company', 30, 30], place: ['hexagon', '--place', 34, 30], group: ['octagon', '--place', 26, 26], zone: ['heptagon', '--place', 34, 34],
  household: ['round-pentagon', '--unit', 30, 30], cohort: ['round-rectangle', '--unit', 40, 20], contract: ['polygon', '--contract', 26, 32],
  bundle: ['round-hexagon', '--accent', 56, 56], programme: ['diamond', '--money', 34, 34], account: ['diamond', '--money', 28, 28], asset: ['rhomboid', '--money', 36, 26], case: ['tag', '--case', 34, 26],
};
const LINE = 9;
/** Colours of communities; each bears its number too, so that colour alone tells nothing. */
export const COMMUNITIES = ['--person', '--company', '--place', '--contract', '--money', '--unit', '--must'];
const LONGEST = 2 * LINE;

/** What a node looks like: a unit that is a company is drawn as one. @param {{kind: string, type?: string}} node */
export const lookOf = (node) => (node.kind === 'unit' && ['company', 'cooperative', 'bank'].includes(node.type ?? '') ? 'company' : node.kind);

/** A name on at most two lines; Latin words are left whole. @param {string} name */
export function short(name) {
  const cut = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  return cut.length > LINE && !/^[ -~]+$/.test(cut) ? `${cut.slice(0, Math.ceil(cut.length / 2))}\n${cut.slice(Math.ceil(cut.length / 2))}` : cut;
}

/** @param {string} token */
export const colour = (token) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();

/** @returns {any[]} the stylesheet of the picture in the colours of the theme */
export function styles() {
  const [ink, quiet, faint, paper, accent, line] = ['--ink', '--quiet', '--faint', '--paper', '--accent', '--line'].map(colour);
  const font = colour('--text');
  return [
    { selector: 'node', style: {
      label: 'data(label)', 'font-family': font, 'font-size': 13, color: ink, 'text-valign': 'bottom', 'text-margin-y': 5, 'text-wrap': 'wrap',
      'text-outline-color': paper, 'text-outline-width': 2.5, 'min-zoomed-font-size': 8, 'background-color': faint, width: 30, height: 30, 'overlay-opacity': 0,
      'background-image': 'data(marks)', 'background-width': 'data(markWidths)', 'background-height': 'data(markHeights)', 'background-clip': 'none', 'background-image-containment': 'over',
      'background-position-x': 'data(markX)', 'background-position-y': 'data(markY)', 'bounds-expansion': 14,
    } },
    ...Object.entries(KINDS).map(([kind, [shape, token, width, height]]) => ({ selector: `node[look="${kind}"]`, style: { shape, 'background-color': colour(token), width, height } })),
    { selector: 'node[look="contract"]', style: { 'shape-polygon-points': [-0.2, -1, 1, -1, 1, 1, -1, 1, -1, -0.4] } },
    { selector: 'node[?official]', style: { 'border-width': 3, 'border-color': paper, 'outline-width': 3, 'outline-color': colour('--person'), 'outline-offset': 0 } },
    { selector: 'node[look="implied"]', style: { 'border-width': 2, 'border-style': 'dashed', 'border-color': colour('--person') } },
    { selector: 'node[?died]', style: { 'background-opacity': 0.55 } },
    { selector: 'edge', style: {
      label: 'data(label)', 'font-family': font, 'font-size': 11, color: quiet, 'text-wrap': 'wrap', 'text-background-color': paper, 'text-background-opacity': 0.9, 'text-background-padding': 2,
      'min-zoomed-font-size': 9, 'curve-style': 'bezier', 'control-point-step-size': 44, width: 2, 'line-color': quiet, 'target-arrow-color': quiet, 'arrow-scale': 0.8, 'overlay-opacity': 0,
    } },
    { selector: 'edge[?directed]', style: { 'target-arrow-shape': 'vee' } },
    { selector: 'edge[nature="kin"]', style: { 'line-color': colour('--person'), 'target-arrow-color': colour('--person') } },
    { selector: 'edge[nature="marriage"]', style: { width: 3, 'line-color': paper, 'line-outline-width': 2, 'line-outline-color': colour('--person') } },
    { selector: 'edge[nature="acquaintance"]', style: { 'line-style': 'dashed', 'line-dash-pattern': [6, 4] } },
    { selector: 'edge[nature="office"]', style: { 'line-color': colour('--unit'), 'target-arrow-color': colour('--unit') } },
    { selector: 'edge[nature="business"]', style: { 'line-color': colour('--company'), 'target-arrow-color': colour('--company') } },
    { selector: 'edge[nature="money"]', style: { 'line-style': 'dotted', 'line-color': colour('--money'), 'target-arrow-color': colour('--money'), 'target-arrow-shape': 'triangle', width: 'data(width)' } },
    { selector: 'edge[nature="place"]', style: { width: 1, 'line-color': faint } },
    { selector: 'edge[?thin]', style: { width: 1 } },
    { selector: 'edge[?over]', style: { 'line-color': faint, 'target-arrow-color': faint, 'line-outline-width': 0, 'line-style': 'solid', width: 1.5, 'line-opacity': 0.75 } },
    { selector: 'edge[?faded]', style: { 'line-style': 'dashed', 'line-dash-pattern': [10, 7], 'line-color': faint, 'target-arrow-color': faint, 'line-outline-width': 0, width: 1.5 } },
    { selector: 'edge[?derived]', style: { 'line-style': 'dotted', 'line-color': faint, 'target-arrow-shape': 'none', 'line-outline-width': 0, width: 2.5 } },
    { selector: 'edge.counted', style: { width: 'data(width)', 'curve-style': 'bezier' } },
    { selector: 'edge.many', style: { 'curve-style': 'haystack', 'haystack-radius': 0, label: '', 'line-outline-width': 0 } },
    { selector: 'edge.level', style: { 'curve-style': 'straight' } },
    { selector: 'edge.generations', style: { 'curve-style': 'taxi', 'taxi-direction': 'vertical', 'taxi-turn': '50%', 'target-arrow-shape': 'none', label: '' } },
    { selector: 'node[look="bundle"]', style: { width: 'data(size)', height: 'data(size)', 'background-color': colour('--accent-soft'), 'border-width': 2, 'border-color': accent, 'font-weight': 600, 'min-zoomed-font-size': 5, 'text-valign': 'center', 'text-margin-y': 0, 'text-outline-color': colour('--accent-soft'), 'text-outline-width': 2, 'line-height': 1.25 } },
    { selector: 'node.group', style: { shape: 'round-rectangle', width: 'data(size)', height: 'data(size)', 'background-color': colour('--accent-soft'), 'border-width': 4, 'border-style': 'double', 'border-color': accent, 'font-weight': 600, 'font-size': 15, 'min-zoomed-font-size': 5, 'text-valign': 'center', 'text-margin-y': 0 } },
    { selector: 'node.frame', style: { shape: 'round-rectangle', 'background-color': accent, 'background-opacity': 0.06, 'border-width': 1.5, 'border-style': 'dashed', 'border-color': accent, padding: 22, 'text-valign': 'top', 'text-margin-y': -4, 'font-weight': 600, color: quiet, 'background-image': 'none' } },
    { selector: 'node.sized', style: { width: 'data(size)', height: 'data(size)' } },
    { selector: 'node.band', style: { shape: 'rectangle', width: 'data(wide)', height: 'data(high)', 'background-color': line, 'background-opacity': 0.35, label: 'data(label)', 'text-valign': 'center', 'text-halign': 'center', 'text-margin-x': 'data(labelX)', 'text-margin-y': -40, color: quiet, 'font-size': 'data(labelSize)', 'font-weight': 600, 'z-index': 0, 'z-index-compare': 'manual', 'min-zoomed-font-size': 6, 'background-image': 'none' } },
    { selector: 'node.ring', style: { shape: 'ellipse', 'background-opacity': 0, 'border-width': 1.5, 'border-style': 'dashed', 'border-color': faint, 'text-halign': 'center', 'text-valign': 'top', 'text-margin-x': 0, 'text-margin-y': 8 } },
    { selector: 'node.top', style: { 'text-halign': 'center', 'text-valign': 'top', 'text-margin-x': 0, 'text-margin-y': -4 } },
    { selector: 'node.spouse', style: under('--money') }, { selector: 'node.lineal', style: under('--person') },
    { selector: 'node.collateral_3', style: under('--place') }, { selector: 'node.near_affinity', style: under('--contract') },
    { selector: 'node.aside', style: { 'background-blacken': 0, opacity: 0.45 } },
    ...COMMUNITIES.map((token, number) => ({ selector: `node.c${number}`, style: { 'underlay-color': colour(token), 'underlay-opacity': 0.34, 'underlay-padding': 9, 'underlay-shape': 'ellipse' } })),
    { selector: '.ego', style: { 'border-width': 3, 'border-color': ink, 'font-weight': 700 } },
    { selector: 'edge:selected, edge.lit', style: { 'line-color': accent, 'target-arrow-color': accent, color: ink, 'z-index': 9 } },
    { selector: 'edge[nature="marriage"]:selected, edge[nature="marriage"].lit', style: { 'line-color': paper, 'line-outline-color': accent } },
    { selector: 'node:selected', style: { 'underlay-color': accent, 'underlay-opacity': 0.32, 'underlay-padding': 9, 'underlay-shape': 'ellipse', 'font-weight': 700 } },
  ];
}

/** The soft band of a legal circle behind a person. @param {string} token */
const under = (token) => ({ 'underlay-color': colour(token), 'underlay-opacity': 0.16, 'underlay-padding': 16, 'underlay-shape': 'round-rectangle' });

/** @type {Map<string, {url: string, width: number}>} */
const drawn = new Map();

/** A badge as a picture: `+12`, or the head of a pin. @param {string} text */
function badge(text) {
  const key = text + colour('--ink') + colour('--paper');
  const found = drawn.get(key);
  if (found) return found;
  const width = text ? 8 + text.length * 6.4 : 14;
  const canvas = document.createElement('canvas');
  canvas.width = width * 3;
  canvas.height = 14 * 3;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.scale(3, 3);
  pen.fillStyle = colour('--ink');
  pen.strokeStyle = colour('--paper');
  pen.beginPath();
  if (text) pen.roundRect(0.5, 0.5, width - 1, 13, 6.5); else pen.arc(7, 7, 5.5, 0, 7);
  pen.fill();
  pen.lineWidth = 1;
  pen.stroke();
  pen.fillStyle = colour('--paper');
  if (!text) { pen.beginPath(); pen.arc(7, 7, 2, 0, 7); pen.fill(); }
  pen.font = `600 10px ${colour('--text')}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, width / 2, 7.5);
  const made = { url: canvas.toDataURL(), width };
  drawn.set(key, made);
  return made;
}

/** The marks of a node: how many neighbours are folded, a pin, and that it is new. @param {number} folded @param {boolean} pinned @param {string} [fresh] the word for new */
export function marksOf(folded, pinned, fresh = '') {
  const count = folded > 0 ? badge(folded > 999 ? `+${Math.round(folded / 100) / 10}k` : `+${folded}`) : null;
  const pin = pinned ? badge('') : null;
  const news = fresh ? badge(fresh) : null;
  const marks = [news && { url: news.url, w: news.width, h: 14, x: '145%', y: '125%' }, count && { url: count.url, w: count.width, h: 14, x: '145%', y: '-25%' }, pin && { url: pin.url, w: 14, h: 14, x: '-35%', y: '-25%' }].filter(Boolean);
  const list = (/** @type {string} */ name) => marks.map((/** @type {any} */ mark) => mark[name]);
  return marks.length ? { marks: list('url'), markWidths: list('w').map((w) => `${w}px`), markHeights: list('h').map((w) => `${w}px`), markX: list('x'), markY: list('y') }
    : { marks: 'none', markWidths: 'auto', markHeights: 'auto', markX: '50%', markY: '50%' };
}

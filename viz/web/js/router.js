// @ts-check
/** Screens by the address after #: `#/person/P1` shows the screen `person` with `P1`. */

/** @typedef {{show: (place: HTMLElement, parts: string[], query: URLSearchParams) => (void|(() => void)|Promise<void|(() => void)>)}} Screen */

/** @type {Map<string, () => Promise<Screen>>} */
const screens = new Map();
/** @type {void|(() => void)} */
let leave;
let shown = 0;

/** @param {string} name @param {() => Promise<Screen>} load */
export function screen(name, load) {
  screens.set(name, load);
}

/** Go to a screen. @param {string} path */
export function go(path) {
  location.hash = path;
}

/** Return the parts and the query of the address. */
export function where() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  return { parts: path.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

/**
 * Show the screen of the address.
 * @param {HTMLElement} place
 * @param {string} first screen when none is named
 * @param {boolean} [only] whether it is the only one there is, whatever is named
 */
export async function show(place, first, only = false) {
  const { parts, query } = where();
  const name = !only && screens.has(parts[0]) ? parts[0] : first;
  const turn = ++shown;
  if (leave) leave();
  leave = undefined;
  for (const open of document.querySelectorAll('dialog[open]')) /** @type {HTMLDialogElement} */ (open).close();
  const load = screens.get(name);
  if (!load) return;
  const found = await load();
  if (turn !== shown) return;
  place.replaceChildren();
  place.dataset.screen = name;
  const left = await found.show(place, parts.slice(1), query);
  if (turn === shown) leave = left;
  else if (left) left();
}

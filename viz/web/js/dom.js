// @ts-check
/** Elements without markup: every text is a text node, so that no name can be a tag. */

/**
 * Make an element. `on…` properties are listeners, `data-`/`aria-` and plain words attributes.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node|string|number|null|undefined|false|Array<any>)} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name === 'value') /** @type {any} */ (element).value = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

/** @param {Element|DocumentFragment} parent @param {Array<any>} children */
export function add(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Put children in place of what an element holds. @param {Element} parent @param {...any} children */
export function fill(parent, ...children) {
  parent.replaceChildren();
  add(parent, children);
}

/** Say something to who listens instead of looking. @param {string} text */
export function say(text) {
  const status = document.getElementById('status');
  if (status) status.textContent = text;
}

/** Show a passing notice; bad ones stay until they are closed. @param {string} text @param {boolean} [bad] */
export function notify(text, bad = false) {
  const place = document.getElementById('notices');
  if (!place) return;
  const notice = h('div', { class: bad ? 'notice bad' : 'notice' }, h('span', {}, text));
  notice.append(h('button', { type: 'button', onclick: () => notice.remove() }, '×'));
  place.append(notice);
  if (!bad) setTimeout(() => notice.remove(), 6000);
}

/** @param {string} name @param {Blob} content */
export function download(name, content) {
  const link = h('a', { href: URL.createObjectURL(content), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// @ts-check
/** What the explorer knows beside what is on screen: who is logged in, why he looks, which day. */

const KEPT = ['language', 'theme'];

class State extends EventTarget {
  constructor() {
    super();
    /** @type {any} */
    this.account = null;
    /** Purpose that opens relatives: case:ID, authorization:N or lead:ID; each tab has its own. */
    this.purpose = '';
    /** The day asked about, ISO; blank is today. */
    this.on = '';
    this.language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
    this.theme = localStorage.getItem('theme') ?? '';
    /** The other tabs of this browser, which share the session. */
    this.tabs = new BroadcastChannel('huibi');
  }

  /** Change something and tell who listens. @param {Record<string, any>} changes */
  set(changes) {
    const [was, will] = [this.account?.login, 'account' in changes ? changes.account?.login : this.account?.login];
    for (const [name, value] of Object.entries(changes)) {
      /** @type {any} */ (this)[name] = value;
      if (KEPT.includes(name)) localStorage.setItem(name, value);
    }
    if (was !== will && (was || will)) this.tell('session');
    this.dispatchEvent(new CustomEvent('change', { detail: Object.keys(changes) }));
  }

  /** Nobody is logged in any more. */
  leave() {
    if (this.account) this.set({ account: null, purpose: '' });
  }

  /** Let the other tabs know that something is no longer as they show it. @param {string} what */
  tell(what) {
    this.tabs.postMessage(what);
  }

  /** Do something whenever another tab tells of this. @param {string} what @param {() => void} act @returns {() => void} ends it */
  hear(what, act) {
    const listen = (/** @type {MessageEvent} */ event) => { if (event.data === what) act(); };
    this.tabs.addEventListener('message', listen);
    return () => this.tabs.removeEventListener('message', listen);
  }

  /** Whether who is logged in holds one of these roles. @param {...string} roles */
  is(...roles) {
    return Boolean(this.account?.roles.some((/** @type {string} */ role) => roles.includes(role)));
  }
}

export const state = new State();

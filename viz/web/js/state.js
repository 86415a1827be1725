// @ts-check
/** What the explorer knows beside what is on screen: who is logged in, why he looks, which day. */

const KEPT = ['language', 'theme'];

class State extends EventTarget {
  constructor() {
    super();
    /** @type {any} */
    this.account = null;
    /** Purpose that opens relatives: case:ID, authorization:N or lead:ID. */
    this.purpose = '';
    /** The day asked about, ISO; blank is today. */
    this.on = '';
    this.language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
    this.theme = localStorage.getItem('theme') ?? '';
  }

  /** Change something and tell who listens. @param {Record<string, any>} changes */
  set(changes) {
    for (const [name, value] of Object.entries(changes)) {
      /** @type {any} */ (this)[name] = value;
      if (KEPT.includes(name)) localStorage.setItem(name, value);
    }
    this.dispatchEvent(new CustomEvent('change', { detail: Object.keys(changes) }));
  }

  /** Nobody is logged in any more. */
  leave() {
    if (this.account) this.set({ account: null, purpose: '' });
  }

  /** Whether who is logged in holds one of these roles. @param {...string} roles */
  is(...roles) {
    return Boolean(this.account?.roles.some((/** @type {string} */ role) => roles.includes(role)));
  }
}

export const state = new State();

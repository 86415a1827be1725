// @ts-check
/** "May he take it, and why not?": anybody is checked against a case without being put on it. */
import { post, said } from '../api.js';
import { fill, h, say } from '../dom.js';
import { t } from '../i18n.js';
import { searchBox } from '../parts/search-box.js';
import { card } from './verdict.js';

/**
 * @param {any} one a case of which nothing is withheld
 * @param {((person: string) => void)|null} take
 * @returns {{element: HTMLElement, about: (person: string, on?: string) => Promise<void>}}
 */
export function probe(one, take) {
  const answer = h('div', { class: 'stack', 'aria-live': 'polite', tabindex: -1 });
  let turn = 0;
  const about = async (/** @type {string} */ person, /** @type {string|undefined} */ on) => {
    const mine = ++turn;
    fill(answer, h('p', { class: 'quiet', role: 'status' }, t('probe.checking')));
    answer.scrollIntoView({ block: 'nearest' });
    try {
      const found = await post('/checks', {
        id: one.case, matter: one.matter, received: on ?? one.check?.on ?? one.received, unit: one.unit, place: one.place,
        parties: one.parties.map((/** @type {any} */ party) => (party.unit ? { unit: party.unit, role: party.role } : { person: party.person, role: party.role })), candidates: [person],
      });
      if (mine !== turn) return;
      const [judged] = found.check.candidates;
      const free = judged.verdict === 'clear' && take && !one.team.some((/** @type {any} */ member) => member.person === person);
      fill(answer, card(judged, found, { open: true, buttons: [free && h('button', { type: 'button', class: 'primary', onclick: () => take(person) }, t('probe.take')), h('button', { type: 'button', class: 'plain', onclick: () => { turn += 1; fill(answer); } }, t('close'))] }),
        h('p', { class: 'quiet' }, t('draft.not_kept')));
      say(`${found.names[person] ?? person} ${t(`verdict.${judged.verdict}`)}`);
      answer.scrollIntoView({ block: 'nearest' });
    } catch (error) { if (mine === turn) fill(answer, h('p', { class: 'problem' }, said(error))); }
  };
  const element = h('section', { class: 'probe noprint', 'aria-label': t('probe') }, h('h2', {}, t('probe')), searchBox({ kind: 'person', label: t('probe.hint'), onpick: (item) => about(item.id) }), answer);
  return { element, about };
}

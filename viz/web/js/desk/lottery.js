// @ts-check
/** Handlers by lot: promised, drawn when the public numbers are out, and derived again by anybody. */
import { get, onceKey, post, said } from '../api.js';
import { fill, h, notify, say } from '../dom.js';
import { t, told } from '../i18n.js';
import { ask } from './dialog.js';
import { derive } from './proof.js';
import { person } from './verdict.js';

/** Ask for a draw, at once or promised. @param {any} one a case @param {() => Promise<void>} renew */
export function assign(one, renew) {
  ask({
    title: t('desk.assign'), why: t('assign.why'), send: t('desk.assign'),
    fields: [{ name: 'public_source', label: t('assign.source'), hint: t('assign.source.hint') }],
    act: async (given, { key, signal }) => {
      const { lottery, names } = await post('/assignments', { cases: [one.case], public_source: given.public_source }, key, { signal });
      result(lottery, names, one.case);
      await renew();
    },
  });
}

/** Say what a draw came to. @param {any} lottery @param {Record<string, string>} names @param {string} id */
function result(lottery, names, id) {
  const done = lottery.assignments?.find((/** @type {any} */ each) => each.case === id);
  const left = lottery.unassigned?.find((/** @type {any} */ each) => each.case === id) ?? lottery.unassigned?.[0];
  const text = done ? t('assign.done', { handler: names[done.handler] ?? done.handler, second: names[done.second] ?? done.second ?? '—', chance: Math.round(done.probability * 100) })
    : left ? t('assign.none', { why: (left.blocking ?? []).map((/** @type {any} */ block) => told(block.words ?? block)).join('；') }) : t('assign.promised', { batch: lottery.batch });
  notify(text, !done && Boolean(left));
  say(text);
}

/**
 * The lotteries of a case: what was promised waits here until it is drawn; what was drawn is open to proof.
 * @param {HTMLElement} place @param {any} one @param {any} shown @param {() => Promise<void>} renew
 */
export async function lotteries(place, one, shown, renew) {
  let batches;
  try {
    batches = (await get('/assignments')).filter((/** @type {any} */ batch) => batch.cases.includes(one.case));
  } catch (error) {
    fill(place, h('h2', {}, t('lottery')), h('p', { class: 'problem' }, said(error)));
    return;
  }
  if (batches.length === 0) { place.hidden = true; return; }
  place.hidden = false;
  fill(place, h('h2', {}, t('lottery')), one.assignment && drawn(one.assignment, shown.names),
    h('ul', { class: 'acts' }, batches.map((/** @type {any} */ batch) => row(batch, one, renew))));
}

/** Who was drawn, with which chance, and who was passed over and why. @param {any} done @param {Record<string, string>} names */
function drawn(done, names) {
  const share = (/** @type {number|undefined} */ p) => (p === undefined || p === null ? '' : t('lottery.chance', { n: Math.round(p * 100) }));
  const passed = done.rejected ?? [];
  return h('div', { class: 'stack' },
    h('p', {}, t('team.handler'), ' ', person(done.handler, names), h('span', { class: 'quiet' }, ` ${share(done.probability)}`), done.second && [' · ', t('team.second'), ' ', person(done.second, names), h('span', { class: 'quiet' }, ` ${share(done.second_probability)}`)]),
    passed.length > 0 && h('details', {}, h('summary', {}, t('lottery.passed', { n: passed.length })),
      h('ul', { class: 'people' }, passed.map((/** @type {any} */ each) => h('li', {}, person(each.handler, names), h('span', { class: 'quiet' }, ` ${told(each)}`))))));
}

/** @param {any} batch @param {any} one @param {() => Promise<void>} renew */
function row(batch, one, renew) {
  const proof = h('div', { class: 'stack', 'aria-live': 'polite' });
  const path = `/assignments/${encodeURIComponent(batch.batch)}`;
  const reveal = () => ask({
    title: t('lottery.reveal'), why: t('lottery.reveal.why', { source: batch.public_source }), send: t('lottery.reveal'),
    fields: [{ name: 'public_seed', label: t('lottery.seed'), required: true }],
    act: async (given, { signal }) => {
      const { lottery, names } = await post(`${path}/reveal`, given, onceKey(), { signal });
      result(lottery, names, one.case);
      await renew();
    },
  });
  const digests = async () => {
    const { lottery } = await post(`${path}/reveal`, {}, onceKey());
    return h('dl', { class: 'facts digests' }, [['lottery.commitment', lottery.seed_commitment], ['lottery.own_seed', lottery.revealed.seed], ['lottery.nonce', lottery.revealed.nonce], ['lottery.seed', lottery.revealed.public_seed], ['lottery.input', lottery.input_digest]]
      .filter(([, text]) => text).map(([key, text]) => [h('dt', {}, t(key)), h('dd', { class: 'mono' }, text)]));
  };
  const prove = (/** @type {any} */ event) => derive(batch.batch, event.currentTarget, proof, digests);
  return h('li', {}, h('div', { class: 'row' }, h('span', { class: 'mono' }, batch.batch), h('span', { class: batch.state === 'promised' ? 'tag warn' : 'tag' }, t(`lottery.${batch.state}`)), h('span', { class: 'quiet' }, [batch.at.slice(0, 16).replace('T', ' '), t('lottery.cases', { n: batch.cases.length }), batch.public_source].filter(Boolean).join(' · ')), h('span', { class: 'spring' }),
    batch.state === 'promised' ? h('button', { type: 'button', class: 'primary', onclick: reveal }, t('lottery.reveal')) : h('button', { type: 'button', onclick: prove }, t('lottery.prove'))), proof);
}

import { api } from './api.js';
import { html, repeat, svg } from './lit.js';
import { empty, jobState, loading, problem } from './parts.js';
import { readable } from './plain.js';
import { Remote } from './remote.js';
import { address } from './router.js';
import { age } from './time.js';
import { moveFocus } from './focus.js';
import { actionText, bookings, count, number, OUTCOME_ORDER, outcomeText, reasonText } from './words.js';

// All orders that were given, newest first, each with how far it is and what became of it.
export function jobs() {
  const remote = new Remote(() => api('/jobs'));
  remote.load();
  return {
    title: 'Jobs',
    heard: () => remote.refresh(),
    leave: () => remote.stop(),
    keys: () => ({
      j: ['Next job', () => moveFocus('.job > a', 1)],
      k: ['Job before', () => moveFocus('.job > a', -1)],
      Enter: ['Open it'],
    }),
    draw() {
      const all = remote.value?.jobs;
      if (!all) return remote.error ? problem(remote.error, () => remote.load()) : loading('the jobs');
      return html`<h1>Jobs</h1>
        ${problem(remote.error, () => remote.load())}
        ${all.length
          ? html`<ul class="rows card">${repeat(all, (job) => job.id, jobRow)}</ul>`
          : empty('No job yet.', 'When dead letters are replayed or discarded, what becomes of each is followed here.')}`;
    },
  };
}

export const jobTitle = (job) => `${actionText(job.order.action)} ${job.order.action === 'discard' ? count(job.planned, 'letter') : bookings(job.planned)}${about(job.order)}`;

function about(order) {
  const reason = order.filter?.reason;
  return reason ? `: ${reasonText(reason)}` : '';
}

export function jobRow(job) {
  return html`<li class="job">
    <a href=${address('jobs', job.id)}>
      <span class="what"><b>${jobTitle(job)}</b><small class="soft">${readable(job.order.by)} · ${age(job.created_at)}${job.order.note ? ` · ${readable(job.order.note)}` : ''}</small></span>
      ${progress(job)} ${jobState(job)}
    </a>
  </li>`;
}

// How far it is, and of what is done what became of it, as one bar.
export function progress(job) {
  const planned = Math.max(job.planned, job.done, 1);
  const known = outcomes(job);
  const rest = job.done - known.reduce((sum, [, n]) => sum + n, 0);
  let x = 0;
  const part = ([name, n]) => {
    const from = x;
    x += (n / planned) * 1000;
    return svg`<rect class="o-${name}" x=${from} width=${x - from} height="8" />`;
  };
  return html`<span class="progress">
    <svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
      ${[...known, ...(rest > 0 ? [['done', rest]] : [])].map(part)}
    </svg>
    <small>${number(job.done)} of ${number(job.planned)}${known.map(([name, n]) => ` · ${number(n)} ${outcomeText(name).toLowerCase()}`)}</small>
  </span>`;
}

export const outcomes = (job) => OUTCOME_ORDER.map((name) => [name, job.outcomes?.[name] ?? 0]).filter(([, n]) => n > 0);

import { api, query } from './api.js';
import { describe } from './filters.js';
import { moveFocus } from './focus.js';
import { jobTitle, outcomes, progress } from './jobs.js';
import { html, nothing, repeat } from './lit.js';
import { fate, jobState, loading, problem, reasonLabel, who } from './parts.js';
import { readable } from './plain.js';
import { Remote } from './remote.js';
import { address, go } from './router.js';
import { changed, mayChange } from './state.js';
import { moment } from './time.js';
import { count, number, outcomeText, reasonText } from './words.js';

const PAGE = 100;

// One job: how far it is, what became of each of its letters, and the way to stop or continue it.
export function job(route) {
  const { id } = route;
  const path = '/jobs/' + encodeURIComponent(id);
  let pages = 1;
  const remote = new Remote(() => api(path));
  const letters = new Remote(() => readPages(path, pages));
  let failed = null;
  let busy = false;

  function load() {
    remote.load();
    letters.load();
  }

  async function tell(verb) {
    busy = true;
    failed = null;
    changed();
    try {
      remote.value = await api(`${path}/${verb}`, { method: 'POST' });
    } catch (error) {
      failed = error;
    }
    busy = false;
    load();
  }

  function more() {
    pages++;
    letters.load();
  }

  load();
  return {
    title: 'Job',
    heard(name) {
      if (name === 'overview') return;
      remote.refresh();
      letters.refresh();
    },
    leave() {
      remote.stop();
      letters.stop();
    },
    keys: () => ({
      j: ['Next letter', () => moveFocus('.outcome > a', 1)],
      k: ['Letter before', () => moveFocus('.outcome > a', -1)],
      Enter: ['Open it'],
      Escape: ['Back to the jobs', () => go('#/jobs')],
    }),
    draw() {
      const value = remote.value;
      if (!value) return remote.error ? problem(remote.error, load) : loading('the job');
      return html`<p class="back"><a href="#/jobs">Jobs</a></p>
        ${problem(failed)} ${problem(remote.error, load)}
        <section class="card jobhead">
          <div class="title"><h1>${jobTitle(value)}</h1>${jobState(value)}</div>
          <p class="state">${sentence(value)}</p>
          ${progress(value)}
          <div class="outcomes">${outcomes(value).map(([name, n]) => html`<span class="o-${name}"><b>${number(n)}</b> ${outcomeText(name)}</span>`)}</div>
          ${mayChange() ? actions(value, tell, busy) : nothing} ${facts(value)}
        </section>
        ${list(letters, value, more)}`;
    },
  };
}

async function readPages(path, pages) {
  const all = [];
  let cursor = null;
  for (let i = 0; i < pages; i++) {
    const page = await api(`${path}/letters${query({ limit: PAGE, cursor })}`);
    all.push(...page.letters);
    cursor = page.next;
    if (!cursor) break;
  }
  return { letters: all, next: cursor };
}

function sentence(job) {
  const waiting = job.outcomes?.waiting ?? 0;
  if (job.detail) return job.detail.replace(/\b[A-Z]+(_[A-Z]+)+\b/g, reasonText) + (job.state === 'stopped' ? ' Look at why before you continue.' : '');
  if (job.state === 'queued') return 'Other jobs are before it.';
  if (job.state === 'running') return job.done < job.planned ? 'On its way.' : 'All are written; it waits for what becomes of them.';
  if (job.state === 'cancelled') return `${job.changed_by} cancelled it. What was done stays done; the others are untouched.`;
  if (job.order.action === 'discard') return 'All of them are discarded.';
  return waiting ? `All are replayed; ${number(waiting)} still wait for their outcome.` : 'All are replayed, and all have an outcome.';
}

function actions(job, tell, busy) {
  if (job.state === 'running' || job.state === 'queued')
    return html`<div class="actions"><button class="danger" ?disabled=${busy} @click=${() => tell('cancel')}>Cancel the rest</button></div>`;
  if (job.state === 'cancelled' || job.state === 'stopped')
    return html`<div class="actions"><button class=${job.state === 'cancelled' ? 'primary' : ''} ?disabled=${busy} @click=${() => tell('resume')}>Continue with the other ${number(Math.max(0, job.planned - job.done))}</button></div>`;
  return nothing;
}

function facts(job) {
  const { order } = job;
  return html`<dl class="facts">
    <div><dt>Ordered by</dt><dd>${readable(order.by || '–')}</dd></div>
    <div><dt>When</dt><dd>${moment(job.created_at)}</dd></div>
    <div><dt>Why</dt><dd>${readable(order.note || '–')}</dd></div>
    <div><dt>What</dt><dd>${order.filter ? describe(order.filter) : count(order.ids_count ?? job.planned, 'chosen letter')}</dd></div>
    <div><dt>Pace</dt><dd>${order.rate ? `${order.rate} a second at most` : 'what live bookings leave free'}</dd></div>
    <div><dt>Last changed</dt><dd>${moment(job.changed_at)} by ${job.changed_by}</dd></div>
    <div><dt>Job id</dt><dd><code>${job.id}</code></dd></div>
  </dl>`;
}

function list(letters, job, more) {
  if (!letters.value) return letters.error ? problem(letters.error, () => letters.load()) : loading('its letters');
  const all = letters.value.letters;
  if (!all.length) return nothing;
  return html`<section>
    <h2>What became of them</h2>
    <ul class="rows card">${repeat(all, (letter) => letter.id, (letter) => row(letter, job))}</ul>
    ${letters.value.next ? html`<button class="wide" @click=${more}>Show more</button>` : nothing}
  </section>`;
}

function row(letter, job) {
  const again = letter.fate?.reason;
  return html`<li class="outcome">
    <a href=${address('letters', letter.id)}>
      <span class="what">${reasonLabel(letter.reason)}<small class="soft">${who(letter) || readable(letter.request_id || letter.id)}${letter.resolution?.edited ? ' · edited' : ''}</small></span>
      <span class="became">${job.order.action === 'replay' ? html`<span aria-hidden="true">→</span>` : nothing} ${fate(letter)} ${again ? reasonLabel(again) : nothing}</span>
    </a>
  </li>`;
}

import { api } from './api.js';
import { html, nothing } from './lit.js';
import { empty, loading, problem } from './parts.js';
import { readable } from './plain.js';
import { Remote } from './remote.js';
import { address } from './router.js';
import { moment } from './time.js';

// Who did what, when and why.
export function audit() {
  const remote = new Remote(() => api('/audit'));
  remote.load();
  return {
    title: 'Audit',
    heard: (name) => name === 'jobs' && remote.refresh(),
    leave: () => remote.stop(),
    keys: () => ({}),
    draw() {
      const all = remote.value?.entries;
      if (!all) return remote.error ? problem(remote.error, () => remote.load()) : loading('the audit');
      return html`<h1>Audit</h1>
        ${problem(remote.error, () => remote.load())}
        ${all.length ? html`<ul class="rows card audit">${all.map(row)}</ul>` : empty('Nobody changed anything yet.', 'Whatever somebody replays, discards, cancels or resumes is noted here.')}`;
    },
  };
}

const row = (entry) => html`<li>
  <a href=${entry.job_id ? address('jobs', entry.job_id) : '#/audit'}>
    <span class="what"><span><b>${readable(entry.by)}</b> ${readable(entry.what)}</span>${entry.note ? html`<small class="soft">“${readable(entry.note)}”</small>` : nothing}${entry.job_id ? html`<small class="soft">job ${entry.job_id}</small>` : nothing}</span>
    <span class="soft">${moment(entry.at)}</span>
  </a>
</li>`;

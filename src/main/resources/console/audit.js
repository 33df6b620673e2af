import { api } from './api.js';
import { html } from './lit.js';
import { empty, loading, problem } from './parts.js';
import { Remote } from './remote.js';
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
      const all = remote.value?.entries ?? remote.value?.audit;
      if (!all) return remote.error ? problem(remote.error, () => remote.load()) : loading('the audit');
      return html`<h1>Audit</h1>
        ${problem(remote.error, () => remote.load())}
        ${all.length ? html`<ul class="rows card">${all.map(row)}</ul>` : empty('Nobody changed anything yet.', 'Whatever somebody replays, discards, cancels or resumes is noted here.')}`;
    },
  };
}

const row = (entry) => html`<li class="entry">
  <span class="what"><b>${entry.what}</b>${entry.why ? html`<span>“${entry.why}”</span>` : ''}</span>
  <span class="soft">${entry.by}${entry.role ? ` (${entry.role})` : ''}</span>
  <span class="soft">${moment(entry.when ?? entry.at)}</span>
</li>`;

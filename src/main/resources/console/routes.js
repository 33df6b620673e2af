import { api } from './api.js';
import { html, nothing, repeat } from './lit.js';
import { loading, problem } from './parts.js';
import { Remote } from './remote.js';
import { age } from './time.js';
import { count } from './words.js';

// What routes run, from which file and since when, and what is wrong with what was saved.
export function routes() {
  const remote = new Remote(() => api('/routes'));
  remote.load();
  return {
    title: 'Routes',
    heard: (name) => name === 'overview' && remote.refresh(),
    leave: () => remote.stop(),
    keys: () => ({}),
    draw() {
      const all = remote.value;
      if (!all) return remote.error ? problem(remote.error, () => remote.load()) : loading('the routes');
      return html`<h1>Routes</h1>
        ${problem(remote.error, () => remote.load())} ${refusal(all.refused)}
        <p class="soft routesnote">
          ${all.reload
            ? 'A file that is saved replaces its routes between two bookings, if all files are sound.'
            : 'Saved files take a restart: turnstile.routes.reload is off.'}
          ${all.ending ? html` ${count(all.ending, 'booking')} ${all.ending === 1 ? 'is' : 'are'} still in routes that were replaced.` : nothing}
        </p>
        <ul class="rows card">
          ${repeat(all.routes, (each) => each.id, row)}
        </ul>`;
    },
  };
}

// The whole line stands among the warnings above; here it is taken apart.
function refusal(refused) {
  if (!refused) return nothing;
  return html`<section class="card refusal" aria-labelledby="refusal-title">
    <h2 id="refusal-title">Saved and not used</h2>
    <dl class="facts">
      ${refused.file ? html`<div><dt>File</dt><dd><code>${refused.file}</code>${refused.line ? html`, line ${refused.line}` : nothing}</dd></div>` : nothing}
      <div><dt>What is wrong</dt><dd>${refused.what}</dd></div>
      ${refused.did_you_mean ? html`<div><dt>Did you mean</dt><dd><code>${refused.did_you_mean}</code></dd></div>` : nothing}
      <div><dt>Since</dt><dd>${age(refused.since)}</dd></div>
    </dl>
  </section>`;
}

const row = (each) => html`<li class="route">
  <span class="what"><b>${each.id}</b><small class="soft">${each.description}</small></span>
  <code>${each.file}${each.line ? `:${each.line}` : ''}</code>
  <span class="soft">loaded ${age(each.since)}</span>
</li>`;

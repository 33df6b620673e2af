import { api } from './api.js';
import { html, live, nothing } from './lit.js';
import { overview } from './overview.js';
import { problem } from './parts.js';
import { myName, rememberName } from './person.js';
import { address } from './router.js';
import { signIn, signInAgain } from './signin.js';
import { state } from './state.js';
import { openHelp } from './help.js';
import { number } from './words.js';

const TABS = [
  ['now', 'Now'],
  ['letters', 'Dead letters'],
  ['jobs', 'Jobs'],
  ['audit', 'Audit'],
  ['routes', 'Routes'],
];

// Draws all there is: the head, the view, and a dialog over them if there is one.
export function page() {
  if (!state.session && state.signIn) return signIn();
  if (!state.session) return state.unreachable ? html`<main>${problem(state.unreachable)}</main>` : nothing;
  return html`
    <a class="skip" href="#content" @click=${skip}>To the content</a>
    ${head()}
    <main id="content" tabindex="-1" class=${state.route?.name ?? ''}>${warnings()}${state.view?.draw()}</main>
    ${foot()} ${state.dialog?.draw() ?? nothing} ${state.signIn ? signInAgain() : nothing}
  `;
}

function skip(event) {
  event.preventDefault();
  document.getElementById('content').focus();
}

function head() {
  return html`<header>
    <a class="brand" href="#/"><img src="console/icon.svg" alt="" width="24" height="24" /><b>Turnstile</b></a>
    <nav aria-label="Views">
      ${TABS.map(
        ([name, title]) => html`<a href=${address(name)} aria-current=${state.route?.name === name ? 'page' : 'false'}
          >${title}${badge(name)}</a
        >`,
      )}
    </nav>
    <div class="me">
      ${liveness()}
      ${state.session.role === 'viewer'
        ? html`<span class="tag" title="You may look; an operator's token may change things">Viewer</span>`
        : html`<label class="name" title="Stands beside whatever you do, for the others and the audit"
            ><span>I am</span
            ><input
              name="by"
              .value=${live(myName())}
              @input=${(event) => rememberName(event.target.value)}
              placeholder="your name"
              autocomplete="nickname"
              maxlength="80"
          /></label>`}
      <button class="quiet help" @click=${openHelp} aria-label="Help and keys" title="Help and keys (?)">?</button>
    </div>
  </header>`;
}

function badge(name) {
  if (name !== 'letters' || !overview.open) return nothing;
  return html`<span class="badge">${number(overview.open)}</span>`;
}

const LIVE = { live: 'Live', lost: 'Not live', connecting: 'Connecting' };

function liveness() {
  return html`<span
    class="live ${state.live}"
    role="status"
    title=${state.live === 'lost' ? 'What you see may be old. The page tries to connect again by itself.' : 'What you see follows by itself.'}
    >${LIVE[state.live]}</span
  >`;
}

function warnings() {
  const lost =
    state.live === 'lost'
      ? html`<div class="notice warn" role="alert">
          <div><strong>Not live.</strong> What you see may be old. Trying to connect again…</div>
        </div>`
      : nothing;
  const all = overview.value?.warnings ?? [];
  return html`${lost}${all.map((text) => html`<div class="notice warn"><div>${text}</div></div>`)}`;
}

function foot() {
  return html`<footer>
    <span>${overview.value?.instance ? `Instance ${overview.value.instance}` : ''}</span>
    <a href="health/ready">Health</a>
    <a href="metrics">Metrics</a>
    <a href="api/openapi.json">API</a>
    ${state.session.token_needed ? html`<button class="link" @click=${signOut}>Sign out</button>` : nothing}
  </footer>`;
}

async function signOut() {
  await api('/session', { method: 'DELETE' });
  location.reload();
}


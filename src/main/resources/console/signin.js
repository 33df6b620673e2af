import { api } from './api.js';
import { html, nothing } from './lit.js';
import { changed } from './state.js';

let error = null;
let busy = false;

export function signIn() {
  return html`<main class="signin">
    <form @submit=${submit}>
      <img src="console/icon.svg" alt="" width="40" height="40" />
      <h1>Turnstile</h1>
      <input name="user" value="turnstile" autocomplete="username" hidden />
      <label>Token <input name="token" type="password" autocomplete="current-password" required autofocus /></label>
      <p class="soft">The viewer's token to look, the operator's to replay and discard.</p>
      ${error ? html`<div class="notice bad" role="alert"><div>${error.message}</div></div>` : nothing}
      <button class="primary" ?disabled=${busy}>Sign in</button>
    </form>
  </main>`;
}

async function submit(event) {
  event.preventDefault();
  const field = event.target.elements.token;
  busy = true;
  error = null;
  changed();
  try {
    await api('/session', { method: 'POST', body: { token: field.value } });
    location.reload();
  } catch (refused) {
    error = refused.status === 401 ? { message: 'This is neither the viewer’s nor the operator’s token.' } : refused;
    field.select();
  }
  busy = false;
  changed();
}

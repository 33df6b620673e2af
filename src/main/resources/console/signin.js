import { html, nothing } from './lit.js';
import { signInWith } from './session.js';
import { changed } from './state.js';

let error = null;
let busy = false;

// The whole page, for somebody who comes.
export const signIn = () => html`<main class="signin" id="content">${form('Turnstile', '')}</main>`;

// Over the page, for somebody whose session is over: what is under it stays as it is.
export const signInAgain = () => html`<dialog class="signin again" aria-labelledby="signin-title" @cancel=${(event) => event.preventDefault()} @close=${changed}>
  ${form('Sign in again', 'Your session is over. What you have typed stays.')}
</dialog>`;

const form = (title, more) => html`<form @submit=${submit}>
  <img src="console/icon.svg" alt="" width="40" height="40" />
  <h1 id="signin-title">${title}</h1>
  ${more ? html`<p>${more}</p>` : nothing}
  <input name="user" value="turnstile" autocomplete="username" hidden />
  <label>Token <input name="token" type="password" autocomplete="current-password" required autofocus /></label>
  <p class="soft">The viewer's token to look, the operator's to replay and discard.</p>
  ${error ? html`<div class="notice bad" role="alert"><div>${error.message}</div></div>` : nothing}
  <button class="primary" ?disabled=${busy}>Sign in</button>
</form>`;

async function submit(event) {
  event.preventDefault();
  const field = event.target.elements.token;
  busy = true;
  error = null;
  changed();
  try {
    await signInWith(field.value);
    field.value = '';
  } catch (refused) {
    error = refused.status === 401 ? { message: 'This is neither the viewer’s nor the operator’s token.' } : refused;
    field.select();
  }
  busy = false;
  changed();
}

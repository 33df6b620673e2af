import { api } from './api.js';
import { connect } from './live.js';
import { changed, state } from './state.js';

const EVERY = 60000;

let begin = () => {};

// Looks now and then whether the session is still good: it is better asked for before somebody presses than after.
export function watchSession(whenSignedIn) {
  begin = whenSignedIn;
  const look = () => {
    if (state.session && !state.signIn && !document.hidden) api('/session').catch(() => {});
  };
  setInterval(look, EVERY);
  addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
}

// Continues where somebody was: nothing that was typed or opened is lost when a session is over.
export async function signInWith(token) {
  const session = await api('/session', { method: 'POST', body: { token } });
  const wasIn = state.session;
  state.signIn = false;
  state.signIns++;
  if (wasIn) {
    state.session = session;
    connect();
    state.view?.resumed?.();
    state.dialog?.resumed?.();
  } else {
    begin();
  }
  changed();
}

import { go } from './router.js';
import { openHelp } from './help.js';
import { singleKeys } from './person.js';
import { closeDialog, state } from './state.js';

// Keys that work everywhere; a view adds its own as {key: [what it does, action]}. Without an action the browser does it.
export const EVERYWHERE = {
  1: ['Now', () => go('#/')],
  2: ['Dead letters', () => go('#/letters')],
  3: ['Jobs', () => go('#/jobs')],
  4: ['Audit', () => go('#/audit')],
  5: ['Routes', () => go('#/routes')],
  '/': ['Search dead letters', search],
  '?': ['This help', openHelp],
};

export function listenToKeys() {
  if (listenToKeys.done) return;
  listenToKeys.done = true;
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || state.signIn) return;
    if (state.dialog) {
      if (event.key === 'Escape') {
        event.preventDefault();
        closeDialog();
      }
      return;
    }
    if (isTyping(event.target)) {
      if (event.key === 'Escape') {
        event.preventDefault(); // a search field would be emptied
        event.target.blur();
      }
      return;
    }
    const key = (state.view?.keys?.() ?? {})[event.key] ?? EVERYWHERE[event.key];
    if (!key?.[1] || (event.key.length === 1 && !singleKeys())) return;
    event.preventDefault();
    key[1](event);
  });
}

const isTyping = (target) =>
  target.tagName === 'TEXTAREA' || target.tagName === 'SELECT' || (target.tagName === 'INPUT' && target.type !== 'checkbox');

function search() {
  const field = document.querySelector('input[name=text]');
  if (field) {
    field.focus();
    field.select();
  } else {
    go('#/letters');
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector('input[name=text]')?.focus()));
  }
}

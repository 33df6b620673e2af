import { changed, state } from './state.js';
import { myName } from './person.js';
import { learnClock } from './time.js';

// An answer other than 2xx, or none at all (status 0), in words for people.
class Problem extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

export async function api(path, { method = 'GET', body } = {}) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') {
    headers['Content-Type'] = 'application/json';
    const name = myName().trim();
    if (name) headers['Turnstile-By'] = encodeURIComponent(name);
  }
  const { signIns } = state;
  let answer;
  try {
    answer = await fetch('api' + path, {
      method,
      headers,
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
    });
  } catch {
    throw new Problem(0, 'Turnstile does not answer', 'Is it running, and can this machine reach it? The page tries again.');
  }
  learnClock(answer.headers.get('Date'));
  const text = await answer.text();
  if (answer.ok) return text ? JSON.parse(text) : null;
  // What was asked before somebody signed in says nothing about the session that began then.
  if (answer.status === 401 && signIns === state.signIns) askForToken();
  throw problem(answer.status, text);
}

function askForToken() {
  state.signIn = true;
  changed();
}

function problem(status, text) {
  try {
    const said = JSON.parse(text);
    return new Problem(status, said.title ?? `Answer ${status}`, said.detail ?? '');
  } catch {
    return new Problem(status, `The server answered ${status}`, '');
  }
}

// Makes a query of what is given: nothing for what is empty.
export function query(values) {
  const used = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return used.length ? '?' + new URLSearchParams(used) : '';
}

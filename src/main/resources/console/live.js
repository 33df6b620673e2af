import { api } from './api.js';
import { changed, state } from './state.js';

const EVENTS = ['overview', 'jobs', 'letters'];
const LONGEST_PAUSE = 15000;

let source = null;
let pause = 1000;
let failures = 0;
let again = null;
let heard = () => {};

// Listens for what the server says by itself; after a break everything may be old, and all is asked again. A page that
// nobody sees does not listen: browsers allow few open connections to one host, over all tabs.
export function startLive(tell) {
  heard = tell;
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : connect()));
  connect();
}

function stop() {
  clearTimeout(again);
  source?.close();
  source = null;
  show('connecting');
}

export function connect() {
  clearTimeout(again);
  source?.close();
  if (state.signIn) return;
  const mine = new EventSource('api/events');
  source = mine;
  mine.onopen = () => {
    const missed = failures > 0 || state.live !== 'live';
    failures = 0;
    pause = 1000;
    show('live');
    if (missed) EVENTS.forEach((name) => heard(name, null));
  };
  mine.onerror = () => mine === source && broken();
  EVENTS.forEach((name) => mine.addEventListener(name, (event) => heard(name, read(event.data))));
}

// The server ends what listens for long, and a session may be over: only what fails again is worth a word.
async function broken() {
  source.close();
  source = null;
  failures++;
  try {
    await api('/session');
  } catch (error) {
    if (error.status === 401) {
      show('connecting');
      return;
    }
    failures++;
  }
  if (source || document.hidden) return;
  if (failures > 1) show('lost');
  again = setTimeout(connect, failures > 1 ? pause : 0);
  if (failures > 1) pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function show(how) {
  state.live = how;
  changed();
}

function read(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

import { changed, state } from './state.js';

const EVENTS = ['overview', 'jobs', 'letters'];
const LONGEST_PAUSE = 15000;

let source = null;
let pause = 1000;
let again = null;
let heard = () => {};

// Listens for what the server says by itself; after a break everything may be old, and all is asked anew. A page that
// nobody sees does not listen: browsers allow few open connections to one host, over all tabs.
export function startLive(tell) {
  heard = tell;
  document.addEventListener('visibilitychange', () => (document.hidden ? pauseLive() : connect()));
  connect();
}

function pauseLive() {
  clearTimeout(again);
  source?.close();
  source = null;
  show('connecting');
}

function connect() {
  clearTimeout(again);
  source?.close();
  source = new EventSource('api/events');
  source.onopen = () => {
    const missed = state.live !== 'live';
    pause = 1000;
    show('live');
    if (missed) EVENTS.forEach((name) => heard(name, null));
  };
  source.onerror = () => {
    show('lost');
    source?.close();
    heard('overview', null); // says why, or asks to sign in again
    again = setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };
  EVENTS.forEach((name) => source.addEventListener(name, (event) => heard(name, read(event.data))));
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

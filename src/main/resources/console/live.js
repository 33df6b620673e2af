import { changed, state } from './state.js';

const EVENTS = ['overview', 'jobs', 'letters'];
const LONGEST_PAUSE = 15000;

let source = null;
let pause = 1000;
let heard = () => {};

// Listens for what the server says by itself; after a break everything may be old, and all is asked anew.
export function startLive(tell) {
  heard = tell;
  connect();
}

export function stopLive() {
  source?.close();
  source = null;
}

function connect() {
  source?.close();
  source = new EventSource('/api/events');
  source.onopen = () => {
    const again = state.live === 'lost';
    pause = 1000;
    show('live');
    if (again) EVENTS.forEach((name) => heard(name, null));
  };
  source.onerror = () => {
    show('lost');
    source?.close();
    setTimeout(() => source && connect(), pause);
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

import { html } from './lit.js';

const UNITS = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];

// Durations as people say them: the largest unit, and the next when it matters.
export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const at = UNITS.findIndex(([, size]) => whole >= size);
  if (at < 0) return '0 s';
  const [unit, size] = UNITS[at];
  const first = Math.floor(whole / size);
  const next = UNITS[at + 1];
  const rest = next ? Math.floor((whole - first * size) / next[1]) : 0;
  return first < 10 && rest ? `${first} ${unit} ${rest} ${next[0]}` : `${first} ${unit}`;
}

const WORTH = 3000; // less is the way of the answer, and the second that the server's clock is told in

let skew = 0; // of this browser's clock, in milliseconds

// Learns the server's time from an answer. Ages are those of the server's instants: a browser whose clock is wrong must not
// say that nothing passes.
export function learnClock(date) {
  const server = Date.parse(date ?? '') + 500;
  if (Number.isNaN(server)) return;
  const by = server - Date.now();
  skew = Math.abs(by) < WORTH ? 0 : by;
}

export const now = () => Date.now() + skew;

const ageSeconds = (instant) => (now() - Date.parse(instant)) / 1000;

export function ago(instant) {
  const age = ageSeconds(instant);
  if (age < 5) return 'just now';
  return short(age) + ' ago';
}

function short(seconds) {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS.at(-1);
  return `${Math.floor(seconds / size)} ${unit}`;
}

// Times are this browser's, and say so: others who read them may sit elsewhere.
const FULL = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
const MINUTE = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export const full = (instant) => FULL.format(new Date(instant));
export const clock = (instant) => CLOCK.format(new Date(instant));
export const minute = (instant) => MINUTE.format(new Date(instant)); // where the zone stands beside
export const zone = () => CLOCK.formatToParts(new Date()).find((part) => part.type === 'timeZoneName').value;

// An age to read, the moment itself to point at.
export const age = (instant) =>
  instant ? html`<time datetime=${instant} title=${full(instant)}>${ago(instant)}</time>` : html`–`;

export const moment = (instant) =>
  instant ? html`<time datetime=${instant} title=${instant}>${full(instant)}</time><span class="soft"> · ${ago(instant)}</span>` : html`–`;

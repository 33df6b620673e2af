import { html, nothing, svg } from './lit.js';
import { address, go } from './router.js';
import { changed } from './state.js';
import { clock, minute, now, zone } from './time.js';
import { count, number, reasonClass, reasonText, REASONS_BY_KIND } from './words.js';

const MINUTES = 60;
const MINUTE = 60000;
const ORDER = Object.values(REASONS_BY_KIND).flat();

let chosen = null; // the minute somebody points at

// The last hour, a bar per minute: schedules above, dead letters by reason below, each to its own scale.
export function chart(minutes) {
  const hour = wholeHour(minutes);
  const most = Math.max(1, ...hour.map((each) => each.scheduled));
  const mostDead = Math.max(1, ...hour.map((each) => each.dead));
  const reasons = seen(hour);
  const at = hour.findIndex((each) => each.start === chosen);
  return html`<figure class="chart">
    <div class="readout" aria-live="polite">${at >= 0 ? readout(hour[at]) : nothing}</div>
    <div
      class="plots"
      role="group"
      tabindex="0"
      aria-label="The last hour by minute. Arrow keys choose a minute, Enter lists its dead letters."
      @pointermove=${(event) => choose(hour[under(event)]?.start)}
      @pointerleave=${() => choose(null)}
      @keydown=${(event) => key(event, hour, at)}
      @blur=${() => choose(null)}
      @click=${() => openMinute(hour[at])}
    >
      <div class="plot">
        <span class="scale">${number(most)} scheduled a minute</span>
        <svg viewBox="0 0 ${MINUTES} 100" preserveAspectRatio="none" aria-hidden="true">
          ${hour.map((each, i) => svg`<rect class="scheduled" x=${i + 0.1} width="0.8" y=${100 - (each.scheduled / most) * 100} height=${(each.scheduled / most) * 100} />`)}
          ${cursor(at)}
        </svg>
      </div>
      <div class="plot dead">
        <span class="scale">${count(mostDead, 'dead letter')} a minute</span>
        <svg viewBox="0 0 ${MINUTES} 100" preserveAspectRatio="none" aria-hidden="true">
          ${hour.map((each, i) => stack(each, i, mostDead, reasons))} ${cursor(at)}
        </svg>
      </div>
      <div class="axis" aria-hidden="true">
        ${[0, 15, 30, 45].map((i) => html`<span>${minute(hour[i].start)}</span>`)}<span>now, ${zone()}</span>
      </div>
    </div>
    <figcaption>${legend(reasons)}</figcaption>
  </figure>`;
}

// The server may leave out minutes in which nothing happened.
function wholeHour(minutes) {
  const byStart = new Map(minutes.map((each) => [Date.parse(each.at), each]));
  const last = Math.max(Math.floor(now() / MINUTE) * MINUTE, ...byStart.keys());
  return Array.from({ length: MINUTES }, (_, i) => {
    const start = last - (MINUTES - 1 - i) * MINUTE;
    const reasons = byStart.get(start)?.dead_letters ?? {};
    const dead = Object.values(reasons).reduce((sum, n) => sum + n, 0);
    return { start, scheduled: byStart.get(start)?.scheduled ?? 0, reasons, dead };
  });
}

function seen(hour) {
  const sums = new Map();
  hour.forEach((each) => Object.entries(each.reasons).forEach(([reason, n]) => sums.set(reason, (sums.get(reason) ?? 0) + n)));
  return [...sums.keys()].sort((a, b) => place(a) - place(b));
}

const place = (reason) => (ORDER.indexOf(reason) + 1 || ORDER.length + 1);

function stack(each, i, most, reasons) {
  let y = 0;
  return reasons
    .filter((reason) => each.reasons[reason])
    .map((reason) => {
      const height = (each.reasons[reason] / most) * 100;
      const top = y;
      y += height;
      return svg`<rect class=${reasonClass(reason)} x=${i + 0.1} width="0.8" y=${top} height=${height} />`;
    });
}

const cursor = (at) => (at < 0 ? nothing : svg`<rect class="cursor" x=${at} width="1" y="0" height="100" />`);

function legend(reasons) {
  if (!reasons.length) return html`<span class="soft">No dead letters in the last hour.</span>`;
  return reasons.map(
    (reason) => html`<a href=${address('letters', null, { reason, since: '1h', status: 'all' })}><i class="dot ${reasonClass(reason)}"></i>${reasonText(reason)}</a>`,
  );
}

function readout(each) {
  const reasons = Object.entries(each.reasons).sort(([, a], [, b]) => b - a);
  return html`<strong>${clock(each.start)}</strong> <span>${number(each.scheduled)} scheduled</span>
    ${reasons.map(([reason, n]) => html`<span><i class="dot ${reasonClass(reason)}"></i>${number(n)} ${reasonText(reason)}</span>`)}
    ${each.dead ? nothing : html`<span class="soft">no dead letters</span>`}`;
}

function under(event) {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.min(MINUTES - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * MINUTES)));
}

function choose(start) {
  if (chosen === (start ?? null)) return;
  chosen = start ?? null;
  changed();
}

function key(event, hour, at) {
  if (event.key === 'Enter' && at >= 0) openMinute(hour[at]);
  else if (event.key === 'ArrowLeft') choose(hour[Math.max(0, (at < 0 ? MINUTES : at) - 1)].start);
  else if (event.key === 'ArrowRight') choose(hour[Math.min(MINUTES - 1, at + 1)].start);
  else return;
  event.preventDefault();
}

function openMinute(each) {
  if (!each?.dead) return;
  const iso = (time) => new Date(time).toISOString().replace('.000', '');
  go(address('letters', null, { status: 'all', since: iso(each.start), until: iso(each.start + MINUTE) }));
}

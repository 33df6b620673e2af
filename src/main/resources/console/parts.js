import { html, nothing } from './lit.js';
import { readable } from './plain.js';
import { outcomeText, reasonClass, reasonText, stateText } from './words.js';

// Small pieces that several views show.
export const dot = (reason) => html`<i class="dot ${reasonClass(reason)}"></i>`;

export const reasonLabel = (reason) => html`<span class="reason" title=${reason}>${dot(reason)}${reasonText(reason)}</span>`;

export function problem(error, again) {
  if (!error || error.status === 401) return nothing;
  return html`<div class="notice bad" role="alert">
    <div><strong>${error.title ?? 'Something went wrong on this page'}</strong> ${error.detail ?? error.message}</div>
    ${again ? html`<button @click=${again}>Try again</button>` : nothing}
  </div>`;
}

export const loading = (what) => html`<p class="empty loading" role="status">Fetching ${what}…</p>`;

export const empty = (headline, more) => html`<div class="empty"><strong>${headline}</strong>${more ? html`<p>${more}</p>` : nothing}</div>`;

// What a letter has come to: open, discarded, or replayed and then what.
export function fate(letter) {
  if (isOpen(letter)) return html`<span class="tag">Open</span>`;
  const by = letter.resolution?.by ? ` by ${letter.resolution.by}` : '';
  if (letter.status === 'discarded') return html`<span class="tag soft" title=${'Discarded' + by}>Discarded</span>`;
  const outcome = letter.fate?.outcome ?? 'waiting';
  return html`<span class="tag o-${knownOutcome(outcome)}" title=${'Replayed' + by}>${outcomeText(outcome)}</span>`;
}

export const knownOutcome = (outcome) => (['scheduled', 'rejected', 'malformed', 'failed', 'not_known'].includes(outcome) ? outcome : 'waiting');

export const isOpen = (letter) => letter.status === 'open';

// A job that left all out is over, and nothing to be glad of.
export const jobState = (job) =>
  job.state === 'finished' && job.done === 0 && job.planned > 0
    ? html`<span class="tag s-finished s-nothing">Nothing done</span>`
    : html`<span class="tag s-${job.state}">${stateText(job.state)}</span>`;

export const who = (letter) =>
  [letter.client_id && `client ${letter.client_id}`, letter.event_id && `event ${letter.event_id}`, letter.location_id && `location ${letter.location_id}`]
    .filter(Boolean)
    .join(' · ');

// The verdict of a dry run, in one line.
export function verdict(each) {
  if (each.pending) return html`<span class="verdict waiting">Asking Altegio…</span>`;
  if (each.error) return html`<span class="verdict bad">Could not be tried: ${each.error.message}</span>`;
  if (each.kind === 'scheduled')
    return html`<span class="verdict good">Would be scheduled now${each.membership_id ? ` with membership ${each.membership_id}` : ''}</span>`;
  return html`<span class="verdict warn">Would come back: ${reasonText(each.reason)}. ${readable(each.message)}</span>`;
}

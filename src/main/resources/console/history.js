import { html, nothing } from './lit.js';
import { readable } from './plain.js';
import { outcomeText } from './words.js';
import { knownOutcome, reasonLabel } from './parts.js';
import { address } from './router.js';
import { moment } from './time.js';

// The rounds of one request, oldest first: what was decided, what somebody did about it, and what came of that.
export function rounds(history, here) {
  return html`<ol class="rounds">
    ${history.map((letter) => html`${decided(letter, letter.id === here)}${done(letter)}`)} ${end(history.at(-1))}
  </ol>`;
}

const decided = (letter, isHere) => html`<li class=${isHere ? 'here' : ''}>
  <div>${isHere ? html`<b>${reasonLabel(letter.reason)}</b> <span class="soft">this letter</span>` : html`<a href=${address('letters', letter.id)}>${reasonLabel(letter.reason)}</a>`}</div>
  <small class="soft">${moment(letter.decided_at)}${letter.attempts > 1 ? ` · tried ${letter.attempts} times` : ''}</small>
</li>`;

function done(letter) {
  const { resolution } = letter;
  if (!resolution) return nothing;
  const verb = letter.status === 'discarded' ? 'Discarded' : resolution.edited ? 'Edited and replayed' : 'Replayed';
  return html`<li class="done">
    <div>${verb} by ${readable(resolution.by || 'somebody')}${resolution.note ? html`: “${readable(resolution.note)}”` : nothing}</div>
    <small class="soft">${moment(resolution.at)}${resolution.job_id ? html` · <a href=${address('jobs', resolution.job_id)}>job</a>` : nothing}</small>
  </li>`;
}

// What the last round came to, when it is no dead letter again.
function end(letter) {
  if (!letter || letter.status !== 'replayed') return nothing;
  const outcome = knownOutcome(letter.fate?.outcome ?? 'waiting');
  if (!['scheduled', 'waiting', 'not_known'].includes(outcome)) return nothing;
  return html`<li class="end"><b class="o-${outcome}">${outcomeText(outcome)}</b></li>`;
}

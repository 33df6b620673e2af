import { html, live, nothing } from './lit.js';
import { address, go } from './router.js';
import { state } from './state.js';
import { full } from './time.js';
import { kindText, reasonText, REASONS_BY_KIND } from './words.js';

// The filters of the list, as they are in the address.
export const NAMES = ['status', 'kind', 'reason', 'location', 'client', 'event', 'since', 'until', 'text'];
const STATUSES = { '': 'Open', replayed: 'Replayed', discarded: 'Discarded', all: 'All' };
const SINCE = { '': 'Any time', '15m': 'Last 15 minutes', '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days' };
const MORE = { location: 'Location', client: 'Client', event: 'Event' };

export const only = (query) => Object.fromEntries(NAMES.filter((name) => query[name]).map((name) => [name, query[name]]));

// What an order sends: as the list has it, but for names and for its end, which is bound to what was seen.
export function toOrder(query, until) {
  const { location, client, event, ...rest } = only(query);
  const number = (text) => (text ? Number(text) : undefined);
  return { ...rest, status: 'open', location_id: number(location), client_id: number(client), event_id: number(event), until: rest.until ?? until };
}

// A filter in words, for plans and jobs.
export function describe(filter) {
  const parts = [
    filter.reason ? reasonText(filter.reason) : filter.kind && kindText(filter.kind),
    filter.location_id && `location ${filter.location_id}`,
    filter.client_id && `client ${filter.client_id}`,
    filter.event_id && `event ${filter.event_id}`,
    filter.text && `“${filter.text}”`,
    filter.since && `since ${point(filter.since)}`,
    filter.until && `until ${point(filter.until)}`,
  ].filter(Boolean);
  return 'all open letters' + (parts.length ? ': ' + parts.join(', ') : '');
}

const point = (text) => (Number.isNaN(Date.parse(text)) ? text : full(text));

// What is being typed and not searched for yet, by field: a page that is drawn meanwhile must not take it back.
const drafts = {};
let typing = null;

function takeDrafts() {
  clearTimeout(typing);
  const typed = Object.entries(drafts).map(([name, text]) => [name, text.trim()]);
  typed.forEach(([name]) => delete drafts[name]);
  return Object.fromEntries(typed);
}

const shown = (query, name) => drafts[name] ?? query[name] ?? '';

export function drawFilters(query) {
  const set = (change = {}) => go(address('letters', null, only({ ...state.route.query, ...takeDrafts(), ...change })), { replace: true });
  const later = (name) => (event) => {
    clearTimeout(typing);
    drafts[name] = event.target.value;
    typing = setTimeout(set, 300);
  };
  const used = NAMES.filter((name) => query[name] && name !== 'status').length;
  return html`<form class="filters" role="search" @submit=${(event) => event.preventDefault()}>
    <input type="search" name="text" aria-label="Search message, request id and key" placeholder="Search message, request id, key   /" .value=${live(shown(query, 'text'))} @input=${later('text')} />
    <div class="segments" role="group" aria-label="Status">
      ${Object.entries(STATUSES).map(
        ([value, title]) => html`<button type="button" aria-pressed=${String((query.status === 'open' ? '' : query.status ?? '') === value)} @click=${() => set({ status: value })}>${title}</button>`,
      )}
    </div>
    <select name="reason" aria-label="Reason" .value=${live(chosen(query))} @change=${(event) => set(pick(event.target.value))}>
      <option value="">Any reason</option>
      ${Object.entries(REASONS_BY_KIND).map(
        ([kind, reasons]) => html`<optgroup label=${kindText(kind)}>
          <option value=${'kind:' + kind}>${kindText(kind)}: all</option>
          ${reasons.map((reason) => html`<option value=${reason}>${reasonText(reason)}</option>`)}
        </optgroup>`,
      )}
      ${query.reason && !known(query.reason) ? html`<option value=${query.reason}>${query.reason}</option>` : nothing}
    </select>
    <select name="since" aria-label="Time" .value=${live(query.until || (query.since && !SINCE[query.since]) ? 'own' : query.since ?? '')} @change=${(event) => set({ since: event.target.value, until: '' })}>
      ${Object.entries(SINCE).map(([value, title]) => html`<option value=${value}>${title}</option>`)}
      ${query.until || (query.since && !SINCE[query.since]) ? html`<option value="own">${times(query)}</option>` : nothing}
    </select>
    ${Object.entries(MORE).map(
      ([name, title]) => html`<input class="id" name=${name} inputmode="numeric" pattern="[0-9]*" aria-label=${title} placeholder=${title} .value=${live(shown(query, name))} @input=${later(name)} />`,
    )}
    ${used ? html`<button type="button" class="link" @click=${() => go(address('letters', null, query.status ? { status: query.status } : {}), { replace: true })}>Clear</button>` : nothing}
  </form>`;
}

const known = (reason) => Object.values(REASONS_BY_KIND).some((all) => all.includes(reason));
const chosen = (query) => query.reason || (query.kind ? 'kind:' + query.kind : '');
const pick = (value) => (value.startsWith('kind:') ? { kind: value.slice(5), reason: '' } : { reason: value, kind: '' });
const times = ({ since, until }) => [since && `from ${point(since)}`, until && `until ${point(until)}`].filter(Boolean).join(' ');

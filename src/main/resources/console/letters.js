import { drawFilters, toOrder } from './filters.js';
import { moveFocus } from './focus.js';
import { listOf } from './list.js';
import { html, live, nothing, repeat } from './lit.js';
import { after } from './now.js';
import { orderDiscard, orderReplay } from './order.js';
import { dot, empty, fate, isOpen, loading, problem, reasonLabel, verdict } from './parts.js';
import { readable } from './plain.js';
import { orderPrune } from './prune.js';
import { address } from './router.js';
import { mayChange } from './state.js';
import { age } from './time.js';
import { bookings, count, number, reasonText } from './words.js';

const ROW = '.letter > a';
const MOST_TRIED = 50;

// The list with its filters, and what can be done with what is selected.
export function letters(route) {
  let filter = route.query;
  let list = listOf(filter);
  let touched = null;
  list.refresh();
  returnTo(list.opened);

  const focused = () => document.activeElement?.closest('.letter')?.dataset.id;
  const selectedIds = () => list.letters.map((each) => each.id).filter((id) => list.selected.has(id));

  function what() {
    if (list.everything) return { filter: toOrder(filter, list.newest && after(list.newest)), count: list.total, given: () => list.clear() };
    const ids = list.selected.size ? selectedIds() : [focused()].filter(Boolean);
    return ids.length ? { ids, count: ids.length, given: () => list.clear() } : null;
  }

  const withWhat = (order) => () => {
    const chosen = what();
    if (chosen && mayChange()) order(chosen);
  };

  function tryThem() {
    if (!mayChange()) return;
    const ids = (list.selected.size ? selectedIds() : [focused()].filter(Boolean)).slice(0, MOST_TRIED);
    list.tries.tryAll(ids);
  }

  function touch(event, id) {
    if (event.shiftKey && touched) list.reach(id, touched);
    else list.toggle(id, event.target.checked);
    touched = id;
  }

  const view = {
    title: 'Dead letters',
    follow(next) {
      if (next.name !== 'letters' || next.id !== null) return false;
      filter = next.query;
      list = listOf(filter);
      return true;
    },
    leave() {
      view.scroll = scrollY;
    },
    heard: (name) => name !== 'overview' && list.refresh(),
    keys: () => ({
      j: ['Next letter', () => moveFocus(ROW, 1)],
      k: ['Letter before', () => moveFocus(ROW, -1)],
      ArrowDown: ['', () => moveFocus(ROW, 1)],
      ArrowUp: ['', () => moveFocus(ROW, -1)],
      Enter: ['Open the letter'],
      ...(mayChange()
        ? {
            x: ['Select it, or not', () => focused() && list.toggle(focused())],
            a: ['Select all that are shown', () => list.selectShown()],
            t: ['Try: what would a replay give?', tryThem],
            r: ['Replay what is selected', withWhat(orderReplay)],
            d: ['Discard what is selected', withWhat(orderDiscard)],
          }
        : {}),
      n: ['Show what is new', () => list.load()],
      Escape: ['Select nothing', () => list.clear()],
    }),
    draw() {
      return html`<h1 class="sr">Dead letters</h1>
        ${drawFilters(filter)} ${problem(list.first.error ?? list.groups.error, () => list.load())} ${chips(list, filter)}
        ${list.complete ? nothing : html`<p class="notice warn" role="status"><span>The dead letters are still being read from Kafka: some are missing here, and some that are resolved may show as open.</span></p>`}
        ${list.fresh ? html`<button class="wide fresh" @click=${() => list.load()}>${count(list.fresh, 'new letter')} – show</button>` : nothing}
        ${rows()} ${bar()}`;
    },
  };

  function rows() {
    if (!list.first.value) return list.first.error ? nothing : loading('the letters');
    if (!list.letters.length)
      return Object.keys(filter).some((name) => name !== 'status')
        ? empty('No letter fits.', 'Loosen the filters, or look among all and not only the open ones.')
        : list.complete
          ? empty('No open dead letters.', 'Nothing is to be done.')
          : empty('No open dead letter was read yet.', 'They show when all are read.');
    return html`<div class="card">
        <div class="listhead">
          ${mayChange()
            ? html`<label class="check"
                ><input type="checkbox" aria-label="Select all that are shown" .checked=${live(list.selected.size > 0 && list.selected.size === list.letters.filter(isOpen).length)} .indeterminate=${live(list.selected.size > 0 && list.selected.size < list.letters.filter(isOpen).length)} @change=${(event) => list.selectShown(event.target.checked)}
              /></label>`
            : nothing}
          <span class="soft">${number(list.letters.length)}${list.total === null ? '' : ` of ${number(list.total)}`}, newest first</span>
          ${mayChange() && (filter.status ?? 'open') !== 'open' ? html`<button class="link" title="Deletes resolved letters that stand before the oldest open one" @click=${() => orderPrune(() => list.load())}>Delete from Kafka…</button>` : nothing}
        </div>
        <ul class="rows letters">
          ${repeat(list.letters, (each) => each.id, row)}
        </ul>
      </div>
      ${list.next ? html`<button class="wide" ?disabled=${list.more.loading} @click=${() => list.more.load()}>${list.more.loading ? 'Fetching…' : 'Show more'}</button>` : nothing}
      ${problem(list.more.error)}`;
  }

  function row(letter) {
    const tried = list.tries.of(letter.id);
    return html`<li class="letter ${isOpen(letter) ? '' : 'gone'} ${list.selected.has(letter.id) ? 'on' : ''}" data-id=${letter.id}>
      ${mayChange()
        ? html`<label class="check"
            ><input type="checkbox" aria-label=${'Select ' + letter.id} ?disabled=${!isOpen(letter)} .checked=${live(list.selected.has(letter.id))} @click=${(event) => touch(event, letter.id)}
          /></label>`
        : nothing}
      <a href=${address('letters', letter.id, filter)}>
        <span class="what">${reasonLabel(letter.reason)}<span class="message">${readable(letter.message)}</span>${tried ? verdict(tried) : nothing}</span>
        <span class="who soft">${letter.client_id ? html`client ${letter.client_id}<br />event ${letter.event_id ?? '–'} · location ${letter.location_id ?? '–'}` : readable(letter.request_id || letter.id)}</span>
        <span class="when soft">${age(letter.decided_at)}${letter.replays ? html`<small>round ${letter.replays + 1}</small>` : nothing}</span>
        ${isOpen(letter) ? nothing : fate(letter)}
      </a>
    </li>`;
  }

  function bar() {
    if (!mayChange() || (!list.selected.size && !list.everything)) return nothing;
    const ids = selectedIds();
    const n = list.everything ? list.total : ids.length;
    const tried = list.tries.sum(ids);
    return html`<div class="selection" role="region" aria-label="Selected letters">
      <div class="said">
        <b>${number(n)} selected</b>
        ${!list.everything && list.next && list.total > ids.length && (filter.status ?? 'open') === 'open'
          ? html`<button class="link" @click=${() => list.selectEverything()}>Select all ${number(list.total)} of this filter</button>`
          : nothing}
        <button class="link" @click=${() => list.clear()}>None</button>
        ${tried.known
          ? html`<span class="soft">Tried ${number(tried.known)}: <b class="good">${number(tried.good)} would be scheduled</b>${tried.back ? `, ${number(tried.back)} would come back` : ''}</span>
              ${tried.good && tried.back && !list.tries.running ? html`<button class="link" @click=${() => keepGood(ids)}>Select only those that would be scheduled</button>` : nothing}`
          : nothing}
      </div>
      <div class="actions">
        ${list.tries.running
          ? html`<button @click=${() => list.tries.stop()}>Stop trying</button>`
          : html`<button @click=${tryThem} title="Asks Altegio what a replay would give; writes nothing (t)">Try ${ids.length > MOST_TRIED || list.everything ? `the first ${number(Math.min(ids.length, MOST_TRIED))}` : ''}</button>`}
        <button class="danger" @click=${withWhat(orderDiscard)}>Discard…</button>
        <button class="primary" @click=${withWhat(orderReplay)}>Replay ${bookings(n)}…</button>
      </div>
    </div>`;
  }

  function keepGood(ids) {
    ids.forEach((id) => list.tries.of(id)?.kind === 'scheduled' || list.toggle(id, false));
  }

  return view;
}

// Puts the focus where somebody left the list to look at a letter.
function returnTo(id) {
  if (!id) return;
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector(`.letter[data-id="${CSS.escape(id)}"] > a`)?.focus()));
}

// How many there are of each reason; a click narrows to one.
function chips(list, filter) {
  const groups = list.groups.value?.groups ?? [];
  if (groups.length < 2) return nothing;
  return html`<div class="chips">
    ${groups.map((group) => html`<a href=${address('letters', null, { ...filter, kind: '', reason: group.reason })} title=${group.reason}>${dot(group.reason)}${reasonText(group.reason)} <b>${number(group.count)}</b></a>`)}
  </div>`;
}


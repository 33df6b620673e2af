import { api } from './api.js';
import { describe } from './filters.js';
import { html, live, nothing } from './lit.js';
import { problem, reasonLabel } from './parts.js';
import { myName, rememberName } from './person.js';
import { Remote } from './remote.js';
import { address, go } from './router.js';
import { changed, closeDialog, state } from './state.js';
import { span } from './time.js';
import { actionText, count, leftOutHelp, leftOutText, number } from './words.js';

const NOUN = { replay: ['booking', 'bookings'], discard: ['letter', 'letters'] };
const MANY = 20; // from here on a discard is confirmed by typing how many

// Asks for a replay: shows the plan first, and gives the order only when somebody presses the button that says how many.
export const orderReplay = (what) => open('replay', what);

export const orderDiscard = (what) => open('discard', what);

// what: {ids | filter, count, edits?, given?}
function open(action, what) {
  const order = { action, note: '', rate: null, force: false, superseded: false };
  let giving = false;
  let failed = null;
  let typed = '';
  const body = () => ({
    ...order,
    ...(what.ids ? { ids: what.ids } : { filter: what.filter }),
    ...(what.edits ? { edits: what.edits } : {}),
  });
  const plan = new Remote(() => api('/plans', { method: 'POST', body: body() }));

  function change(changes) {
    Object.assign(order, changes);
    plan.load();
  }

  async function give(event) {
    event.preventDefault();
    if (giving || !plan.value?.takes || plan.loading) return;
    const form = event.target.elements;
    rememberName(form.by.value);
    order.note = form.note.value.trim();
    giving = true;
    failed = null;
    changed();
    try {
      const job = await api('/jobs', { method: 'POST', body: body() });
      what.given?.();
      closeDialog();
      go(address('jobs', job.id));
    } catch (error) {
      failed = error;
      giving = false;
      changed();
    }
  }

  // A key that was meant for something else must not give an order: Enter alone never discards, and replays only once
  // somebody has written why.
  function mindEnter(event) {
    if (event.key !== 'Enter' || event.target.tagName !== 'INPUT') return;
    if (action === 'discard' || !event.currentTarget.elements.note.value.trim()) event.preventDefault();
  }

  function draw() {
    const value = plan.value;
    const takes = value?.takes ?? 0;
    const confirm = action === 'discard' && takes > MANY;
    const ready = value && !plan.loading && !plan.error && takes > 0 && !giving && (!confirm || typed === String(takes));
    return html`<dialog class="order" aria-labelledby="order-title" @close=${closeDialog}>
      <form @submit=${give} @keydown=${mindEnter}>
        <h2 id="order-title">${title(action, what, value)}</h2>
        ${what.filter ? html`<p class="soft">${describe(what.filter)}</p>` : nothing}
        ${problem(plan.error, () => plan.load())}
        ${value ? drawPlan(action, value, what, order, change) : plan.error ? nothing : html`<p class="empty loading" role="status">Making a plan. Nothing is changed yet…</p>`}
        <div class="fields">
          <label>Why, for the others <input name="note" maxlength="500" placeholder=${action === 'replay' ? 'e.g. memberships topped up' : 'e.g. event cancelled, clients told'} ?autofocus=${action === 'replay'} autocomplete="off" /></label>
          <label>Your name <input name="by" .value=${myName()} maxlength="80" autocomplete="nickname" /></label>
          ${action === 'replay'
            ? html`<label>At most, per second <input name="rate" type="number" min="0.1" max="1000" step="any" placeholder="what live bookings leave free" @change=${(event) => change({ rate: Number(event.target.value) || null })} /></label>`
            : nothing}
          ${confirm
            ? html`<label class="confirm">These leave the open list. Type ${takes} to continue <input name="confirm" inputmode="numeric" autocomplete="off" @input=${(event) => { typed = event.target.value.trim(); changed(); }} /></label>`
            : nothing}
        </div>
        ${problem(failed)}
        <div class="actions">
          <button type="button" ?autofocus=${action === 'discard'} @click=${closeDialog}>Keep as it is</button>
          <button class=${action === 'replay' ? 'primary' : 'primary danger'} ?disabled=${!ready}>${giving ? 'Ordering…' : `${actionText(action)} ${value ? count(takes, ...NOUN[action]) : '…'}`}</button>
        </div>
      </form>
    </dialog>`;
  }

  plan.load();
  state.dialog = { draw, resumed: () => plan.error && plan.load() };
  changed();
}

function title(action, what, plan) {
  if (what.edits) return 'Replay the edited booking?';
  const takes = plan?.takes ?? what.count;
  const all = plan && plan.takes < plan.selected ? ` of ${number(plan.selected)}` : '';
  return `${actionText(action)} ${number(takes)}${all} ${NOUN[action][(all ? plan.selected : takes) === 1 ? 0 : 1]}?`;
}

function drawPlan(action, plan, what, order, change) {
  return html`<div class="plan">
    ${plan.takes
      ? html`<ul class="takes">${plan.by_reason.map((group) => html`<li><b>${number(group.count)}</b> ${reasonLabel(group.reason)}</li>`)}</ul>`
      : html`<p class="notice warn"><span>Nothing is left to ${action}.</span></p>`}
    ${plan.left_out.map((each) => leftOut(each, what, order, change))}
    ${order.superseded ? stays('superseded', order, change) : nothing} ${order.force ? stays('replayed_too_often', order, change) : nothing}
    ${plan.takes && action === 'replay' ? html`<p class="soft">${cost(plan)} ${plan.takes > 1 ? 'Starts with 1, then 2, 5, 20 …, and stops itself when more than half of them come back.' : ''}</p>` : nothing}
    ${plan.takes && action === 'discard' ? html`<p class="soft">A discarded letter stays readable and can be found under “Discarded”. It is not asked about again.</p>` : nothing}
  </div>`;
}

// What is not touched, why, and the way to touch it all the same where there is one.
function leftOut(each, what, order, change) {
  const name = each.why.toLowerCase();
  return html`<div class="leftout">
    <p><b>${number(each.count)} left out</b>: ${leftOutText(name)}. <span class="soft">${leftOutHelp(name)}</span></p>
    ${name === 'superseded' || name === 'order_not_known' ? html`<label class="check"><input type="checkbox" name="superseded" .checked=${live(order.superseded)} @change=${() => change({ superseded: true })} /> Replay them all the same</label>` : nothing}
    ${name === 'replayed_too_often' && what.ids ? html`<label class="check"><input type="checkbox" name="force" .checked=${live(order.force)} @change=${() => change({ force: true })} /> Replay them all the same</label>` : nothing}
  </div>`;
}

const stays = (name, order, change) => html`<label class="check leftout"
  ><input type="checkbox" checked @change=${() => change(name === 'superseded' ? { superseded: false } : { force: false })} /> With those that are ${leftOutText(name)}</label
>`;

function cost(plan) {
  const time = plan.seconds;
  return `About ${count(plan.calls, 'call')} to Altegio${time === null || time === undefined ? '' : `, ${span(Math.max(1, time))}`}.`;
}

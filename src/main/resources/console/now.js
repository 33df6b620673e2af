import { api } from './api.js';
import { chart } from './chart.js';
import { html, nothing } from './lit.js';
import { jobRow } from './jobs.js';
import { orderReplay } from './order.js';
import { overview } from './overview.js';
import { empty, loading, problem, reasonLabel } from './parts.js';
import { Remote } from './remote.js';
import { address } from './router.js';
import { mayChange } from './state.js';
import { age, ago, clock, full, span } from './time.js';
import { count, kindText, number, reasonClass, reasonText } from './words.js';

const RECENT = 10; // minutes
const MANY = 100; // fewer that wait are no news

// What passes now, and what does not: the first thing somebody sees who was woken up.
export function now() {
  const jobs = new Remote(() => api('/jobs'));
  jobs.load();
  if (!overview.value) overview.load();
  return {
    title: 'Now',
    heard: (name) => name === 'jobs' && jobs.refresh(),
    leave: () => jobs.stop(),
    keys: () => ({ Enter: ['On a reason: list its letters'] }),
    draw() {
      const value = overview.value;
      if (!value) return overview.error ? problem(overview.error, () => overview.load()) : loading('what passes');
      return html`${problem(overview.error, () => overview.load())} ${headline(value)} ${tiles(value)}
        <section class="card">
          <h2>The last hour</h2>
          ${chart(value.minutes ?? [])}
        </section>
        ${running(jobs.value?.jobs)} ${groups(value)}`;
    },
  };
}

const isHeld = (gate) => gate?.state === 'holding';
const isThrottled = (gate) => gate?.state === 'throttled';

function headline(value) {
  const [tone, text, more] = judge(value);
  return html`<section class="headline ${tone}" role="status">
    <h1>${text}</h1>
    <p>${more}</p>
  </section>`;
}

// Says in one sentence how things are: what holds everything first, then what is odd, then that all is well.
function judge(value) {
  const { gate, intake, index } = value;
  if (isHeld(gate))
    return [
      'bad',
      /token/i.test(gate.why) ? 'Altegio refuses our token. Everything waits.' : 'Altegio does not answer. Everything waits.',
      html`${gate.detail}. Since ${clock(gate.since)} (${ago(gate.since)}). Nothing is lost and nothing is turned down meanwhile:
      it goes on by itself when Altegio answers.`,
    ];
  if (isThrottled(gate))
    return ['warn', 'Altegio asks for a pause.', `It had too many calls (429). Calls wait until ${clock(gate.throttled_until)}; then bookings go on by themselves.`];
  if (value.ready === false) return ['warn', 'Turnstile is not ready.', html`<a href="health/ready">Why</a>`];
  if (index && index.ready === false)
    return ['warn', 'The list of dead letters is being read.', `${number(index.read)} read, ${number(index.behind)} to go. Numbers below are not complete yet.`];
  const recent = (value.minutes ?? []).filter((each) => Date.parse(each.at) > Date.now() - RECENT * 60000);
  const scheduled = recent.reduce((sum, each) => sum + each.scheduled, 0);
  const reasons = new Map();
  recent.forEach((each) => Object.entries(each.dead_letters ?? {}).forEach(([reason, n]) => reasons.set(reason, (reasons.get(reason) ?? 0) + n)));
  const dead = [...reasons.values()].reduce((sum, n) => sum + n, 0);
  const [most] = [...reasons.entries()].sort(([, a], [, b]) => b - a);
  if (dead > 10 && dead > scheduled)
    return ['warn', 'Most bookings end as dead letters.', `${number(dead)} of ${number(dead + scheduled)} in the last ${RECENT} minutes, most often: ${reasonText(most[0])}.`];
  const faulty = (intake?.consumers ?? []).find((each) => each.fault);
  if (faulty) return ['warn', 'Turnstile has trouble with Kafka.', `${faulty.name}: ${faulty.fault}`];
  const pace = (scheduled + dead) / RECENT;
  if (intake?.retry_lag > MANY)
    return ['warn', 'Many bookings fail and wait to be tried again.', `${number(intake.retry_lag)} wait for another try; what Altegio said stands in the log and, after the last try, in the dead letters.`];
  if (scheduled + dead > 0 && intake?.lag > MANY && intake.lag > pace * RECENT)
    return ['warn', 'Bookings wait.', `${number(intake.lag)} are not decided yet; at the pace of the last ${RECENT} minutes that takes ${span((intake.lag / pace) * 60)}.`];
  if (scheduled + dead === 0)
    return intake?.lag > 0
      ? ['warn', 'Bookings wait, and none was decided lately.', `${number(intake.lag)} wait; none was decided in the last ${RECENT} minutes.`]
      : ['good', overview.open ? `All is quiet. ${count(overview.open, 'dead letter')} to look at.` : 'All is quiet.', `No booking came in the last ${RECENT} minutes; none waits.`];
  return ['good', overview.open ? `Bookings pass. ${count(overview.open, 'dead letter')} to look at.` : 'Bookings pass.', `${number(scheduled)} scheduled and ${count(dead, 'dead letter')} in the last ${RECENT} minutes.`];
}

function tiles(value) {
  const { gate = {}, intake = {} } = value;
  const last = (value.minutes ?? []).filter((each) => Date.parse(each.at) >= Math.floor(Date.now() / 60000) * 60000 - 60000);
  const decided = last[0] ? last[0].scheduled + Object.values(last[0].dead_letters ?? {}).reduce((sum, n) => sum + n, 0) : 0;
  const oldest = (value.groups ?? []).map((each) => each.oldest).sort()[0];
  return html`<div class="tiles">
    <div class="tile"><span>Decided</span><b>${number(decided)}</b><small>in the last full minute</small></div>
    <div class="tile ${intake.lag > 1000 ? 'warn' : ''}">
      <span>Waiting</span><b>${number(intake.lag)}</b><small>${lastCommit(intake)}${intake.retry_lag ? `and ${number(intake.retry_lag)} to be tried again` : intake.lag ? 'requests not decided yet' : 'nothing waits'}</small>
    </div>
    <div class="tile ${isHeld(gate) ? 'bad' : isThrottled(gate) ? 'warn' : ''}">
      <span>Altegio</span><b>${isHeld(gate) ? 'Holding' : isThrottled(gate) ? 'Pauses' : 'Answers'}</b>${quota(gate)}
    </div>
    <a class="tile ${overview.open ? 'dead' : ''}" href=${address('letters')}>
      <span>Open dead letters</span><b>${number(overview.open)}</b><small>${oldest ? html`the oldest ${age(oldest)}` : 'nothing to do'}</small>
    </a>
  </div>`;
}

function lastCommit(intake) {
  const last = (intake.consumers ?? []).map((each) => each.last_commit).filter(Boolean).sort().at(-1);
  return last ? html`<span title="last commit of this instance">committed ${age(last)} · </span>` : nothing;
}

function quota(gate) {
  if (!gate.per_minute && !gate.per_second) return html`<small title=${gate.since ? full(gate.since) : ''}>no limit of calls</small>`;
  return html`<small class="quota">
    ${meter('this second', gate.used_second, gate.per_second)} ${meter('this minute', gate.used_minute, gate.per_minute)}
  </small>`;
}

const meter = (name, used = 0, most = 0) =>
  most
    ? html`<label title="Calls to Altegio ${name}: ${used} of ${most}"
        ><meter min="0" max=${most} .value=${Math.min(used, most)}></meter>${number(used)}/${number(most)} ${name}</label
      >`
    : nothing;

function running(jobs) {
  const active = (jobs ?? []).filter((job) => job.state === 'running' || job.state === 'queued' || job.state === 'stopped');
  if (!active.length) return nothing;
  return html`<section class="card">
    <h2>Jobs on their way</h2>
    <ul class="rows">${active.map(jobRow)}</ul>
  </section>`;
}

function groups({ groups: all = [] }) {
  if (!all.length)
    return html`<section class="card"><h2>Open dead letters</h2>${empty('None. Nothing is to be done.', 'When a booking cannot be made, it appears here with the reason.')}</section>`;
  const most = Math.max(...all.map((each) => each.count));
  return html`<section class="card">
    <h2>Open dead letters by reason</h2>
    <ul class="groups">
      ${all.map((group) => groupRow(group, most))}
    </ul>
  </section>`;
}

function groupRow(group, most) {
  const to = address('letters', null, { reason: group.reason });
  return html`<li>
    <a href=${to}>
      <span class="what">${reasonLabel(group.reason)}<small>${kindText(group.kind)}</small></span>
      <span class="howmany"
        ><b>${number(group.count)}</b
        ><svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class=${reasonClass(group.reason)} width=${(group.count / most) * 100} height="4" /></svg
      ></span>
      <span class="ages soft">newest ${age(group.newest)}<br />oldest ${age(group.oldest)}</span>
    </a>
    ${mayChange() && group.kind !== 'malformed'
      ? html`<button @click=${() => orderReplay({ filter: filterOf(group), count: group.count })} title="Shows a plan first">
          Replay…
        </button>`
      : html`<a class="button" href=${to}>Look</a>`}
  </li>`;
}

// Bounded by the newest that was counted: what is replayed is what was seen.
const filterOf = (group) => ({ status: 'open', reason: group.reason, until: after(group.newest) });

export const after = (instant) => new Date(Date.parse(instant) + 1).toISOString();


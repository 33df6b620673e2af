import { api } from './api.js';
import { chart } from './chart.js';
import { html, nothing } from './lit.js';
import { decided, isHeld, isThrottled, judge, lastCommit } from './judge.js';
import { jobRow } from './jobs.js';
import { orderReplay } from './order.js';
import { overview } from './overview.js';
import { empty, loading, problem, reasonLabel } from './parts.js';
import { Remote } from './remote.js';
import { address } from './router.js';
import { mayChange } from './state.js';
import { age, full, now as serverNow } from './time.js';
import { kindText, number, reasonClass } from './words.js';

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
        ${running(jobs.value?.jobs)} ${groups(value)} ${consumers(value.intake?.consumers)}`;
    },
  };
}

function headline(value) {
  const [tone, text, more] = judge(value, overview.open, overview.trend.growth);
  return html`<section class="headline ${tone}" role="status">
    <h1>${text}</h1>
    <p>${more}</p>
  </section>`;
}

function tiles(value) {
  const { gate = {}, intake = {} } = value;
  const last = (value.minutes ?? []).filter((each) => Date.parse(each.at) >= Math.floor(serverNow() / 60000) * 60000 - 60000);
  const commit = lastCommit(intake);
  const oldest = (value.groups ?? []).map((each) => each.oldest).sort()[0];
  return html`<div class="tiles">
    <div class="tile"><span>Decided</span><b>${number(last[0] ? decided(last[0]) : 0)}</b><small>in the last full minute${commit ? html`; last commit ${age(new Date(commit).toISOString())}` : ''}</small></div>
    <div class="tile ${overview.trend.growth || intake.lag > 1000 || intake.retry_lag >= 1000 ? 'warn' : ''}">
      <span>Waiting</span><b>${typeof intake.lag === 'number' ? number(intake.lag) : '?'}</b><small>${waits(intake)}</small>
    </div>
    <div class="tile ${isHeld(gate) ? 'bad' : isThrottled(gate) ? 'warn' : ''}">
      <span>Altegio</span><b>${isHeld(gate) ? 'Holding' : isThrottled(gate) ? 'Pauses' : 'Answers'}</b>${quota(gate)}
    </div>
    <a class="tile ${overview.open ? 'dead' : ''}" href=${address('letters')}>
      <span>Open dead letters</span><b>${number(overview.open)}</b><small>${oldest ? html`the oldest ${age(oldest)}` : 'nothing to do'}</small>
    </a>
  </div>`;
}

function waits({ lag, retry_lag: retries }) {
  if (typeof lag !== 'number') return 'Kafka has not said';
  if (retries) return `and ${number(retries)} to be tried again`;
  return lag ? 'requests not decided yet' : 'nothing waits';
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

function consumers(all) {
  if (!all?.length) return nothing;
  return html`<section class="card">
    <h2>Consumers of this instance</h2>
    <ul class="consumers">
      ${all.map(
        (each) => html`<li>
          <b>${each.name}</b> <span class="soft">${each.partitions === 1 ? '1 partition' : `${number(each.partitions)} partitions`}, ${each.last_commit ? html`last commit ${age(each.last_commit)}` : 'nothing committed yet'}</span>
          ${each.fault ? html`<span class="bad">${each.fault}</span>` : nothing}
        </li>`,
      )}
    </ul>
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


import { html } from './lit.js';
import { ago, clock, now as serverNow, span } from './time.js';
import { count, number, reasonText } from './words.js';

const RECENT = 10; // minutes
const MINUTE = 60000;
const LONG_WITHOUT_COMMIT = 2 * MINUTE;
const LONG_WAIT = 5; // minutes
const MANY = 1000;

export const isHeld = (gate) => gate?.state === 'holding';
export const isThrottled = (gate) => gate?.state === 'throttled';
const isKnown = (n) => n !== null && n !== undefined;

// Says in one sentence how things are: what holds everything first, then what is odd, then that all is well. "Bookings pass"
// is said only when they do. trend: {more, seconds} when more bookings wait than a while ago.
export function judge(value, open, trend, now = serverNow()) {
  const { gate, intake = {}, index } = value;
  if (isHeld(gate))
    return [
      'bad',
      /token/i.test(gate.why) ? 'Altegio refuses our token. Everything waits.' : 'Altegio does not answer. Everything waits.',
      html`${gate.detail}. Since ${clock(gate.since)} (${ago(gate.since)}). Nothing is lost and nothing is turned down meanwhile:
      it continues by itself when Altegio answers.`,
    ];
  return consumers(intake, now) ?? pauses(value) ?? unready(value, index) ?? waiting(value, intake, trend, now) ?? passing(value, intake, open, now);
}

// What is wrong with those that read the bookings.
function consumers(intake, now) {
  const all = intake.consumers ?? [];
  const faulty = all.filter((each) => each.fault);
  if (faulty.length)
    return [
      faulty.length === all.length ? 'bad' : 'warn',
      faulty.length === all.length ? 'No booking can be read. They wait in Kafka.' : `${number(faulty.length)} of ${count(all.length, 'consumer')} cannot read bookings.`,
      `${faulty[0].name}: ${faulty[0].fault}`,
    ];
  const last = lastCommit(intake);
  if (intake.lag > 0 && last && now - last > LONG_WITHOUT_COMMIT && all.some((each) => each.partitions > 0))
    return ['bad', 'Bookings wait, and no outcome was committed lately.', `${number(intake.lag)} wait; the last commit was ${ago(new Date(last).toISOString())}, at ${clock(last)}.`];
  return null;
}

export const lastCommit = (intake) => Math.max(0, ...(intake.consumers ?? []).filter((each) => each.last_commit).map((each) => Date.parse(each.last_commit)));

function pauses({ gate }) {
  return isThrottled(gate)
    ? ['warn', 'Altegio asks for a pause.', `It had too many calls (429). Calls wait until ${clock(gate.throttled_until)}; then bookings continue by themselves.`]
    : null;
}

function unready(value, index) {
  if (value.ready === false) return ['warn', 'Turnstile is not ready.', html`<a href="health/ready">Why</a>`];
  if (index && index.ready === false)
    return ['warn', 'The list of dead letters is being read.', `${number(index.read)} read, ${number(index.behind)} to go. Numbers below are not complete yet.`];
  return null;
}

// More waits than should.
function waiting(value, intake, trend, now) {
  const { lag, retry_lag: retries } = intake;
  const minutes = (value.minutes ?? []).filter((each) => Date.parse(each.at) > now - (LONG_WAIT + 1) * MINUTE && Date.parse(each.at) <= now - MINUTE);
  const pace = minutes.reduce((sum, each) => sum + decided(each), 0) / LONG_WAIT;
  const takes = pace ? `at the pace of the last minutes (${number(Math.round(pace))} a minute) that takes ${span((lag / pace) * 60)}` : 'none was decided in the last minutes';
  if (trend && lag > 100)
    return ['warn', 'More bookings come in than are decided.', `${number(lag)} wait, ${number(trend.more)} more than ${span(trend.seconds)} ago; ${takes}.`];
  if (lag > 100 && lag > pace * LONG_WAIT) return ['warn', 'Bookings wait long.', `${number(lag)} wait; ${takes}.`];
  if (retries >= MANY)
    return ['warn', 'Many bookings wait to be tried again.', `${number(retries)} of them: they failed alone, or were slow. They are tried again by themselves; what fails for good becomes a dead letter.`];
  return null;
}

export const decided = (minute) => minute.scheduled + Object.values(minute.dead_letters ?? {}).reduce((sum, n) => sum + n, 0);

function passing(value, intake, open, now) {
  const recent = (value.minutes ?? []).filter((each) => Date.parse(each.at) > now - RECENT * MINUTE);
  const scheduled = recent.reduce((sum, each) => sum + each.scheduled, 0);
  const reasons = new Map();
  recent.forEach((each) => Object.entries(each.dead_letters ?? {}).forEach(([reason, n]) => reasons.set(reason, (reasons.get(reason) ?? 0) + n)));
  const dead = [...reasons.values()].reduce((sum, n) => sum + n, 0);
  const [most] = [...reasons.entries()].sort(([, a], [, b]) => b - a);
  if (dead > 10 && dead > scheduled)
    return ['warn', 'Most bookings end as dead letters.', `${number(dead)} of ${number(dead + scheduled)} in the last ${RECENT} minutes, most often: ${reasonText(most[0])}.`];
  const letters = open ? ` ${count(open, 'dead letter')} to look at.` : '';
  if (scheduled + dead > 0) return ['good', 'Bookings pass.' + letters, `${number(scheduled)} scheduled and ${count(dead, 'dead letter')} in the last ${RECENT} minutes${retrying(intake)}.`];
  if (intake.lag > 0) return ['warn', 'Bookings wait, and none was decided lately.', `${number(intake.lag)} wait; none was decided in the last ${RECENT} minutes.`];
  if (!isKnown(intake.lag)) return ['warn', 'How many bookings wait is not known.', `Kafka has not said. None was decided in the last ${RECENT} minutes.`];
  return ['good', 'All is quiet.' + letters, `No booking came in the last ${RECENT} minutes; none waits${retrying(intake)}.`];
}

const retrying = ({ retry_lag: n }) => (n ? `; ${number(n)} to be tried again` : '');

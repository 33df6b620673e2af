// Reasons and states in plain words. Codes this page does not know are shown as they are.
const REASONS = {
  NO_MEMBERSHIP: ['No valid membership', 'Sell or top up a membership that covers the event in Altegio, then replay.'],
  MEMBERSHIP_NOT_APPLICABLE: ['Membership does not cover it', 'Edit the request: name a membership that covers the event, or none at all; then replay.'],
  NOT_ENOUGH_VISITS: ['Not enough visits left', 'Top up the membership in Altegio, or edit the request to fewer days; then replay.'],
  DAYS_NOT_BOOKABLE: ['Days cannot be booked', 'Edit the request to days that can be booked (the evidence names them), then replay.'],
  NOT_FOUND: ['Not found at Altegio', 'Check the ids of location, client and event; edit what is wrong, then replay.'],
  REFUSED: ['Altegio refused', 'The evidence says why. Often the event is cancelled: then discard.'],
  FORBIDDEN: ['No rights at the location', 'Give the user of the token rights at this location in Altegio, then replay.'],
  NOT_JSON: ['Not JSON', 'Somebody sends what is no booking request. Tell the sender; edit and replay, or discard.'],
  INVALID_REQUEST: ['Fields missing or wrong', 'The message names the fields. Edit the request and replay it; tell the sender.'],
  UPSTREAM_ERROR: ['Altegio failed', 'Altegio failed on this one request, again and again. Try it: if it works by now, replay.'],
  UNREADABLE_RESPONSE: ['Answer not understood', 'Altegio answered something unexpected. Try it: if it works by now, replay.'],
  UNKNOWN: ['Not one of ours', 'This record was not written by Turnstile: it lacks its headers.'],
};

const KINDS = {
  rejected: 'Turned down by Altegio',
  malformed: 'Not a booking request',
  failed: 'Could not be decided',
  unknown: 'Not one of ours',
};

export const reasonText = (reason) => REASONS[reason]?.[0] ?? reason;
export const reasonHelp = (reason) => REASONS[reason]?.[1] ?? '';
export const kindText = (kind) => KINDS[kind] ?? kind;
export const REASONS_BY_KIND = {
  rejected: ['NO_MEMBERSHIP', 'NOT_ENOUGH_VISITS', 'DAYS_NOT_BOOKABLE', 'MEMBERSHIP_NOT_APPLICABLE', 'NOT_FOUND', 'REFUSED', 'FORBIDDEN'],
  malformed: ['NOT_JSON', 'INVALID_REQUEST'],
  failed: ['UPSTREAM_ERROR', 'UNREADABLE_RESPONSE'],
};

// A class name for a reason's colour; never text of a message.
export const reasonClass = (reason) => (REASONS[reason] ? 'r-' + reason.toLowerCase().replaceAll('_', '-') : 'r-unknown');

const OUTCOMES = {
  scheduled: 'Scheduled',
  rejected: 'Turned down again',
  malformed: 'Not a request again',
  failed: 'Failed again',
  waiting: 'Still waiting',
  not_known: 'Not known any more',
};
export const outcomeText = (outcome) => OUTCOMES[outcome] ?? outcome;
export const OUTCOME_ORDER = Object.keys(OUTCOMES);

const STATES = { queued: 'Queued', running: 'Running', cancelled: 'Cancelled', stopped: 'Stopped itself', finished: 'Done' };
export const stateText = (name) => STATES[name] ?? name;

const LEFT_OUT = {
  unknown: ['not known', 'No dead letter has this id, or it was pruned.'],
  resolved: ['already replayed or discarded', 'Somebody was faster, or they are on their way.'],
  replayed_too_often: ['came back too often', 'Replaying them once more would most likely give the same again.'],
  superseded: ['superseded', 'A newer request of the same client and event was decided meanwhile: replaying the old one could book twice.'],
  order_not_known: ['of which the order is not known', 'Kafka no longer holds the schedules that tell whether a newer request was scheduled: look in Altegio first, for it could book twice.'],
  gone: ['gone', 'Kafka does not hold them any more.'],
  value_omitted: ['without their value', 'The value did not fit into the letter: send the request again from where it stands, or replay it edited.'],
  refused: ['refused by Kafka', 'Kafka does not take their requests: the job says why.'],
};
export const leftOutText = (why) => LEFT_OUT[why]?.[0] ?? why;
export const leftOutHelp = (why) => LEFT_OUT[why]?.[1] ?? '';

const numbers = new Intl.NumberFormat('en');
export const number = (n) => numbers.format(n ?? 0);
export const count = (n, one, many = one + 's') => `${number(n)} ${n === 1 ? one : many}`;
export const bookings = (n) => count(n, 'booking');
export const actionText = (action) => (action === 'discard' ? 'Discard' : 'Replay');

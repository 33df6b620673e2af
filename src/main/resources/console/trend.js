const KEPT = 300000; // ms
const EVERY = 5000;
const LEAST = 60000;

// What waited when, while this page was open: enough to see whether it grows.
export class Trend {
  constructor() {
    this.samples = [];
  }

  add(lag, now = Date.now()) {
    if (lag === null || lag === undefined) return;
    if (now - (this.samples.at(-1)?.at ?? 0) < EVERY) return;
    this.samples.push({ at: now, lag });
    this.samples = this.samples.filter((each) => now - each.at <= KEPT);
  }

  // {more, seconds} when clearly more wait than when this page began to look, or five minutes ago; null otherwise.
  get growth() {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!first || last.at - first.at < LEAST) return null;
    const more = last.lag - first.lag;
    return more > 50 && more > first.lag / 5 ? { more, seconds: (last.at - first.at) / 1000 } : null;
  }
}

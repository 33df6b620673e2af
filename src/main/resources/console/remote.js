import { changed } from './state.js';

const PAUSE = 600;

// Something the server knows: its last value stays while it is asked again, and a late answer never replaces a newer one.
export class Remote {
  constructor(ask) {
    this.ask = ask;
    this.value = null;
    this.error = null;
    this.loading = false;
    this.turn = 0;
  }

  async load() {
    const turn = ++this.turn;
    this.loading = true;
    changed();
    try {
      const value = await this.ask();
      if (turn !== this.turn) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (turn !== this.turn) return;
      this.error = error;
    }
    this.loading = false;
    changed();
  }

  // Asks again soon; calls that come thick and fast share one question.
  refresh() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.load();
    }, PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    this.turn++;
  }
}

import { api } from './api.js';
import { changed } from './state.js';

// Dry runs: what a replay of each letter would give now. One after the other, for each costs calls of the quota.
export class Tries {
  constructor() {
    this.verdicts = new Map();
    this.running = false;
  }

  async tryAll(ids) {
    if (this.running) return;
    this.running = true;
    for (const id of ids) {
      if (!this.running) break;
      await this.tryOne(id);
    }
    this.running = false;
    changed();
  }

  async tryOne(id, edit) {
    this.verdicts.set(id, { pending: true });
    changed();
    try {
      this.verdicts.set(id, await api(`/dead-letters/${encodeURIComponent(id)}/dry-run`, { method: 'POST', body: edit === undefined ? {} : { edit } }));
    } catch (error) {
      this.verdicts.set(id, { error });
    }
    changed();
  }

  stop() {
    this.running = false;
    changed();
  }

  of(id) {
    return this.verdicts.get(id);
  }

  forget(id) {
    this.verdicts.delete(id);
    changed();
  }

  // Counts what is known of these letters.
  sum(ids) {
    const known = ids.map((id) => this.verdicts.get(id)).filter((each) => each && !each.pending);
    const good = known.filter((each) => each.kind === 'scheduled').length;
    return { known: known.length, good, back: known.length - good };
  }
}

import { api } from './api.js';
import { Remote } from './remote.js';
import { changed } from './state.js';
import { Trend } from './trend.js';

// What passes now: one for the whole page, for the head shows a part of it everywhere.
class Overview extends Remote {
  trend = new Trend();

  take(value) {
    this.stop();
    this.value = value;
    this.trend.add(value.intake?.lag);
    this.error = null;
    this.loading = false;
    changed();
  }

  get open() {
    return this.value?.groups?.reduce((sum, group) => sum + group.count, 0) ?? 0;
  }
}

export const overview = new Overview(() => api('/overview'));

import { api, query } from './api.js';
import { only } from './filters.js';
import { isOpen } from './parts.js';
import { Remote } from './remote.js';
import { changed } from './state.js';
import { Tries } from './tries.js';

const PAGE = 50;
const MOST = 500;

// The letters of one filter as they were fetched, page by page, and which of them are selected. Rows stay where they are
// while somebody works with them: what changed is shown in place, what is new is counted and shown when asked for.
class List {
  constructor(filter) {
    this.filter = only(filter);
    this.letters = [];
    this.next = null;
    this.fresh = 0;
    this.complete = true;
    this.selected = new Set();
    this.everything = false;
    this.tries = new Tries();
    this.first = new Remote(async () => this.show(await api('/dead-letters' + query({ ...this.filter, limit: PAGE }))));
    this.more = new Remote(async () => this.append(await api('/dead-letters' + query({ ...this.filter, limit: PAGE, cursor: this.next }))));
    this.groups = new Remote(() => api('/dead-letters/groups' + query(this.filter)));
    this.again = new Remote(async () =>
      this.compare(await api('/dead-letters' + query({ ...this.filter, status: 'all', limit: Math.min(MOST, Math.max(PAGE, this.letters.length * 2)) }))),
    );
  }

  load() {
    this.first.load();
    this.groups.load();
  }

  // Looks what became of the rows, without moving them.
  refresh() {
    this.again.refresh();
    this.groups.refresh();
  }

  stop() {
    [this.first, this.more, this.groups, this.again].forEach((each) => each.stop());
    this.tries.stop();
  }

  show(page) {
    this.letters = page.letters;
    this.next = page.next;
    this.complete = page.complete !== false;
    this.fresh = 0;
    this.keepSelected();
    return page;
  }

  append(page) {
    const have = new Set(this.letters.map((each) => each.id));
    this.letters = [...this.letters, ...page.letters.filter((each) => !have.has(each.id))];
    this.next = page.next;
    return page;
  }

  compare(page) {
    if (page.complete !== false && !this.complete) this.load(); // all are there now, and some may be resolved
    const now = new Map(page.letters.map((each) => [each.id, each]));
    const have = new Set(this.letters.map((each) => each.id));
    this.letters = this.letters.map((each) => now.get(each.id) ?? each);
    const oldest = this.next ? this.letters.at(-1)?.decided_at : ''; // what is older may stand on the next page
    this.fresh = page.letters.filter((each) => !have.has(each.id) && this.wanted(each) && each.decided_at >= oldest).length;
    this.keepSelected();
    if (this.fresh && !this.letters.length) this.first.load(); // there is no row that could move
    return page;
  }

  wanted(letter) {
    const status = this.filter.status ?? 'open';
    return status === 'all' || (status === 'open') === isOpen(letter);
  }

  // What somebody else resolved meanwhile is no longer selected.
  keepSelected() {
    const open = new Set(this.letters.filter(isOpen).map((each) => each.id));
    this.selected.forEach((id) => open.has(id) || this.selected.delete(id));
  }

  toggle(id, on = !this.selected.has(id)) {
    this.everything = false;
    const letter = this.letters.find((each) => each.id === id);
    if (on && letter && isOpen(letter)) this.selected.add(id);
    else this.selected.delete(id);
    changed();
  }

  // Selects from the row last touched to this one.
  reach(id, from) {
    const ids = this.letters.map((each) => each.id);
    const [a, b] = [ids.indexOf(from), ids.indexOf(id)].sort((x, y) => x - y);
    ids.slice(Math.max(a, 0), b + 1).forEach((each) => this.toggle(each, true));
  }

  selectShown(on = true) {
    this.everything = false;
    this.selected = new Set(on ? this.letters.filter(isOpen).map((each) => each.id) : []);
    changed();
  }

  selectEverything() {
    this.selectShown();
    this.everything = true;
    changed();
  }

  clear() {
    this.everything = false;
    this.selected.clear();
    changed();
  }

  get total() {
    return this.groups.value?.groups?.reduce((sum, each) => sum + each.count, 0) ?? null;
  }

  get newest() {
    return this.groups.value?.groups?.map((each) => each.newest).sort().at(-1);
  }

  around(id) {
    const at = this.letters.findIndex((each) => each.id === id);
    return { at, before: this.letters[at - 1]?.id, after: at < 0 ? undefined : this.letters[at + 1]?.id };
  }
}

let last = null;

// Returns the list of a filter; the same one as last time if the filter is, so that nothing selected is lost on the way
// to a letter and back.
export function listOf(filter) {
  const key = JSON.stringify(only(filter));
  if (last?.key !== key) {
    last?.list.stop();
    last = { key, list: new List(filter) };
    last.list.load();
  }
  return last.list;
}

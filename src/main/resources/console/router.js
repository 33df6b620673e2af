import { changed, state } from './state.js';

// Addresses look like #/letters/ID?reason=NO_MEMBERSHIP: they can be sent to a colleague, and survive a reload.
export function parse(hash) {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, id] = path.split('/');
  return {
    name: name || 'now',
    id: id === undefined ? null : decode(id),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function address(name, id = null, query = {}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return '#/' + (name === 'now' ? '' : name) + (id === null ? '' : '/' + encodeURIComponent(id)) + (search ? '?' + search : '');
}

export function go(to, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, '', to);
    follow();
  } else {
    location.hash = to;
  }
}

let views = {};
let opened = () => {};

export function startRouter(all, whenOpened) {
  views = all;
  opened = whenOpened;
  addEventListener('hashchange', follow);
  follow();
}

function follow() {
  const route = parse(location.hash);
  const make = (route.id !== null && views[route.name + '/']) || views[route.name] || views.now;
  const before = state.view;
  state.route = route;
  if (before?.follow?.(route)) {
    changed();
    return;
  }
  before?.leave?.();
  state.dialog = null;
  state.view = make(route);
  document.title = state.view.title + ' · Turnstile';
  changed();
  if (!before) return;
  opened();
  scrollTo(0, state.view.scroll ?? 0);
}

// Who sits here: a name that goes with whatever is done, remembered by this browser.
const KEY = 'turnstile.by';
const SINGLE_KEYS = 'turnstile.single-keys';

export function myName() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function rememberName(name) {
  try {
    localStorage.setItem(KEY, name.slice(0, 80));
  } catch {
    // A browser that keeps nothing: the role alone is noted.
  }
}

// Whether keys of one character do something: speech input and unsteady hands press them without meaning to.
export function singleKeys() {
  try {
    return localStorage.getItem(SINGLE_KEYS) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(on) {
  try {
    if (on) localStorage.removeItem(SINGLE_KEYS);
    else localStorage.setItem(SINGLE_KEYS, 'off');
  } catch {
    // A browser that keeps nothing: they stay as they are.
  }
}

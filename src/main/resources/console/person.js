// Who sits here: a name that goes with whatever is done, remembered by this browser.
const KEY = 'turnstile.by';

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

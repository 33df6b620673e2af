// Where the focus is, and where it goes when what had it is gone: without it, somebody without a mouse is lost.

// Moves the focus among the links of a list; from elsewhere to its first.
export function moveFocus(selector, by) {
  const all = [...document.querySelectorAll(selector)];
  if (!all.length) return;
  const at = all.findIndex((each) => each === document.activeElement || each.parentElement.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

const openers = new Map(); // dialog -> what had the focus before it
let last = null; // what had it last
let viewOpens = false;

addEventListener('focusin', (event) => {
  last = event.target;
});

// The heading of a view that opens takes the focus, as soon as it is there.
export function focusView() {
  viewOpens = true;
}

// Draws, opens the dialogs that are new, and gives the focus to somebody who still has a place in the page.
export function drawAround(draw, root) {
  const before = document.activeElement;
  draw();
  let opener = null;
  openers.forEach((from, dialog) => {
    if (dialog.isConnected) return;
    openers.delete(dialog);
    opener ??= from;
  });
  root.querySelectorAll('dialog').forEach((dialog) => {
    if (dialog.open) return;
    openers.set(dialog, openers.get(dialog) ?? before);
    dialog.showModal();
  });
  settle(opener);
}

function settle(opener) {
  const heading = viewOpens && document.querySelector('main h1');
  if (openers.size && !opener) return;
  if (heading) {
    viewOpens = false;
    give(heading);
  } else if (opener) {
    give(opener.isConnected && opener !== document.body ? opener : place());
  } else if (last && !last.isConnected && document.activeElement === document.body) {
    give(place());
  }
}

const PLACES = ['main .actions button:not(:disabled)', 'main h1', '#content'];
const place = () => PLACES.map((each) => document.querySelector(each)).find(Boolean);

function give(element) {
  if (!element) return;
  if (element.tagName === 'H1') element.tabIndex = -1;
  element.focus({ preventScroll: element.tagName === 'H1' });
}

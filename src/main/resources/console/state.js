// What all parts of the page share. Whoever changes it says so, and the page is drawn anew with the next frame.
export const state = {
  session: null, // {role, name}; null until the server said who we are
  signIn: false, // the server asks for a token
  live: 'connecting', // connecting | live | lost
  route: null,
  view: null,
  dialog: null, // something with draw() and close()
};

let draw = () => {};
let queued = false;
let shown = null; // the dialog on the page
let opener = null; // what had the focus before it

export function drawWith(how) {
  draw = how;
}

export function changed() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    if (state.dialog && !shown) opener = document.activeElement;
    const closed = shown && !state.dialog;
    draw();
    shown = state.dialog;
    if (closed) giveBackFocus();
  });
}

// Where somebody was before a dialog opened, or the view if that is gone.
function giveBackFocus() {
  const place = opener?.isConnected && opener !== document.body ? opener : document.querySelector('main');
  if (place && !place.matches('a, button, input, select, textarea, [tabindex]')) place.tabIndex = -1;
  place?.focus({ preventScroll: true });
}

export const mayChange = () => state.session?.role === 'operator';

export function closeDialog() {
  state.dialog = null;
  changed();
}

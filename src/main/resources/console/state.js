// What all parts of the page share. Whoever changes it says so, and the page is drawn again with the next frame.
export const state = {
  session: null, // {role, name}; null until the server said who we are
  signIns: 0, // how often somebody signed in since the page was loaded
  signIn: false, // the server asks for a token: for the first time, or again
  live: 'connecting', // connecting | live | lost
  route: null,
  view: null,
  dialog: null, // something with draw() and close()
};

let draw = () => {};
let queued = false;

export function drawWith(how) {
  draw = how;
}

export function changed() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    draw();
  });
}

export const mayChange = () => state.session?.role === 'operator';

// At once, for the next key is already meant for what had the focus before.
export function closeDialog() {
  state.dialog = null;
  draw();
}

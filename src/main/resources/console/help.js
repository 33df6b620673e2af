import { EVERYWHERE } from './keys.js';
import { html, nothing } from './lit.js';
import { singleKeys, setSingleKeys } from './person.js';
import { changed, closeDialog, state } from './state.js';

const NAMES = { Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑', Enter: 'Enter' };

export function openHelp() {
  state.dialog = { draw, close: closeDialog };
  changed();
}

function draw() {
  const here = state.view?.keys?.() ?? {};
  return html`<dialog class="help" @close=${closeDialog} aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    ${table('Everywhere', { ...EVERYWHERE, Tab: ['Next control; Enter or space presses it'] })}
    ${Object.keys(here).length ? table('On this view', here) : nothing}
    <label class="check singlekeys"
      ><input type="checkbox" .checked=${singleKeys()} @change=${(event) => setSingleKeys(event.target.checked)} /> Keys of a single character do something</label
    >
    <h2>Words</h2>
    <dl class="words">
      <dt>Dead letter</dt>
      <dd>A booking request that could not become a schedule, kept with the reason until somebody replays or discards it.</dd>
      <dt>Replay</dt>
      <dd>Puts the request back at the beginning, to be decided again. Each letter is replayed once, whoever presses.</dd>
      <dt>Try</dt>
      <dd>Asks Altegio what a replay would give now. Nothing is written.</dd>
      <dt>Discard</dt>
      <dd>Says that nothing is to be done. The letter leaves the open list and stays readable.</dd>
    </dl>
    <div class="actions"><button class="primary" autofocus @click=${closeDialog}>Close</button></div>
  </dialog>`;
}

const table = (title, keys) => html`<h3>${title}</h3>
  <dl class="keys">
    ${Object.entries(keys)
      .filter(([, value]) => value[0])
      .map(([key, [does]]) => html`<div><dt><kbd>${NAMES[key] ?? key}</kbd></dt><dd>${does}</dd></div>`)}
  </dl>`;

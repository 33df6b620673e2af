import { api } from './api.js';
import { html } from './lit.js';
import { problem } from './parts.js';
import { myName, rememberName } from './person.js';
import { changed, closeDialog, state } from './state.js';
import { count } from './words.js';

// Deletes resolved letters from Kafka for good, once somebody has read what that means; then calls pruned().
export function orderPrune(pruned) {
  let pruning = false;
  let failed = null;
  let deleted = null;

  async function prune(event) {
    event.preventDefault();
    if (pruning) return;
    const form = event.target.elements;
    rememberName(form.by.value);
    pruning = true;
    failed = null;
    changed();
    try {
      deleted = (await api('/prune', { method: 'POST', body: { note: form.note.value.trim() } })).records;
      pruned();
    } catch (error) {
      failed = error;
    }
    pruning = false;
    changed();
  }

  const ask = () => html`<form @submit=${prune} @keydown=${(event) => event.key === 'Enter' && event.target.tagName === 'INPUT' && event.preventDefault()}>
    <h2 id="order-title">Delete resolved letters from Kafka?</h2>
    <p>On each partition, all letters before its oldest open one go for good: nobody can look at them again. Open letters stay, and so does the audit.</p>
    <div class="fields">
      <label>Why, for the others <input name="note" maxlength="500" placeholder="e.g. older than we have to keep" autofocus autocomplete="off" /></label>
      <label>Your name <input name="by" .value=${myName()} maxlength="80" autocomplete="nickname" /></label>
    </div>
    ${problem(failed)}
    <div class="actions">
      <button type="button" @click=${closeDialog}>Keep them</button>
      <button class="primary danger" ?disabled=${pruning}>${pruning ? 'Deleting…' : 'Delete for good'}</button>
    </div>
  </form>`;

  const said = () => html`<h2 id="order-title">${deleted ? `${count(deleted, 'record')} deleted` : 'Nothing to delete'}</h2>
    <p>${deleted ? 'They are gone from the lists.' : 'No resolved letter stands before the oldest open one of its partition.'}</p>
    <div class="actions"><button class="primary" @click=${closeDialog}>Close</button></div>`;

  state.dialog = {
    draw: () => html`<dialog class="order" aria-labelledby="order-title" @close=${closeDialog}>${deleted === null ? ask() : said()}</dialog>`,
  };
  changed();
}

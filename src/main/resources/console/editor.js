import { api } from './api.js';
import { drawDifference } from './diff.js';
import { html, live, nothing } from './lit.js';
import { pretty } from './pretty.js';
import { changed } from './state.js';

const PAUSE = 200;

// A request being edited: checked against the contract while somebody types, shown as a difference to the original.
export class Editor {
  // draft: what was typed before, if something was
  constructor(original, draft) {
    this.original = pretty(original ?? '');
    this.text = draft ?? this.original;
    this.problems = null; // null while it is being checked
    this.turn = 0;
    this.check();
  }

  type(text) {
    this.text = text;
    this.problems = null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
    changed();
  }

  async check() {
    const turn = ++this.turn;
    try {
      const answer = await api('/requests/validate', { method: 'POST', body: { value: this.text } });
      if (turn === this.turn) this.problems = answer.valid ? [] : answer.problems;
    } catch (error) {
      if (turn === this.turn) this.problems = ['Could not be checked: ' + error.message];
    }
    changed();
  }

  get isChanged() {
    return this.text !== this.original;
  }

  get isReady() {
    return this.isChanged && this.problems?.length === 0;
  }

  draw() {
    return html`<div class="editor">
      <label class="sr" for="request">Request as JSON</label>
      <textarea id="request" class="code" spellcheck="false" autocapitalize="off" autocomplete="off" rows=${Math.min(28, this.text.split('\n').length + 1)} aria-describedby="problems" aria-invalid=${String(Boolean(this.problems?.length))} .value=${live(this.text)} @input=${(event) => this.type(event.target.value)}></textarea>
      <div id="problems" aria-live="polite">
        ${this.problems === null
          ? html`<p class="soft">Checking…</p>`
          : this.problems.length
            ? html`<ul class="problems">${this.problems.map((each) => html`<li>${each}</li>`)}</ul>`
            : html`<p class="good">A valid booking request.</p>`}
      </div>
      ${this.isChanged
        ? html`<div class="title"><h3>What you change</h3><button type="button" class="link" @click=${() => this.type(this.original)}>Undo all of it</button></div>
            ${drawDifference(this.original, this.text)}`
        : nothing}
    </div>`;
  }
}

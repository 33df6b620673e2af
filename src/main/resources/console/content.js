import { html, nothing } from './lit.js';
import { readable } from './plain.js';
import { pretty } from './pretty.js';
import { number } from './words.js';

const LONGEST = 20000;
const MOST_BYTES = 512;

// Shows bytes as the API gives them: null, {text, size} or {base64, size}. Always as text, never as anything that runs.
export function bytes(content, { whole = false, showWhole, indent = false } = {}) {
  if (content === null || content === undefined) return html`<p class="empty small">The record has no value (null).</p>`;
  if (content.text === undefined || content.text === null) return dump(content);
  if (content.text === '') return html`<p class="empty small">Empty: 0 bytes.</p>`;
  const text = indent && content.text.length <= LONGEST * 5 ? pretty(content.text) : content.text;
  const cut = !whole && text.length > LONGEST;
  return html`<pre class="code" tabindex="0">${readable(cut ? text.slice(0, LONGEST) : text)}</pre>
    ${cut ? html`<p class="soft">The first ${number(LONGEST)} of ${number(text.length)} characters. ${showWhole ? html`<button class="link" @click=${showWhole}>Show all</button>` : nothing}</p>` : nothing}`;
}

// Bytes that are no text: in hexadecimal, with what can be read beside.
function dump({ base64 = '', size }) {
  const raw = atob(base64.slice(0, Math.ceil(MOST_BYTES / 3) * 4));
  const lines = [];
  for (let at = 0; at < Math.min(raw.length, MOST_BYTES); at += 16) {
    const part = [...raw.slice(at, at + 16)].map((each) => each.charCodeAt(0));
    const hex = part.map((each) => each.toString(16).padStart(2, '0')).join(' ');
    const readable = part.map((each) => (each >= 32 && each < 127 ? String.fromCharCode(each) : '·')).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${readable}`);
  }
  return html`<p class="soft">Not text: ${number(size)} bytes${size > MOST_BYTES ? `, the first ${MOST_BYTES} of them` : ''}.</p>
    <pre class="code" tabindex="0">${lines.join('\n')}</pre>`;
}

// One line for a header's value.
export function inline(content) {
  if (content === null || content === undefined) return html`<i class="soft">null</i>`;
  if (content.text === undefined || content.text === null) return html`<i class="soft">${number(content.size)} bytes:</i> <code>${content.base64}</code>`;
  if (content.text === '') return html`<i class="soft">empty</i>`;
  const text = readable(content.text);
  return text.length > 300 ? html`<details><summary>${text.slice(0, 120)}…</summary>${text}</details>` : html`${text}`;
}

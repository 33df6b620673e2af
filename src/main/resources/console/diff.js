import { html } from './lit.js';
import { readable } from './plain.js';

const MOST_LINES = 1500;

// Compares two texts line by line: [' ' | '-' | '+', line]; null when they are too long to compare.
export function difference(before, after) {
  const a = before.split('\n');
  const b = after.split('\n');
  if (a.length > MOST_LINES || b.length > MOST_LINES) return null;
  const common = commonLengths(a, b);
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push([' ', a[i++]]);
      j++;
    } else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push(['-', a[i++]]);
    } else {
      lines.push(['+', b[j++]]);
    }
  }
  return lines;
}

// For each pair of places, how many lines the rests have in common.
function commonLengths(a, b) {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

const NAMES = { ' ': 'same', '-': 'out', '+': 'in' };

export function drawDifference(before, after) {
  const lines = difference(before, after);
  if (!lines) return html`<p class="soft">Too long to compare here.</p>`;
  if (lines.every(([sign]) => sign === ' ')) return html`<p class="soft">Nothing is changed yet.</p>`;
  return html`<pre class="code diff" aria-label="Changes">${lines.map(
    ([sign, text]) => html`<span class=${NAMES[sign]}><b>${sign}</b>${readable(text.slice(0, 2000))}${'\n'}</span>`,
  )}</pre>`;
}

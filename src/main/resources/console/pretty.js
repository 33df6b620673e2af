// Indents JSON without reading its numbers and strings: what is shown is what was sent, also for numbers that JavaScript
// cannot hold and for names that are given twice. Anything that is not JSON comes back as it is.
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let out = '';
  let depth = 0;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (token === '{' || token === '[') {
      out += token;
      if (next !== '}' && next !== ']') out += line(++depth);
      else depth++;
    } else if (token === '}' || token === ']') {
      depth--;
      const before = tokens[i - 1];
      out += (before === '{' || before === '[' ? '' : line(depth)) + token;
    } else if (token === ',') {
      out += token + line(depth);
    } else {
      out += token === ':' ? ': ' : token;
    }
  });
  return joinNumbers(out);
}

const line = (depth) => '\n' + '  '.repeat(depth);

// Arrays of numbers read better in one line.
const joinNumbers = (text) =>
  text.replace(/\[\n\s*(-?[\d.eE+-]+(?:,\n\s*-?[\d.eE+-]+)*)\n\s*\]/g, (_, inside) => '[' + inside.replace(/,\s+/g, ', ') + ']');

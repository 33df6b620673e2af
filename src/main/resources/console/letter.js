import { api } from './api.js';
import { bytes, inline } from './content.js';
import { Editor } from './editor.js';
import { only } from './filters.js';
import { rounds } from './history.js';
import { listOf } from './list.js';
import { html, nothing } from './lit.js';
import { orderDiscard, orderReplay } from './order.js';
import { fate, isOpen, loading, problem, reasonLabel, verdict, who } from './parts.js';
import { readable } from './plain.js';
import { pretty } from './pretty.js';
import { Remote } from './remote.js';
import { address, go } from './router.js';
import { changed, mayChange } from './state.js';
import { moment } from './time.js';
import { Tries } from './tries.js';
import { kindText, reasonHelp } from './words.js';

// Edits that nobody has given yet, by letter.
const drafts = new Map();

// One letter in full: why, what was asked, what Altegio said, what was done before; and what can be done now.
export function letter(route) {
  const { id } = route;
  const filter = only(route.query);
  const path = '/dead-letters/' + encodeURIComponent(id);
  const remote = new Remote(() => api(path));
  const tries = new Tries();
  let editor = null;
  let whole = false;
  let given = false;
  remote.load();
  listOf(filter).opened = id;

  const value = () => remote.value;
  const may = () => mayChange() && value() && isOpen(value().letter);
  const back = () => go(address('letters', null, filter));

  function open(other) {
    if (other) go(address('letters', other, filter));
  }

  function tryIt() {
    if (may()) tries.tryOne(id, editor?.isChanged ? editor.text : undefined);
  }

  function replay() {
    if (!may() || (editor && !editor.isReady)) return;
    orderReplay({ ids: [id], count: 1, ...(editor ? { edits: { [id]: editor.text }, given: () => forgetDraft() } : {}) });
  }

  function edit() {
    if (!may() || editor || !editable()) return;
    editor = new Editor(value().value?.text ?? '', drafts.get(id));
    tries.forget(id);
    changed();
    requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('request')?.focus()));
  }

  const editable = () => value().value === null || typeof value().value.text === 'string';

  function stopEditing() {
    keepDraft();
    editor = null;
    tries.forget(id);
  }

  function forgetDraft() {
    given = true;
    drafts.delete(id);
  }

  // What was typed is there again when the letter is edited again.
  function keepDraft() {
    if (editor?.isChanged) drafts.set(id, editor.text);
    else if (editor) drafts.delete(id);
  }

  return {
    title: 'Dead letter',
    heard: (name) => name !== 'overview' && remote.refresh(),
    leave() {
      if (!given) keepDraft();
      remote.stop();
    },
    resumed() {
      remote.load();
      editor?.check();
    },
    keys: () => ({
      j: ['Next letter of the list', () => open(listOf(filter).around(id).after)],
      k: ['Letter before', () => open(listOf(filter).around(id).before)],
      ...(may()
        ? {
            t: ['Try: what would a replay give?', tryIt],
            e: ['Edit the request', edit],
            r: ['Replay it', replay],
            d: ['Discard it', () => orderDiscard({ ids: [id], count: 1 })],
          }
        : {}),
      Escape: [editor ? 'Stop editing' : 'Back to the list', editor ? stopEditing : back],
    }),
    draw() {
      if (!value()) return html`${trail()}${remote.error ? problem(remote.error, () => remote.load()) : loading('the letter')}`;
      const it = value().letter;
      return html`${trail()} ${problem(remote.error, () => remote.load())}
        <section class="card letterhead">
          <div class="title"><h1>${reasonLabel(it.reason)}</h1>${fate(it)}</div>
          <p class="message">${readable(it.message)}</p>
          ${isOpen(it) && reasonHelp(it.reason) ? html`<p class="helps soft">${reasonHelp(it.reason)}</p>` : nothing}
          ${tries.of(id) ? html`<p class="tried" role="status">${verdict(tries.of(id))}</p>` : nothing} ${may() ? actions() : nothing}
        </section>
        <div class="columns">
          <div>
            ${request()} ${evidence(value().evidence ?? [])}
          </div>
          <div>
            <section class="card"><h2>History</h2>${rounds(value().history?.length ? value().history : [it], id)}</section>
            ${facts(it)} ${headers(value().headers ?? [])}
          </div>
        </div>`;
    },
  };

  function trail() {
    const { at, before, after } = listOf(filter).around(id);
    return html`<p class="back">
      <a href=${address('letters', null, filter)}>Dead letters</a>
      ${at < 0
        ? nothing
        : html`<span class="steps">
            <button class="quiet" ?disabled=${!before} @click=${() => open(before)} aria-label="Letter before" title="Letter before (k)">↑</button>
            <button class="quiet" ?disabled=${!after} @click=${() => open(after)} aria-label="Next letter" title="Next letter (j)">↓</button>
          </span>`}
    </p>`;
  }

  function actions() {
    const unready = editor && !editor.isReady;
    const hopeless = value().letter.kind === 'malformed'; // unless it is edited
    return html`<div class="actions">
      ${hopeless && !editor
        ? nothing
        : html`<button class="primary" ?disabled=${unready} @click=${replay}>${editor ? 'Replay edited…' : 'Replay…'}</button>`}
      <button ?disabled=${editor?.isChanged && unready} @click=${tryIt} title="Asks Altegio what a replay would give now; writes nothing (t)">${editor?.isChanged ? 'Try edited' : 'Try'}</button>
      ${editor
        ? html`<button @click=${stopEditing}>Stop editing</button>`
        : html`<button class=${hopeless ? 'primary' : ''} ?disabled=${!editable()} @click=${edit} title=${editable() ? 'Edit the request (e)' : 'Not text: it cannot be edited'}>Edit…</button>`}
      <span class="gap"></span>
      ${editor ? nothing : html`<button class="danger" @click=${() => orderDiscard({ ids: [id], count: 1 })}>Discard…</button>`}
    </div>`;
  }

  function request() {
    return html`<section class="card">
      <div class="title">
        <h2>${editor ? 'Edit the request' : 'Request'}</h2>
        <a class="button quiet" href=${'api' + path + '/value'} download>Download</a>
      </div>
      ${editor
        ? editor.draw()
        : bytes(value().value, {
            whole,
            indent: true,
            showWhole: () => {
              whole = true;
              changed();
            },
          })}
    </section>`;
  }
}

function evidence(all) {
  return html`<section class="card">
    <h2>What Altegio said</h2>
    ${all.length
      ? all.map(
          (answer, i) => html`<details class="answer" ?open=${i === all.length - 1}>
            <summary><b class=${answer.status >= 400 || !answer.status ? 'bad' : 'good'}>${answer.status || 'no answer'}</b> <code>${readable(answer.path)}</code></summary>
            <pre class="code" tabindex="0">${readable(pretty(String(answer.body ?? '')))}</pre>
          </details>`,
        )
      : html`<p class="soft">Altegio was not asked.</p>`}
  </section>`;
}

function facts(it) {
  return html`<section class="card">
    <h2>Where it came from</h2>
    <dl class="facts">
      <div><dt>About</dt><dd>${who(it) || '–'}</dd></div>
      <div><dt>Request id</dt><dd class="wrap">${readable(it.request_id ?? '–')}</dd></div>
      <div><dt>Reason</dt><dd><code>${it.reason}</code> ${kindText(it.kind)}</dd></div>
      <div><dt>Came</dt><dd>${moment(it.received_at)}</dd></div>
      <div><dt>Decided</dt><dd>${moment(it.decided_at)}</dd></div>
      <div><dt>Tried</dt><dd>${it.attempts === 1 ? 'once' : `${it.attempts} times`}; replayed ${it.replays === 0 ? 'never' : it.replays === 1 ? 'once' : `${it.replays} times`} before</dd></div>
      <div><dt>Letter id</dt><dd class="wrap"><code>${it.id}</code></dd></div>
      <div><dt>Stands at</dt><dd>partition ${it.partition}, offset ${it.offset} of the dead letters</dd></div>
    </dl>
  </section>`;
}

function headers(all) {
  const own = all.filter((each) => !each.name.startsWith('turnstile-'));
  const ours = all.filter((each) => each.name.startsWith('turnstile-') && each.name !== 'turnstile-evidence');
  const table = (some) => html`<dl class="facts headers">${some.map((each) => html`<div><dt class="wrap">${readable(each.name)}</dt><dd class="wrap">${inline(each.value)}</dd></div>`)}</dl>`;
  return html`<section class="card">
    <h2>Headers</h2>
    ${own.length ? table(own) : html`<p class="soft">The request had none of its own.</p>`}
    ${ours.length ? html`<details><summary>${ours.length} of Turnstile</summary>${table(ours)}</details>` : nothing}
  </section>`;
}


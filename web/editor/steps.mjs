// What the gutter has beside the numbers of the lines: the letters of the threads that stand there, and a mark at each line that
// has steps. Pressing the mark shows them, in their order.

import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, keymap, lineNumbers, showTooltip } from '@codemirror/view';

import { element } from './dom.mjs';
import { COLOURS } from './look.mjs';

export const setSteps = StateEffect.define(); // a list of { line, steps }, as topic::kProgram has it
export const setThreads = StateEffect.define(); // a list of { letter, done, next, able }
const openSteps = StateEffect.define(); // the beginning of the line whose steps are shown, or null

const MOST_DOTS = 3;
const MOST_BADGES = 3; // at a line, in the width of the gutter; the last one says how many more there are

const numberOf = (letter) => letter.charCodeAt(0) - 'A'.charCodeAt(0);
/** The class that has the thread's colour: those further on have the same ones again. */
const colourOf = (letter) => (letter === 'm' ? 'thread-m' : `thread-${numberOf(letter) % COLOURS}`);
const againOf = (letter) => (letter === 'm' ? 0 : Math.floor(numberOf(letter) / COLOURS));

class Steps extends GutterMarker {
  constructor(steps) {
    super();
    this.steps = steps;
  }

  eq(other) { return this.steps.join('\n') === other.steps.join('\n'); }

  toDOM() {
    const dots = this.steps.slice(0, MOST_DOTS).map(() => element('i'));
    return element('div', { className: 'dots', title: this.steps.join(' · ') }, ...dots);
  }
}

class Badges extends GutterMarker {
  /** `threads`: { letter, next }, of which the next step is at this line, or the newest was. */
  constructor(threads) {
    super();
    this.threads = threads;
  }

  get key() { return this.threads.map(({ letter, next }) => letter + (next ? '>' : '.')).join(''); }
  eq(other) { return this.key === other.key; }

  toDOM() {
    const all = element('div', { className: 'badges' });
    const fit = this.threads.length > MOST_BADGES ? MOST_BADGES - 1 : MOST_BADGES;
    for (const { letter, next } of this.threads.slice(0, fit)) {
      const badge = element('b', { className: `${colourOf(letter)} ${next ? 'next' : 'done'}` }, letter);
      badge.classList.toggle('again', againOf(letter) > 0);
      badge.style.setProperty('--again', againOf(letter));
      all.append(badge);
    }
    const more = this.threads.length - fit;
    if (more > 0) all.append(element('span', {}, `+${more}`));
    all.title = this.threads.map(({ letter, next }) => `${letter}: ${next ? 'its next step' : 'its newest step'}`).join('\n');
    return all;
  }
}

const beginning = (doc, line) => (line >= 1 && line <= doc.lines ? doc.line(line).from : null);

function markSteps(doc, lines) {
  const marks = lines.filter(({ line, steps }) => steps.length > 0 && beginning(doc, line) !== null);
  return RangeSet.of(marks.map(({ line, steps }) => new Steps(steps).range(beginning(doc, line))), true);
}

/** The threads of each line: those that come next before those that were there. */
function byLine(threads) {
  const lines = new Map();
  const add = (line, thread) => {
    if (!lines.has(line)) lines.set(line, []);
    lines.get(line).push(thread);
  };
  for (const { letter, next } of threads) if (next > 0) add(next, { letter, next: true });
  for (const { letter, done, next } of threads) if (done > 0 && done !== next) add(done, { letter, next: false });
  return lines;
}

function markThreads(doc, threads) {
  const lines = [...byLine(threads)].filter(([line]) => beginning(doc, line) !== null).sort(([a], [b]) => a - b);
  const tinted = lines.filter(([, [first]]) => first.next);
  return {
    badges: RangeSet.of(lines.map(([line, there]) => new Badges(there).range(beginning(doc, line)))),
    tints: Decoration.set(tinted.map(([line, [first]]) =>
      Decoration.line({ class: `stands ${colourOf(first.letter)}` }).range(beginning(doc, line)))),
  };
}

const given = (transaction, kind) => transaction.effects.find((effect) => effect.is(kind))?.value;

const marks = StateField.define({
  create: () => ({ steps: RangeSet.empty, badges: RangeSet.empty, tints: Decoration.none }),
  update(old, transaction) {
    const { changes, newDoc } = transaction;
    const steps = given(transaction, setSteps);
    const threads = given(transaction, setThreads);
    if (changes.empty && !steps && !threads) return old;
    return {
      steps: steps ? markSteps(newDoc, steps) : old.steps.map(changes),
      ...(threads ? markThreads(newDoc, threads) : { badges: old.badges.map(changes), tints: old.tints.map(changes) }),
    };
  },
  provide: (field) => EditorView.decorations.from(field, ({ tints }) => tints),
});

/** The steps of the line at a place. */
export function stepsAt(state, at) {
  const { from } = state.doc.lineAt(at);
  let found = [];
  state.field(marks).steps.between(from, from, (place, to, mark) => { found = mark.steps; });
  return found;
}

const shownSteps = StateField.define({
  create: () => null,
  update(line, transaction) {
    const asked = transaction.effects.find((effect) => effect.is(openSteps));
    if (asked) return asked.value;
    return transaction.docChanged || transaction.selection ? null : line;
  },
  provide: (field) => showTooltip.computeN([field, marks], (state) => {
    const line = state.field(field);
    if (line === null) return [];
    const steps = stepsAt(state, line);
    if (steps.length === 0) return [];
    return [{ pos: line, above: false, create: () => ({ dom: listOf(steps) }) }];
  }),
});

function listOf(steps) {
  return element('ol', { className: 'words steps' }, ...steps.map((each) => element('li', {}, each)));
}

function press(view, { from }) {
  if (stepsAt(view.state, from).length === 0) return false;
  const shown = view.state.field(shownSteps) === from;
  view.dispatch({ effects: openSteps.of(shown ? null : from) });
  return true;
}

// Where a press begins, too: the editor would take it as a selection of the line.
const marksGutter = gutter({
  class: 'steps-gutter',
  markers: (view) => view.state.field(marks).steps,
  initialSpacer: () => new Steps(['']),
  domEventHandlers: { mousedown: (view, line, event) => (event.preventDefault(), press(view, line)) },
});
const badgesGutter = gutter({
  class: 'threads-gutter',
  markers: (view) => view.state.field(marks).badges,
  initialSpacer: () => new Badges([{ letter: 'A', next: true }]),
});

const close = (view) => {
  if (view.state.field(shownSteps) === null) return false;
  view.dispatch({ effects: openSteps.of(null) });
  return true;
};
const toggle = (view) => press(view, view.state.doc.lineAt(view.state.selection.main.head));

export const steps = [
  marks, shownSteps, badgesGutter, lineNumbers(), marksGutter,
  keymap.of([{ key: 'Escape', run: close }, { key: 'F2', run: toggle }]),
];

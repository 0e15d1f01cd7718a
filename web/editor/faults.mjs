// What the checker finds wrong with the program: underlined in the text, in words where the pointer is, and as a list.

import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, hoverTooltip } from '@codemirror/view';

import { element } from './dom.mjs';

export const setFaults = StateEffect.define(); // a list of { line, column, endLine, endColumn, what }, as topic::kProgram has it

const within = (doc, line, column) => {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(from + Math.max(column, 0), to);
};

/** The place of a fault, which always has a character where its line has any. */
function placeOf(doc, { line, column, endLine, endColumn }) {
  const from = within(doc, line, column);
  const to = Math.max(from, within(doc, endLine || line, endColumn));
  if (to > from) return { from, to };
  const whole = doc.lineAt(from);
  return from < whole.to ? { from, to: from + 1 } : { from: Math.max(whole.from, from - 1), to: from };
}

function decorate(doc, faults) {
  const marks = faults.map((fault) => ({ ...placeOf(doc, fault), what: fault.what })).filter(({ from, to }) => to > from);
  return Decoration.set(marks.map(({ from, to, what }) => Decoration.mark({ class: 'fault', what }).range(from, to)), true);
}

const field = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const given = transaction.effects.find((effect) => effect.is(setFaults));
    return given ? decorate(transaction.newDoc, given.value) : marks.map(transaction.changes);
  },
  provide: (from) => EditorView.decorations.from(from),
});

const inWords = hoverTooltip((view, at, side) => {
  const found = [];
  view.state.field(field).between(at, at, (from, to, { spec }) => {
    if ((from < at || side > 0) && (to > at || side < 0)) found.push({ from, to, what: spec.what });
  });
  if (found.length === 0) return null;
  return {
    pos: found[0].from,
    end: found[0].to,
    above: true,
    create() {
      return { dom: element('div', { className: 'words' }, ...found.map(({ what }) => element('p', {}, what))) };
    },
  };
});

export const faults = [field, inWords];

/** Fills a list with the faults, each a button that goes to its place. */
export function listFaults(list, given, view) {
  list.hidden = given.length === 0;
  list.replaceChildren(...given.map((fault) => {
    const button = element('button', { type: 'button' }, element('b', {}, `Line ${fault.line}`), ` ${fault.what}`);
    button.addEventListener('click', () => {
      view.dispatch({ selection: { anchor: placeOf(view.state.doc, fault).from }, scrollIntoView: true });
      view.focus();
    });
    return element('li', {}, button);
  }));
}

// Whole numbers in the code go up and down: Alt with the arrows up and down (Shift: by ten), or Alt and drag.

import { isolateHistory } from '@codemirror/commands';
import { syntaxTree } from '@codemirror/language';
import { EditorSelection, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

const PIXELS_A_STEP = 6;
const MOST = 2n ** 63n - 1n; // the language's integers have 64 bits

/** The whole number around a place, with its sign: { from, to, value }; null: there is none. */
function numberAt(state, at) {
  for (const side of [-1, 1]) {
    const node = syntaxTree(state).resolveInner(at, side);
    if (node.name !== 'Number') continue;
    const digits = state.sliceDoc(node.from, node.to);
    if (!/^\d+$/.test(digits)) return null;
    const { parent } = node;
    const signed = parent?.name === 'UnaryExpression' && state.sliceDoc(parent.from, parent.from + 1) === '-'
      && parent.lastChild.from === node.from;
    return { from: signed ? parent.from : node.from, to: node.to, value: BigInt(digits) * (signed ? -1n : 1n) };
  }
  return null;
}

const within = (value) => (value > MOST ? MOST : value < -MOST ? -MOST : value);

/** `joined`: it belongs to the change before it, and is undone with it. */
function put(view, { from, to }, value, joined) {
  const text = String(within(value));
  if (view.state.sliceDoc(from, to) === text) return to;
  view.dispatch({
    changes: { from, to, insert: text },
    selection: EditorSelection.cursor(from + text.length),
    // The history joins the parts of a composition however long it takes.
    userEvent: joined ? 'input.type.compose' : 'input.number',
    annotations: joined ? [] : isolateHistory.of('before'),
    scrollIntoView: true,
  });
  return from + text.length;
}

function by(amount) {
  return (view) => {
    const number = numberAt(view.state, view.state.selection.main.head);
    if (!number || !view.state.selection.main.empty) return false;
    put(view, number, number.value + amount, false);
    return true;
  };
}

// The pointer up or to the right: more.
function drag(event, view) {
  if (!event.altKey || event.button !== 0) return false;
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
  const number = at === null ? null : numberAt(view.state, at);
  if (!number) return false;
  event.preventDefault();
  let moved = false;
  const move = ({ clientX, clientY }) => {
    const steps = Math.round((clientX - event.clientX + event.clientY - clientY) / PIXELS_A_STEP);
    if (steps === 0 && !moved) return;
    number.to = put(view, number, number.value + BigInt(steps), moved);
    moved = true;
  };
  const end = () => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
  view.focus();
  return true;
}

export const numbers = [
  Prec.high(keymap.of([
    { key: 'Alt-ArrowUp', run: by(1n), shift: by(10n) },
    { key: 'Alt-ArrowDown', run: by(-1n), shift: by(-10n) },
  ])),
  EditorView.domEventHandlers({ mousedown: drag }),
];

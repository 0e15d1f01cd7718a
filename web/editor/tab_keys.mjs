// Tab indents; after Escape it goes to the next control, until another key is pressed.

import { indentLess, indentMore } from '@codemirror/commands';
import { EditorView, keymap } from '@codemirror/view';

const WIDTH = 4;

/** To the next multiple of the width; of a selection, its lines. */
export function indent({ state, dispatch }) {
  if (state.selection.ranges.some(({ empty }) => !empty)) return indentMore({ state, dispatch });
  const { head } = state.selection.main;
  const column = head - state.doc.lineAt(head).from;
  dispatch(state.update(state.replaceSelection(' '.repeat(WIDTH - column % WIDTH)), { scrollIntoView: true, userEvent: 'input' }));
  return true;
}

export const tabKeys = [
  keymap.of([{ key: 'Tab', run: indent, shift: indentLess }]),
  EditorView.domEventHandlers({
    keydown(event, view) {
      if (!['Tab', 'Shift'].includes(event.key)) view.setTabFocusMode(event.key === 'Escape');
      return false;
    },
    blur(event, view) { view.setTabFocusMode(false); },
  }),
];

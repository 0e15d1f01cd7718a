// Python in the editor: its grammar, its colours, and the names that the language of programs has.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, ifNotIn } from '@codemirror/autocomplete';
import { localCompletionSource, pythonLanguage } from '@codemirror/lang-python';
import {
  bracketMatching, HighlightStyle, indentOnInput, indentUnit, LanguageSupport, syntaxHighlighting, syntaxTree,
} from '@codemirror/language';
import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, keymap, ViewPlugin } from '@codemirror/view';
import { tags } from '@lezer/highlight';

// The colours are properties of the host (look.mjs). The kinds are those of the listing, src/code/highlight.cpp.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.operatorKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.escape], color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--muted)' },
]);

// The grammar has `self` as any other name.
const self = Decoration.mark({ class: 'self' });
function markSelf(view) {
  const marks = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({ from, to, enter: ({ name, from: begin, to: end }) => {
      if (name === 'VariableName' && view.state.sliceDoc(begin, end) === 'self') marks.add(begin, end, self);
    } });
  }
  return marks.finish();
}
const selves = ViewPlugin.define((view) => ({
  marks: markSelf(view),
  update(update) {
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    if (update.docChanged || update.viewportChanged || parsed) this.marks = markSelf(update.view);
  },
}), { decorations: ({ marks }) => marks });

const words = (type, text) => text.split(' ').map((label) => ({ label, type }));
const NAMES = [
  ...words('keyword', 'and as assert break class continue def del elif else except finally for from global if import in is lambda '
    + 'nonlocal not or pass raise return try while with True False None'),
  ...words('function', 'print range len str int bool float abs min max sum any all sorted enumerate zip list tuple dict set repr '
    + 'isinstance'),
  ...words('class', 'Exception ValueError KeyError IndexError RuntimeError AssertionError TypeError ZeroDivisionError '
    + 'AttributeError NameError TimeoutError'),
  ...words('class', 'Thread Lock RLock Condition Semaphore BoundedSemaphore Event Barrier Queue LifoQueue SimpleQueue '
    + 'ThreadPoolExecutor deque Atomic SpinLock TicketLock RWLock CheckThenLock'),
  ...words('method', 'start join is_alive acquire release locked wait wait_for notify notify_all set clear is_set put get '
    + 'put_nowait get_nowait task_done submit map shutdown result done load store add exchange compare_exchange append pop'),
  ...words('namespace', 'threading time queue collections concurrent.futures interleave sleep'),
];

const LEAST = 2; // letters before names are offered

/** The program's own names, and those of the language. */
const complete = ifNotIn(['String', 'FormatString', 'Comment'], (context) => {
  const word = context.matchBefore(/\w+/);
  if (!context.explicit && (word === null || word.text.length < LEAST)) return null;
  const own = localCompletionSource(context)?.options ?? [];
  const known = new Set(own.map(({ label }) => label));
  return {
    from: word?.from ?? context.pos,
    options: [...own, ...NAMES.filter(({ label }) => !known.has(label))],
    validFor: /^\w*$/,
  };
});

export function python() {
  return [
    new LanguageSupport(pythonLanguage, pythonLanguage.data.of({ autocomplete: complete })),
    syntaxHighlighting(colours),
    selves,
    indentUnit.of('    '),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    // Typing on must never choose anything: Enter makes a line, unless an arrow has chosen.
    autocompletion({ icons: false, selectOnOpen: false, activateOnTypingDelay: 300 }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap.filter(({ key }) => key !== 'Mod-i')]),
  ];
}

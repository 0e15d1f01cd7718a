// The editor of a program of one's own: CodeMirror in a shadow root over the place of the code pane. Built into one file
// (bundle.mjs), which the page loads with the first press into the code (web/own_program.mjs).
//
// What is typed goes to the module at once, which checks it after a pause, and tells the page what is wrong and what the
// program's lines and threads do (topic::kProgram).

import { defaultKeymap, history, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { EditorState, Prec } from '@codemirror/state';
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap,
} from '@codemirror/view';

import { button, element } from './dom.mjs';
import { makeDrafts, nameOf } from './drafts.mjs';
import { faults, listFaults, setFaults } from './faults.mjs';
import { loadFonts, paint, style, theme } from './look.mjs';
import { numbers } from './numbers.mjs';
import { makePlace } from './place.mjs';
import { ACCEPTED, fileName, importsModule, MODULE, readProgram } from './program_files.mjs';
import { makePrograms } from './programs.mjs';
import { python } from './python.mjs';
import { setSteps, setThreads, steps, stepsAt } from './steps.mjs';
import { indent, tabKeys } from './tab_keys.mjs';

const PAUSE = 800; // milliseconds after the last change until the text is kept
const NAME = 'The program, in Python. Tab indents; Escape, then Tab, leaves the text. F2 shows the steps of a line.';

// As the editor has lines, whose ends are all alike.
const inLines = (source) => source.replace(/\r\n?/g, '\n');

/** `changed` follows each change of the text, which only the user makes; `moved` whatever is to be told of the cursor's line. */
const extensionsOf = ({ changed, moved, undoFurther, redoFurther }) => [
  history(),
  highlightSpecialChars(), drawSelection(), highlightActiveLine(), highlightActiveLineGutter(),
  python(), steps, faults, numbers, tabKeys, theme,
  Prec.high(keymap.of([
    { key: 'Mod-z', run: undoFurther, preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: redoFurther, preventDefault: true },
    { linux: 'Ctrl-Shift-z', win: 'Ctrl-Shift-z', run: redoFurther, preventDefault: true },
  ])),
  keymap.of(defaultKeymap),
  EditorView.contentAttributes.of({
    'aria-label': NAME, autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', translate: 'no',
    tabindex: '0',
  }),
  EditorView.updateListener.of(({ docChanged, transactions }) => {
    if (docChanged) changed();
    if (transactions.length > 0) moved();
  }),
];

/**
 * @param {HTMLCanvasElement} canvas the editor lies over it
 * @param page { type(text), source(), undo(), redo(), opened(open), complain(sentence), limits(), chooseFile(use, accept),
 *   download(blob, name) }
 */
export async function makeEditor(canvas, page) {
  await loadFonts(); // the editor measures its text once

  const host = element('div', { id: 'editor', hidden: true });
  host.setAttribute('role', 'region');
  host.setAttribute('aria-label', 'Editor of the program');
  const root = host.attachShadow({ mode: 'open' });
  style(root);
  const drafts = makeDrafts();

  let program = null; // topic::kProgram
  let own = false; // the text is the user's: the account is left
  let name; // of the file that the text is from
  let telling = false; // a change, to the module
  let listed = '[]'; // the faults that the list has
  let wanted = false; // it has the focus as soon as its place is in sight
  let pause = 0;
  let kept = ''; // when the text was kept last, or what is wrong with that
  let failing = false; // it could not be kept

  // ---- Kept on the device
  const text = () => view.state.doc.toString();
  const keep = () => {
    clearTimeout(pause);
    if (pause === 0) return;
    pause = 0;
    const wrong = drafts.keep(text(), name);
    failing = wrong !== '';
    kept = wrong || `Kept on this device at ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
    say();
  };

  // ---- The text
  const changed = () => {
    own = true;
    module.hidden = !importsModule(text());
    telling = true;
    try {
      page.type(text());
    } finally {
      telling = false;
    }
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
  };
  const say = () => {
    const { head } = view.state.selection.main;
    const here = stepsAt(view.state, head);
    status.classList.toggle('wrong', failing);
    status.textContent = !failing && here.length > 0 ? `Line ${view.state.doc.lineAt(head).number}: ${here.join(', ')}` : kept;
    status.title = status.textContent;
  };
  // Where the editor's own history ends, the page's goes on: before the first change there is the account.
  const undoFurther = () => {
    if (undoDepth(view.state) > 0) return undo(view);
    keep();
    page.undo();
    return true;
  };
  const redoFurther = () => {
    if (redoDepth(view.state) > 0) return redo(view);
    page.redo();
    return true;
  };
  const extensions = extensionsOf({ changed, moved: say, undoFurther, redoFurther });
  const stateOf = (given) => EditorState.create({ doc: given, extensions });

  /** A text from elsewhere than the keyboard: another program, or that before an undo. Its history begins anew. */
  const take = (source) => {
    const given = inLines(source);
    if (given === text()) return;
    keep();
    name = undefined;
    kept = '';
    view.setState(stateOf(given));
    module.hidden = !importsModule(given);
    drafts.begin(given);
  };
  /** The same by the user, who can undo it. */
  const replace = (source, from) => {
    const given = inLines(source);
    keep();
    drafts.begin(given);
    name = from;
    if (own) {
      const { length } = view.state.doc;
      view.dispatch({ changes: { from: 0, to: length, insert: given }, selection: { anchor: 0 }, userEvent: 'input.open', scrollIntoView: true });
    } else {
      // What was before is the account, to which the page's undo leads.
      view.setState(stateOf(given));
      changed();
    }
  };

  // ---- What the module tells of it. What does not belong to the text as it is stays where it was in the text.
  const show = () => {
    const { faults: wrong, lines, threads, checked, current } = program;
    const effects = [];
    if (checked) effects.push(setFaults.of(wrong));
    if (current) effects.push(setSteps.of(lines), setThreads.of(threads));
    view.dispatch({ effects });
    host.classList.toggle('old', checked && !current);
    const told = checked ? JSON.stringify(wrong) : listed;
    if (told === listed) return;
    listed = told;
    listFaults(list, wrong, view);
    // The list has taken room from the text.
    if (view.hasFocus) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) });
    view.contentDOM.setAttribute('aria-invalid', String(wrong.length > 0));
  };

  // ---- Files, and programs that were kept
  const open = async (file) => {
    try {
      replace(await readProgram(file, page.limits().code), file.name);
      setOpened(true);
    } catch (error) {
      page.complain(error.message);
    }
  };
  const choose = () => page.chooseFile(open, ACCEPTED);
  const save = () => {
    keep();
    page.download(new Blob([text()], { type: 'text/x-python' }), fileName(name ?? nameOf(text())));
  };
  const programs = makePrograms(drafts.list, (chosen) => {
    replace(chosen.text, /\.py$/.test(chosen.name) ? chosen.name : undefined);
    view.focus();
  }, () => view.focus());
  const showPrograms = () => {
    keep();
    programs.show();
  };

  // ---- What there is to see
  const status = element('p', { role: 'status' });
  const list = element('ul', { className: 'faults', hidden: true });
  list.setAttribute('aria-label', 'What is wrong with the program');
  const module = element('a', {
    className: 'button', href: new URL(MODULE, import.meta.url).href, download: MODULE, hidden: true,
    title: 'The module that this program imports, for Python: save it beside the program',
  }, MODULE);
  const beside = { className: 'keyboard' };
  const keys = [button('⇥', 'Indent', () => indent(view), beside), button('↶', 'Undo', undoFurther, beside)];
  for (const key of keys) key.addEventListener('pointerdown', (event) => event.preventDefault()); // the keyboard stays up
  const bar = element('div', { className: 'bar' }, status, module, ...keys,
    button('Programs', 'Programs that were written on this device', showPrograms),
    button('Open', 'Open a file *.py (Ctrl+O)', choose),
    button('Save', 'Save the program as a file *.py (Ctrl+S)', save),
    button('Done', 'Put the keyboard away', () => root.activeElement?.blur(), beside));
  const code = element('div', { className: 'code' });
  // A press beside its controls leaves the focus in the editor; Tab does not stop at it.
  root.append(element('div', { className: 'frame', tabIndex: -1 }, code, list, bar, programs.dom));
  canvas.after(host);
  const view = new EditorView({ state: stateOf(''), parent: code, root });

  // ---- Where it lies
  const { place, setOpen } = makePlace(host, canvas, () => {
    view.requestMeasure();
    if (wanted) view.focus();
    wanted = false;
    if (host.classList.contains('over')) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) });
  });
  const setOpened = (is) => {
    const focused = root.activeElement !== null;
    if (!is) programs.hide();
    page.opened(is);
    setOpen(is);
    if (!is && focused) canvas.focus({ preventScroll: true });
  };
  host.addEventListener('focusout', () => {
    // Of the account the listing says more: it has the line of each thread.
    setTimeout(() => { if (!own && root.activeElement === null && document.hasFocus()) setOpened(false); });
  });
  addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });

  return {
    place,
    paint: (palette) => paint(host, palette),
    save,
    open,
    choose,
    /** Begins to edit a text at a place of it (request::kOpenEditor). */
    edit({ source, line = 1, column = 0, below = null }) {
      take(source);
      if (program) show();
      setOpened(true);
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const anchor = Math.min(at.from + column, at.to);
      view.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, below === null ? {} : { y: 'start', yMargin: below }),
      });
      wanted = host.hidden;
      view.focus();
    },
    /** topic::kProgram; null: the account is set. */
    show(given) {
      // What the module tells before it has the change is of the text before.
      if (telling && given?.source !== text()) return;
      program = given;
      // It may come while a change is being told.
      queueMicrotask(() => {
        if (program !== given) return;
        const was = own;
        own = given !== null;
        if (!own) return was && setOpened(false);
        // The topic has marks in the place of the characters that control the direction of text.
        if (given.source !== text()) take(page.source());
        show();
      });
    },
  };
}

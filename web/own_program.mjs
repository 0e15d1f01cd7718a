// A program of one's own: what the module tells of it, and its editor (web/editor), which is loaded with the first press
// into the code, and the first file that is opened or saved.

import { chooseFile, download } from './files.mjs';

const FILE = 'editor.mjs';

/**
 * @param {HTMLCanvasElement} canvas
 * @param call (name, data, options): calls the module
 * @param loadPart loads the part of the module that programs need (web/part.mjs)
 */
export function makeOwnProgram(canvas, call, loadPart) {
  const newest = { program: null, place: null, palette: null };
  let editor = null; // once it is there
  let loading = null;
  let tries = 0;

  const forEditor = {
    type: (text) => call('typeProgram', text),
    source: () => call('programState').source,
    undo: () => call('undo'),
    redo: () => call('redo'),
    opened: (open) => call('editorOpened', '', { open }),
    complain: (words) => call('complain', words),
    limits: () => call('limits'),
    chooseFile,
    download,
  };

  const load = async () => {
    // A browser may remember that a module could not be loaded, by its address.
    const again = tries++ === 0 ? '' : `?again=${tries}`;
    const [{ makeEditor }] = await Promise.all([import(new URL(FILE + again, import.meta.url).href), loadPart()]);
    editor = await makeEditor(canvas, forEditor);
    if (newest.palette) editor.paint(newest.palette);
    if (newest.program) editor.show(newest.program);
    editor.place(newest.place);
    return editor;
  };
  /** Calls `use` with the editor. Where it cannot be loaded, the listing stays, and a notice says why. */
  const withEditor = async (use) => {
    try {
      loading ??= load();
      await loading;
    } catch (error) {
      loading = null;
      console.warn(`${FILE}: ${error.message}`);
      return call('complain', 'The editor could not be loaded, so the code can only be read. Check the connection, then press into the code again.');
    }
    return use(editor);
  };

  const topics = {
    program(program) {
      newest.program = program;
      editor?.show(program);
    },
    editor(place) {
      newest.place = place;
      editor?.place(place);
    },
    palette(palette) {
      newest.palette = palette;
      editor?.paint(palette);
    },
  };
  const requests = {
    openEditor: (wanted) => withEditor(() => editor.edit(wanted)),
  };

  // Ctrl+O and Ctrl+S, while there is a program to open in place of or to save; a file that is dropped anywhere.
  const onKey = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const use = { o: (made) => made.choose(), s: (made) => made.save() }[event.key.toLowerCase()];
    if (!use || (newest.program === null && !document.activeElement?.shadowRoot)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    withEditor(use);
  };
  const onDrag = (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type !== 'drop') return;
    const [file] = event.dataTransfer.files;
    if (file) withEditor(() => editor.open(file));
  };

  return {
    topics,
    requests,
    /** To be called when the page has started. */
    listen() {
      window.addEventListener('keydown', onKey, true);
      for (const type of ['dragover', 'drop']) window.addEventListener(type, onDrag, true);
    },
  };
}

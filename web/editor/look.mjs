// The editor's looks. Its colours are custom properties of the host, which the module tells (topic::kPalette): it has no others.

import { EditorView } from '@codemirror/view';

const FONTS = { 'JetBrains Mono': 'JetBrainsMono-Regular.ttf', Inter: 'Inter-Regular.ttf' };
const MONO = "'JetBrains Mono', ui-monospace, monospace";

export const theme = EditorView.theme({
  '&': { flex: '1 1 0', minHeight: '0', backgroundColor: 'transparent', color: 'var(--text)', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: MONO, lineHeight: '1.5', overscrollBehavior: 'contain' },
  '.cm-content': { caretColor: 'var(--text)', padding: '0 0 1.5em' },
  '.cm-line': { padding: '0 8px 0 4px' },
  '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--text)', marginLeft: '-1px' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--muted)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 2px 0 0', minWidth: '2ch' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine:not(.stands)': { backgroundColor: 'color-mix(in srgb, var(--field) 60%, transparent)' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'color-mix(in srgb, var(--muted) 35%, transparent) !important',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--field-hover)', outline: '1px solid var(--muted)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent' },
  '.cm-tooltip': {
    backgroundColor: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--border)', borderRadius: '6px',
    boxShadow: '0 4px 16px rgb(0 0 0 / 20%)', fontFamily: 'Inter, system-ui, sans-serif', maxWidth: 'min(28rem, 90vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: MONO, maxHeight: '11em' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--primary)', color: 'var(--on-primary)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'bold' },
});

/** Threads of the seventh letter and beyond have the same colours again, with strokes. */
export const COLOURS = 6;
const threads = Array.from({ length: COLOURS }, (unused, i) => `.thread-${i} { --own: var(--thread-${i}); --on-own: var(--on-thread-${i}); }`);

const css = `
:host {
  /* Those that the page in words has no others for. */
  --field: var(--background);
  --field-hover: var(--border);
  --grid: var(--border);
  --bad: var(--text);
  display: flex;
  flex-direction: column;
  background: var(--panel);
  color: var(--text);
  font: 13px/1.4 Inter, system-ui, sans-serif;
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.frame { display: flex; flex-direction: column; flex: 1 1 0; min-height: 0; position: relative; outline: none; }
.code { display: flex; flex-direction: column; flex: 1 1 0; min-height: 0; }
button, a.button {
  font: inherit;
  color: inherit;
  text-decoration: none;
  white-space: nowrap;
  padding: 4px 8px;
  border: 1px solid var(--border);
  border-radius: 6px;
  background: var(--field);
  cursor: pointer;
}
button:hover, a.button:hover { background: var(--field-hover); }
:is(button, a):focus-visible { outline: 2px solid var(--text); outline-offset: 1px; }
.bar { flex: none; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 6px 0 0; border-top: 1px solid var(--grid); }
.bar p { flex: 1 1 6rem; min-width: 0; margin: 0; color: var(--muted); overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.bar p.wrong { flex-basis: 100%; color: var(--bad); white-space: normal; }
.bar button, .bar a.button { padding: 2px 8px; }
/* Beside a phone's keyboard there is room for what it lacks. */
.keyboard { display: none; }
:host(.over) .keyboard { display: revert; }
:host(.over) .bar :is(a, button):not(.keyboard) { display: none; }
@media (pointer: coarse) {
  button, .bar button, a.button, .bar a.button { min-width: 40px; min-height: 40px; font-size: 15px; }
  a.button { display: inline-grid; align-items: center; }
  /* The steps are a press on their mark away. */
  .bar p:not(.wrong) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
[hidden] { display: none !important; }
.faults { flex: none; list-style: none; margin: 4px 0 0; padding: 0; max-height: 30%; overflow: auto; }
.faults button { display: block; width: 100%; border: 0; background: none; text-align: left; white-space: normal; padding: 3px 4px; min-height: 0; }
.faults button:hover { background: var(--field); }
.faults b { color: var(--bad); }
.fault { text-decoration: underline wavy var(--bad) 1.5px; text-underline-offset: 3px; text-decoration-skip-ink: none; }

:host(.old) :is(.dots, .badges) { opacity: 0.5; }

.self { color: var(--code-keyword); }

.words { padding: 6px 10px; margin: 0; }
.words p { margin: 0; }
.words p + p { margin-top: 6px; }
.steps { padding-left: 2.2em; }

.dots { display: flex; flex-direction: column; justify-content: center; align-items: center; gap: 2px; height: 100%; width: 14px; cursor: pointer; }
.dots i { width: 4px; height: 4px; border-radius: 50%; background: var(--muted); }
.dots:hover i { background: var(--text); }
@media (pointer: coarse) { .dots { width: 24px; } }
.threads-gutter { min-width: 20px; }
.badges { display: flex; gap: 2px; align-items: center; height: 100%; padding-right: 3px; }
.badges b {
  display: grid;
  place-items: center;
  width: 16px;
  height: 16px;
  border: 2px solid var(--own);
  border-radius: 4px;
  font: 600 10px/1 Inter, system-ui, sans-serif;
}
.badges b.next { background: var(--own); color: var(--on-own); }
.badges b.done { color: var(--text); }
/* A stroke below the letter for each time that the colour has come before. */
.badges b { position: relative; }
.badges b.again::after {
  content: '';
  position: absolute;
  bottom: 0;
  width: calc(var(--again) * 4px - 2px);
  height: 2px;
  background: repeating-linear-gradient(90deg, currentcolor 0 2px, transparent 2px 4px);
}
.badges span { font: 10px/1 Inter, system-ui, sans-serif; }
${threads.join('\n')}
.thread-m { --own: var(--muted); --on-own: var(--panel); }
.stands { background: color-mix(in srgb, var(--own) 19%, transparent); border-radius: 3px; }

.programs { position: absolute; inset: 0; overflow: auto; background: var(--panel); padding: 4px; z-index: 400; }
.programs h2 { font-size: 14px; margin: 4px; }
.programs header { display: flex; justify-content: space-between; align-items: center; gap: 8px; }
.programs ul { list-style: none; margin: 0; padding: 0; }
.programs li button { display: flex; justify-content: space-between; gap: 12px; width: 100%; border-color: transparent; background: none; text-align: left; white-space: normal; }
.programs li button:hover { background: var(--field); }
.programs time { color: var(--muted); white-space: nowrap; }
`;

/** Styles the editor's shadow root; a style sheet that is made by a script is none that the page's policy forbids. */
export function style(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}

/** Loads the page's own fonts, which only the canvas has had so far. Where they cannot be loaded, others serve. */
export async function loadFonts() {
  const fonts = Object.entries(FONTS).map(([family, file]) => new FontFace(family, `url(${new URL(file, import.meta.url).href})`));
  const loaded = await Promise.allSettled(fonts.map((font) => font.load()));
  loaded.forEach(({ status }, i) => { if (status === 'fulfilled') document.fonts.add(fonts[i]); });
}

/** `palette`: names and colours, as topic::kPalette has them. */
export function paint(host, { threads: letters, onThreads, ...named }) {
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  for (const [name, colour] of Object.entries(named)) host.style.setProperty(`--${kebab(name)}`, colour);
  letters.forEach((colour, i) => host.style.setProperty(`--thread-${i}`, colour));
  onThreads.forEach((colour, i) => host.style.setProperty(`--on-thread-${i}`, colour));
}

// The functions of the page for the module (web/platform.lib.js), and the page's calls of the module.
//
// `topics`, `requests` and `queries` are the tables of src/platform/platform.h; src/app/page_calls.cpp has that of the
// calls.

import { makeBackgrounds } from './background.mjs';
import { embedded } from './embedder.mjs';
import { chooseFile, feedFile, isPicture, makeFiles } from './files.mjs';
import { makeFrames } from './frames.mjs';
import { drawText } from './lettering.mjs';
import { makeOwnProgram } from './own_program.mjs';
import { compilePart, hasProgram } from './part.mjs';
import * as text from './text.mjs';

const PREFIX = 'interleave.';
const LINK_RETRY = 5000; // milliseconds
const LEAVING = 1000; // milliseconds until a page that is being left is gone
const NO_MEMORY = 'there is not enough memory for it';

/**
 * @param {HTMLCanvasElement} canvas
 * @param threadsOff { why, remedy }: both empty if there are threads
 * @returns the object that goes into the module as `page`; `start(module)` gives it the module.
 */
export function makePage(canvas, threadsOff) {
  let module = null;
  let handle = 0;
  let frame = 0;
  let frameTimer = 0;
  let frameTimerDue = 0; // by performance.now()
  let linkTimer = 0;
  let failure = null;
  const early = []; // thread errors from before the program was there
  const asked = new Map(); // number of a call -> how to settle its promise

  // Any error that leaves the module ends it: its state may be inconsistent.
  const checkAlive = () => {
    if (failure) throw failure;
    if (module === null) throw new Error('the page has not started yet: wait for interleave.ready');
  };
  const invoke = (name, ...values) => {
    checkAlive();
    try {
      return module[`_interleave_${name}`](...values);
    } catch (error) {
      page.failed(error);
      throw error;
    }
  };
  // After a failure the allocator may be inconsistent.
  const using = (pointer, use) => {
    try {
      return use();
    } finally {
      if (!failure) module._free(pointer);
    }
  };
  const withText = (string, use) => {
    const pointer = module.stringToNewUTF8(string);
    if (pointer === 0) throw new Error(NO_MEMORY);
    return using(pointer, () => use(pointer, -1));
  };
  const withBytes = (bytes, use) => {
    const pointer = module._malloc(bytes.length);
    if (pointer === 0) throw new Error(NO_MEMORY);
    new Uint8Array(module.wasmMemory.buffer, pointer, bytes.length).set(bytes);
    return using(pointer, () => use(pointer, bytes.length));
  };

  /** Calls the program: `data` is a text or bytes, `options` an object. Returns what the program returns, or undefined. */
  const call = (name, data = '', options = {}) => {
    checkAlive();
    const json = withText(name, (named) => withText(JSON.stringify(options), (chosen) =>
      (typeof data === 'string' ? withText : withBytes)(data, (pointer, length) => {
        const answer = invoke('call', handle, named, pointer, length, chosen);
        if (answer === 0) throw new Error(`the program has no call ${name}`);
        const words = module.UTF8ToString(answer);
        module._free(answer);
        return words;
      })));
    return JSON.parse(json) ?? undefined;
  };

  // The answer may come before the call has returned the number that it is for.
  const ask = (name, data, options) => new Promise((resolve, reject) => {
    asked.set(call(name, data, options), { resolve, reject });
  });

  /** `why`: the reason why there is no answer; undefined: there is one. */
  const settle = (number, value, why) => queueMicrotask(() => {
    const waiting = asked.get(number);
    asked.delete(number);
    if (why) waiting?.reject(new Error(why));
    else waiting?.resolve(value);
  });
  const frames = makeFrames(canvas);
  const files = makeFiles(canvas, (number, blob) =>
    settle(number, blob, blob === null ? 'the file was given up before it was done' : undefined));

  const backgrounds = makeBackgrounds({
    progress: (background, ...counts) => invoke('background_progress', background, ...counts),
    answer(background, bytes) {
      try {
        withBytes(bytes, (pointer, length) => invoke('background_answer', background, pointer, length));
      } catch (error) {
        if (failure) throw error;
        backgrounds.fail(background, error.message);
      }
    },
    failure: (background, why) => withText(why, (pointer) => invoke('background_failure', background, pointer)),
  });
  let opening = null; // the file that is being read; a later one replaces it
  const open = async (blob) => {
    const mine = Symbol('file');
    opening = mine;
    const wanted = () => opening === mine;
    try {
      await feedFile(blob, (bytes) => call('importPiece', bytes), wanted);
    } catch (error) {
      if (wanted()) call('cancelImport');
      throw error;
    }
    if (wanted()) call('endImport');
  };

  const ownProgram = makeOwnProgram(canvas, call, () => page.loadPart());

  // What the page shows.
  const topics = {
    ...ownProgram.topics,
    running: text.showRunning,
    notices: text.showNotices,
    settings: text.showSettings,
    outcome: text.showOutcome,
    schedule: text.showSchedule,
    outcomes: text.showOutcomes,
    cursor: text.showCursor,
    events: text.showEvents,
    lesson: text.showLesson,
    comparison: text.showComparison,
    program(program) {
      text.showProgram(program);
      ownProgram.topics.program(program);
    },
    dark(dark) { document.documentElement.dataset.theme = dark ? 'dark' : 'light'; },
    ready(drawing) {
      text.showView(drawing ? 'canvas' : 'text');
      if (drawing) frames.begin();
      // Inside another page, the focus stays in that page.
      if (drawing && !embedded && document.activeElement === document.body) canvas.focus({ preventScroll: true });
      page.onReady?.(drawing);
    },
  };

  // What the page does.
  const requests = {
    ...ownProgram.requests,
    async letters() {
      let font = new Uint8Array();
      try {
        const answer = await fetch(new URL('letters.ttf', import.meta.url));
        if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
        font = new Uint8Array(await answer.arrayBuffer());
      } catch (error) {
        // A page that is being left gives up its requests, and runs no more timers.
        await new Promise((resolve) => { setTimeout(resolve, LEAVING); });
        console.error(`letters.ttf: ${error.message}`);
      }
      if (!failure) call('letters', font);
    },
    replaceLink(link) {
      clearTimeout(linkTimer);
      if (location.hash === link) return;
      try {
        history.replaceState(history.state, '', link);
      } catch {
        // A browser that limits the number of changes accepts the newest a little later.
        linkTimer = setTimeout(() => requests.replaceLink(link), LINK_RETRY);
      }
    },
    newEntry() {
      try {
        history.pushState(history.state, '', location.href);
      } catch {
        // A browser that limits the number of entries keeps the present one.
      }
    },
    visit(link) {
      withPart(true, () => call('visit', link)).catch((error) => call('complain', error.message));
    },
    openPage(link) { window.open(queries.address() + link, '_blank', 'noopener'); },
    copyLink(link) { requests.copyText(queries.address() + link); },
    copyText(words) {
      // Refused without permission or focus; missing outside of a secure context.
      const copying = navigator.clipboard?.writeText(words) ?? Promise.reject(new Error('no clipboard'));
      const copied = (done) => () => call('copied', '', { done });
      copying.then(copied(true), copied(false));
    },
    showWords: text.showWords,
    storePreference({ name, value }) {
      try {
        localStorage.setItem(PREFIX + name, value);
      } catch {
        // Storage may be forbidden or full: the choice holds until the page is closed.
      }
    },
    editText({ field, isNumber, area, text: value, name }) {
      editOverCanvas(canvas, { isNumber, area, value, name }, (typed) => {
        // Another field may take its place while a frame is drawn.
        queueMicrotask(() => {
          if (!failure) call('text', typed, { field });
        });
      });
    },
    chooseFile() {
      chooseFile((file) => {
        const begin = () => {
          call('beginImport', '', { forProgram: false });
          return open(file);
        };
        withPart(true, begin).catch((error) => console.error(error));
      });
    },
    finishFile: files.finish,
    savePicture: files.savePicture,
    dropFile: files.drop,
  };

  // What the page knows.
  const queries = {
    link: () => location.hash,
    address: () => location.origin + location.pathname,
    preference(name) {
      try {
        return localStorage.getItem(PREFIX + name) ?? '';
      } catch {
        return ''; // storage may be forbidden
      }
    },
    hasPart: () => (page.part === null ? '' : 'yes'),
    inFrame: () => (embedded ? 'yes' : ''),
    prefersDark: () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'yes' : ''),
    reducedMotion: () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'yes' : ''),
    whyNoThreads: () => threadsOff.why,
    threadsRemedy: () => threadsOff.remedy,
  };

  let partLoading = null;
  /** Calls `use`: where the part of the module that a first visit does without (web/part.mjs) is `needed`, once that is there. */
  const withPart = async (needed, use) => {
    if (needed) await page.loadPart();
    return use();
  };

  const page = {
    /** The compiled part of the module (web/part.mjs); null: it has not been loaded. */
    part: null,
    loadPart() {
      partLoading ??= (async () => {
        page.part = await compilePart(threadsOff.why === '' ? 'interleave' : 'interleave-single');
        await module.usePart(page.part);
      })();
      return partLoading.catch((error) => {
        partLoading = page.part = null;
        throw new Error(`a part of the page could not be loaded (${error.message}): check the connection`);
      });
    },
    /** Throws where nothing can be called yet, or any more. */
    checkAlive,
    threadsOff,
    topics,
    requests,
    queries,
    drawText,
    listenForPrograms: ownProgram.listen,
    addToFile: files.add,
    beginBackground: backgrounds.begin,
    cancelBackground: backgrounds.cancel,
    endBackground: backgrounds.end,

    resize: frames.resize,

    connect(platform) { handle = platform; },
    /** The program may be interrupted (src/platform/wake.h): it handles its news after the current call has returned. */
    wake() {
      queueMicrotask(() => {
        if (!failure) invoke('wake', handle);
      });
    },
    /** The program has ended by itself; `onFailure` shows it. Every promise is rejected. */
    failed(error) {
      if (failure) return;
      failure = error instanceof Error ? error : new Error(String(error));
      for (const { reject } of asked.values()) reject(failure);
      asked.clear();
      page.onFailure?.(failure);
    },
    requestFrame() {
      if (frame !== 0) return;
      clearTimeout(frameTimer);
      frameTimer = 0;
      frame = requestAnimationFrame((milliseconds) => {
        frame = 0;
        if (failure) return;
        if (!frames.ready()) return void page.requestFrame();
        files.frame(() => invoke('frame', handle, milliseconds / 1000));
        frames.drawn();
      });
    },
    requestFrameIn(seconds) {
      const due = performance.now() + seconds * 1000;
      if (frameTimer !== 0 && frameTimerDue <= due) return;
      clearTimeout(frameTimer);
      frameTimer = setTimeout(page.requestFrame, seconds * 1000);
      frameTimerDue = due;
    },
    answer(number, result) { settle(number, result, result.error); },

    // ---- For the rest of the page

    start(loaded) {
      module = loaded;
      for (const message of early.splice(0)) page.threadError(message);
    },
    settings: () => call('settings'),
    inspect: () => call('inspect'),
    gallery: () => call('gallery'),
    limits: () => call('limits'),
    /** A promise where the link has a program. */
    load: (link) => (hasProgram(link) ? withPart(true, () => call('load', link)) : call('load', link)),
    /** The user's program and its schedule; undefined: the account is set. */
    program: () => call('programState'),
    /** Sets a program, as a link does. */
    loadProgram: ({ code, output, schedule, at }) => withPart(true, () => call('loadProgram', code, { output, schedule, at })),
    /** What is wrong with a program. */
    check: (code) => withPart(true, () => call('checkProgram', code)),
    follow: (link) => withPart(hasProgram(link), () => call('follow', link)).catch((error) => call('complain', error.message)),
    paste: (words) => call('paste', words),
    run: () => ask('run'),
    /** An empty link is that of the present settings. */
    replay: (link) => withPart(hasProgram(link), () => ask('replay', link)),
    /** `delay` in milliseconds; undefined: as it is set. */
    runMany: ({ runs, delay }) => ask('runMany', '', { runs, delay }),
    /** The program chooses what is undefined. */
    /** `source`: a link, or, with `isCode`, a program; `where`, if given, is asked of it. */
    explore: (source, options) => withPart(true, () => ask('explore', source, options)),
    cancelExploration: () => call('cancelExploration'),
    /** `threads`: numbers of threads; each lock is measured for so many `seconds` with each. */
    compare: ({ threads, seconds }) => ask('compare', '', { threads, seconds }),
    cancelComparison: () => call('cancelComparison'),
    /** The run that is shown, as a Blob; `format` is one of FORMATS. */
    exportRun: (format) => (isPicture(format) ? whileDrawn(canvas, () => ask('exportRun', format)) : ask('exportRun', format)),
    /** The run in a saved trace; it is shown from now on. */
    async importRun(blob) {
      await page.loadPart();
      // Either may fail, and the answer may come before the file is read to its end.
      const [answer] = await Promise.all([ask('beginImport', '', { forProgram: true }), open(blob)]);
      return answer;
    },
    /** The program as source text, in 'cpp' or 'python'; undefined: there is none in that language. */
    code: (language) => call('code', language),
    /** 1 to the next, -1 to the one before. */
    stepEvent: (by) => call('stepEvent', '', { by }),
    stepLost: (by) => call('stepLost', '', { by }),
    lesson: () => call('lesson'),
    /** From 1; 0 closes the lesson, -1 continues it. */
    openLesson: (step) => call('openLesson', '', { step }),
    useLock: (action) => call('useLock', '', { action }),
    stop: () => call('stop'),
    pressRun: () => call('pressRun'),
    editProgram: () => call('editProgram'),
    /** The user asks something of the program; its answer comes with the outcomes. */
    ask: (where, atEnd) => call('ask', where, { atEnd }),
    threadError(message) {
      if (handle === 0) early.push(message);
      else call('threadError', message);
    },
    themeChanged: () => call('themeChanged'),
  };
  return page;
}

// A call that is answered by a frame: rejected where none is drawn, or none any more.
function whileDrawn(canvas, begin) {
  return new Promise((resolve, reject) => {
    const whyNot = () => {
      if (document.hidden) return 'a picture is not drawn while the page is hidden';
      return canvas.getContext('webgl2')?.isContextLost() ? 'a picture takes WebGL2, whose context is lost' : '';
    };
    const look = () => {
      const why = whyNot();
      if (why) reject(new Error(why));
      return why;
    };
    if (look()) return;
    canvas.addEventListener('webglcontextlost', look);
    document.addEventListener('visibilitychange', look);
    begin().then(resolve, reject).finally(() => {
      canvas.removeEventListener('webglcontextlost', look);
      document.removeEventListener('visibilitychange', look);
    });
  });
}

// A canvas brings up no keyboard on a phone, and no input method; a real field over it does.
function editOverCanvas(canvas, { isNumber, area, value, name }, done) {
  const input = document.createElement('input');
  input.className = 'field';
  input.value = value;
  input.dir = isNumber ? 'ltr' : 'auto';
  input.setAttribute('aria-label', name);
  input.autocomplete = 'off';
  input.enterKeyHint = 'done';
  // Phones' number pads lack the minus sign that a withdrawal needs.
  input.inputMode = isNumber && !value.startsWith('-') && !name.startsWith('amount') ? 'numeric' : 'text';
  const box = canvas.getBoundingClientRect();
  Object.assign(input.style, {
    left: `${box.left + area.x}px`,
    top: `${box.top + area.y}px`,
    width: `${Math.max(area.width, 90)}px`,
    height: `${area.height}px`,
  });
  let open = true;
  const close = (keep) => {
    if (!open) return;
    open = false;
    const typed = input.value.trim();
    input.remove();
    if (keep && typed !== value) done(typed);
    canvas.focus({ preventScroll: true });
  };
  input.addEventListener('blur', () => close(true));
  input.addEventListener('keydown', (event) => {
    // Of an input method: they confirm or drop what it has composed. WebKit ends that before the key, whose code is 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') close(true);
    if (event.key === 'Escape') close(false);
  });
  document.body.append(input);
  input.focus();
  input.select();
}

/** Keys, wheel and clipboard that belong to the browser although the canvas has the focus. */
export function keepBrowserKeys(canvas, page) {
  let leaving = false;
  const forBrowser = (event) => {
    // SDL needs the state of modifiers; with AltGr, the next key is text.
    if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) return false;
    if (event.getModifierState('AltGraph')) return false;
    if (event.key === 'Tab' && leaving) return true;
    if (/^F\d+$/.test(event.key)) return true;
    if (event.ctrlKey || event.metaKey) return !'acxyz'.includes(event.key.toLowerCase());
    return event.altKey && ['ArrowLeft', 'ArrowRight', 'Home', 'd', 'D'].includes(event.key);
  };
  const filter = (event) => {
    if (event.target !== canvas) return;
    if (forBrowser(event)) event.stopImmediatePropagation();
    if (event.type === 'keydown' && event.key !== 'Tab' && event.key !== 'Shift') leaving = event.key === 'Escape';
  };
  for (const type of ['keydown', 'keyup', 'keypress']) window.addEventListener(type, filter, true);
  canvas.addEventListener('blur', () => { leaving = false; });
  window.addEventListener('wheel', (event) => {
    // Inside another page the wheel scrolls that page, until this one was pressed.
    if (event.ctrlKey || (embedded && document.activeElement !== canvas)) event.stopImmediatePropagation();
  }, { capture: true, passive: true });
  window.addEventListener('paste', (event) => {
    if (document.activeElement === canvas) page.paste(event.clipboardData?.getData('text/plain') ?? '');
  });
}

// Starts the page: checks the features of this browser, loads the module, and reports what is missing.

import { connectEmbedder } from './embedder.mjs';
import { keepForOffline, prepare } from './offline.mjs';
import { keepBrowserKeys, makePage } from './page.mjs';
import { hasProgram } from './part.mjs';
import { publish } from './programs.mjs';
import * as text from './text.mjs';

const canvas = document.getElementById('canvas');

class Problem extends Error {
  constructor(title, what, todo) {
    super(what);
    this.title = title;
    this.todo = todo;
  }
}

function checkWebAssembly() {
  if (typeof WebAssembly === 'object') return;
  throw new Problem('This browser cannot run Interleave', 'It has no WebAssembly.', 'Use a current browser.');
}

// Why there can be no threads here (the rest of a sentence), and the remedy; both empty if there can.
function whyNoThreads() {
  const off = (why, remedy) => ({ why, remedy });
  if (!isSecureContext) {
    return off('browsers keep them from pages that come without https',
               'Open this one with https, or on this machine as http://localhost.');
  }
  if (!crossOriginIsolated && window.self !== window.top) {
    return off('the page that this one is shown in is not isolated from others',
               'Open Interleave in a tab of its own.');
  }
  if (!crossOriginIsolated) {
    return off('a browser lets pages share memory (SharedArrayBuffer) only when their server sends two headers with them, and this server does not',
               'If it is yours, send “Cross-Origin-Opener-Policy: same-origin” and “Cross-Origin-Embedder-Policy: require-corp”, or start it with ./dev serve.');
  }
  if (typeof SharedArrayBuffer !== 'function') {
    return off('this browser gives pages no shared memory (SharedArrayBuffer)',
               'Use a current Chromium, Firefox or Safari, not in a private window.');
  }
  return off('', '');
}

function noticeNoWebGL2() {
  text.showNotice('The picture cannot be drawn here', 'This browser has no WebGL2, or it is switched off.',
                  'Switch on hardware acceleration or use another browser. All else works, in words:');
}

function fail(error) {
  // The messages of V8 and SpiderMonkey if there is no room for a module's memory.
  const memory = error instanceof RangeError || /out of memory|allocate memory/i.test(error.message);
  text.showNotice(error.title ?? 'Interleave could not start', error.message ?? String(error),
                  error.todo ?? (memory
                    ? 'There is not enough memory: close other pages, and reload this one. The link in the address bar keeps your settings.'
                    : 'Reload the page. The link in the address bar keeps your settings.'));
  text.showView('failed');
}

function failLater(error) {
  fail(new Problem('Interleave has stopped', `The program ended: ${error.message}`,
                   'Reload the page. What you had set is in this link; if it happens again, it is what shows how:'));
  text.showAgain();
}

// From the very beginning, since a script that cannot be loaded may fail before the module listens.
function watchThreads(page) {
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      if (page.part) this.postMessage({ part: page.part });
      this.addEventListener('error', (event) => {
        page.threadError(event.message || 'the browser could not load its script');
      });
    }
  };
}

function watchContext() {
  canvas.addEventListener('webglcontextlost', () => {
    text.showNotice('The graphics were lost', 'The browser took the drawing away, as it does after a driver’s reset.',
                    'It usually comes back by itself. If it does not, reload the page; runs go on, in words:');
    text.showView('text');
  });
  canvas.addEventListener('webglcontextrestored', () => {
    text.hideNotice();
    text.showView('canvas');
  });
}

function watchDisplay(page) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', page.themeChanged);
  // Moving to a display of another scale fires no resize event.
  const watchRatio = () => {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
      window.dispatchEvent(new Event('resize'));
      watchRatio();
    }, { once: true });
  };
  watchRatio();
}

/** Starts loading a file that will be needed. */
function preload(as, name) {
  const href = new URL(name, import.meta.url);
  document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as, href, crossOrigin: 'anonymous' }));
}

async function start(page) {
  await prepare();
  checkWebAssembly();
  const name = page.threadsOff.why === '' ? 'interleave' : 'interleave-single';
  preload('fetch', `${name}.wasm`);
  const { default: createInterleave } = await import(`./${name}.mjs`);
  const ready = new Promise((resolve) => { page.onReady = resolve; });
  const needsPart = hasProgram(location.hash);
  const module = await createInterleave({
    canvas,
    page,
    preRun: [(early) => page.start(early)],
    onAbort: page.failed,
    noInitialRun: needsPart,
  });
  page.start(module);
  if (needsPart) {
    await page.loadPart();
    module.callMain();
  }
  const drawing = await ready;
  if (!drawing) noticeNoWebGL2();
}

text.connectSkipLink();
const page = makePage(canvas, whyNoThreads());
page.onFailure = failLater;
connectEmbedder(page);
const ready = start(page);
publish(page, ready);
try {
  if (page.threadsOff.why === '') watchThreads(page);
  await ready;
  keepForOffline();
  keepBrowserKeys(canvas, page);
  watchContext();
  watchDisplay(page);
  page.listenForPrograms();
  if (page.threadsOff.why !== '') text.showThreadsOff(page.threadsOff);
  text.connectLesson(page);
  text.connectEvents(page);
  text.connectControls({
    run: page.pressRun,
    stop: page.stop,
    follow: page.follow,
    compare: () => { page.compare({ threads: [1, 2, 4, 8], seconds: 0.12 }).catch(() => undefined); },
    edit: page.editProgram,
    ask: page.ask,
    gallery: page.gallery(),
  });
  window.addEventListener('hashchange', () => page.follow(location.hash));
} catch (error) {
  fail(error);
}

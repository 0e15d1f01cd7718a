// What the page does where something is missing or breaks: it says so, and what can work does.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { colours } from './png.mjs';
import {
  click, hash, inEachBrowser, inModuleBrowsers, load, notice, outcome, run, screenshot, servePage, settings, until, untilItem, words,
} from './support.mjs';

const view = (page) => page.evaluate(() => document.documentElement.dataset.view);
const isShown = (page, id) => page.evaluate((element) => document.getElementById(element).checkVisibility({
  visibilityProperty: true, checkVisibilityCSS: true,
}), id);
const THREAD_ERRORS = /worker|404|500|could not load|interleave\.mjs|\[object Event\]/i;

const failed = (page) => until(page, () => document.documentElement.dataset.view === 'failed');

/** Answers requests whose path ends in `file` with an error; `applies(request)` narrows that down. */
function refusing(file, status, applies = () => true) {
  return (request, response) => {
    if (!request.url.endsWith(file) || !applies(request)) return false;
    response.writeHead(status, {
      'Content-Type': 'text/plain', 'Cache-Control': 'no-store', 'Cross-Origin-Embedder-Policy': 'require-corp',
    }).end('no');
    return true;
  };
}

// The page and its threads load the same file; only the header tells them apart.
const forWorker = (request) => request.headers['sec-fetch-dest'] === 'worker';

/** A run that lacks its threads must be refused or stopped, and must not be waited for. */
async function assertNoRun(page) {
  const ran = await page.evaluate(() => interleave.run().then((result) => JSON.stringify(result), (error) => error.message));
  assert.match(ran, /thread|"stopped":true/);
}

/** Before the page is loaded: has it keep its workers in `made`. */
const keepWorkers = (fresh) => fresh.evaluateOnNewDocument(() => {
  window.made = [];
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.made.push(this);
    }
  };
});

/** Opens the page as a server with a fault serves it. */
async function openFrom(t, open, fault, options) {
  const server = await servePage(fault);
  t.after(server.close);
  return open('#v=1&delay=0&lock=scoped', { at: server.address, ...options });
}

// A browser is many processes: all that this one has started, itself included.
function processesBelow(pid) {
  const children = execFileSync('ps', ['-e', '-o', 'pid=,ppid=']).toString().trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = [pid];
  for (const parent of below) below.push(...children.filter(([, of]) => of === parent).map(([child]) => child));
  return below;
}

function wake(pid) {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It has ended meanwhile.
  }
}

inEachBrowser('The page', ({ open, moduleTest }) => {
  test('without a script for its threads says so, and stays alive', async (t) => {
    const page = await openFrom(t, open, { intercept: refusing('/interleave.mjs', 404, forWorker) }, { expected: THREAD_ERRORS });
    await untilItem(page, 'dismiss');
    assert.equal(await view(page), 'canvas');
    await click(page, 'lock');
    await click(page, 'lock manual');
    await until(page, () => interleave.settings().lock === 'manual');
    await assertNoRun(page);
    const explored = await page.evaluate(() => interleave.explore().then(JSON.stringify, (error) => error.message));
    assert.match(explored, /thread/);
    await until(page, () => /Not explored: there is no thread/.test(document.getElementById('outcomes-remarks').textContent));
  });

  test('with too few threads says so, runs a program that needs no more, and later gets the others', async (t) => {
    let served = 0;
    let broken = true;
    // The page begins with four threads: a conductor, two workers, and one that explores.
    const fromTheFifth = (request) => forWorker(request) && (served += 1) > 4 && broken;
    const page = await openFrom(t, open, { intercept: refusing('/interleave.mjs', 500, fromTheFifth) }, { expected: THREAD_ERRORS });
    await outcome(page);
    await load(page, '#v=1&delay=0&lock=scoped&workers=8');
    await assertNoRun(page);
    await untilItem(page, 'dismiss');
    await load(page, '#v=1&delay=0&lock=scoped');
    assert.equal((await run(page)).ending, 0);

    broken = false;
    await load(page, '#v=1&delay=0&lock=scoped&workers=8');
    // Errors of threads that failed before may still arrive, and refuse one more run each.
    const result = await page.evaluate(async () => {
      for (;;) {
        try {
          const ended = await interleave.run();
          if (!ended.stopped) return ended;
        } catch {
          await new Promise(requestAnimationFrame);
        }
      }
    });
    assert.equal(result.ending, 0);
  });

  test('without its program says that it could not start, and what to do', async (t) => {
    const page = await openFrom(t, open, { intercept: refusing('/interleave.wasm', 404) },
      { wait: false, expected: /wasm|404|Aborted|could not|falling back/i });
    await failed(page);
    const told = await notice(page);
    assert.ok(told.title.length > 0 && told.what.length > 0);
    assert.match(told.todo, /Reload the page/);
    assert.ok(await isShown(page, 'lesson'));
    assert.equal(await hash(page), '#v=1&delay=0&lock=scoped');
  });

  test('without its module says that it could not start, and what to do', async (t) => {
    const page = await openFrom(t, open, { intercept: refusing('/interleave.mjs', 500) },
      { wait: false, expected: /import|module|500|could not/i });
    await failed(page);
    assert.match((await notice(page)).todo, /Reload the page/);
  });

  // The module's table of functions is emptied: its next virtual call is its end. (Spoilt memory would not do: a lock in it
  // may look taken, and be waited for for ever.)
  test('whose program crashes says what happened, with a link that brings its settings back', async () => {
    const page = await open('#v=1&delay=0&lock=scoped&start=7', {
      expected: /index|signature|null|table|not a function|ErrorEvent/i,
      before: (fresh) => fresh.evaluateOnNewDocument(() => {
        for (const name of ['instantiate', 'instantiateStreaming']) {
          const make = WebAssembly[name];
          WebAssembly[name] = async (...given) => {
            const made = await make(...given);
            const table = Object.values((made.instance ?? made).exports).find((each) => each instanceof WebAssembly.Table);
            window.spoil = () => { for (let i = 0; i < table.length; ++i) table.set(i, null); };
            return made;
          };
        }
      }),
    });
    await outcome(page);
    const asked = await page.evaluate(async () => {
      const waiting = interleave.explore({ link: '#v=1&tx=a:1x100000,b:2x100000&workers=2&lock=scoped' }).then(() => 'ended', () => 'rejected');
      spoil();
      window.dispatchEvent(new Event('resize'));
      try {
        interleave.settings();
      } catch {
        // It is told to whoever asked, too.
      }
      return waiting;
    });
    assert.equal(asked, 'rejected');
    await failed(page);
    const told = await notice(page);
    assert.match(told.title, /Interleave has stopped/);
    assert.match(told.what, /The program ended: \S+/);
    const link = await page.evaluate(() => document.getElementById('notice-link').href);
    assert.match(link, /#v=1&start=7&delay=0&lock=scoped$/);
    // The address of the page that has ended changes before the page is loaded again: a navigation of its own.
    await page.evaluate(() => { window.hasEnded = true; });
    await Promise.all([page.waitForNavigation(), page.click('#notice-link')]);
    await until(page, () => !window.hasEnded && globalThis.interleave?.ready.then(() => true));
    assert.equal((await settings(page)).start, 7);
    assert.equal((await outcome(page)).ending, '-93');
  });

  test('whose thread is taken away during a run says that it does not answer, and keeps the settings', async () => {
    const page = await open('#v=1&delay=10000&start=7', { before: keepWorkers });
    await until(page, () => document.getElementById('stop').disabled === false);
    await page.evaluate(() => { for (const worker of window.made) worker.terminate(); });
    // One that waits is gone only when Chromium's patience with it is over (two seconds).
    await new Promise((resolve) => { setTimeout(resolve, 3_000); });
    await page.evaluate(() => interleave.stop());
    await until(page, () => /does not answer/.test(document.getElementById('problems').textContent));
    assert.equal((await settings(page)).start, 7);
    assert.match(await hash(page), /start=7/);
    await load(page, '#v=1&start=8');
    assert.equal((await settings(page)).start, 8, 'the page is alive');
  });

  // Where the main thread waits for a mutex, for that of the allocator above all, it does meanwhile what its threads have
  // asked of it. Here it is made to do so in the midst of every frame.
  moduleTest('looks at what its threads have to tell only once it is through with what it is about', async () => {
    const page = await open('#v=1&delay=50&lock=scoped', { before: keepWorkers });
    await outcome(page);
    const seen = await page.evaluate(async () => {
      const { prototype } = WebGL2RenderingContext;
      const { drawElements } = prototype;
      const shown = () => document.getElementById('ending').textContent;
      const { queueMicrotask } = window;
      const served = { news: 0, amidst: [] };
      prototype.drawElements = function (...given) {
        const before = shown();
        for (const end = performance.now() + 100; performance.now() < end;);
        window.queueMicrotask = (later) => { ++served.news; queueMicrotask(later); };
        window.made[0].onmessage({ data: { cmd: 'checkMailbox' } });
        window.queueMicrotask = queueMicrotask;
        if (shown() !== before) served.amidst.push(shown());
        return drawElements.apply(this, given);
      };
      let start = 0;
      // Whether a run ends amidst a frame or between two is a matter of chance.
      for (let runs = 1; runs <= 100 && (runs <= 3 || served.news === 0); ++runs) {
        start = runs;
        interleave.load(`#v=1&delay=50&lock=scoped&start=${start}`);
        await interleave.run();
      }
      prototype.drawElements = drawElements;
      return { ...served, start, at: shown() };
    });
    assert.deepEqual(seen.amidst, []);
    assert.ok(seen.news > 0, 'there was something to tell amidst a frame');
    assert.equal(seen.at, String(seen.start - 100));
  });

  moduleTest('goes on after a pause of the whole browser, as when a laptop is suspended', async (t) => {
    const page = await open('#v=1&delay=300&lock=scoped');
    const { pid } = page.browser().process();
    const ended = run(page);
    // Everything that the browser is stands still: its clock then jumps.
    const tree = processesBelow(pid);
    for (const each of tree) process.kill(each, 'SIGSTOP');
    t.after(() => tree.forEach(wake));
    await new Promise((resolve) => { setTimeout(resolve, 2_500); });
    tree.forEach(wake);
    assert.equal((await ended).ending, 0);
    await click(page, 'Run');
    await until(page, () => document.getElementById('verdict').textContent === 'as expected');
  });

  test('runs while its tab is hidden, and is drawn when it is shown again', async () => {
    const page = await open('#v=1&delay=20&lock=scoped');
    await outcome(page);
    const other = await page.browserContext().newPage();
    await other.bringToFront();
    const frames = () => page.evaluate(() => interleave.inspect().frames);
    await load(page, '#v=1&delay=0&lock=scoped&start=5');
    assert.equal((await run(page)).ending, 5 - 100);
    // A headless Chromium hides no tab.
    const { pictures, hidden } = await page.evaluate(async () => ({
      pictures: await Promise.all(['svg', 'png'].map((format) =>
        interleave.exportRun({ format }).then(() => 'drawn', ({ message }) => message))),
      hidden: document.hidden,
    }));
    assert.deepEqual(pictures, Array(2).fill(hidden ? 'a picture is not drawn while the page is hidden' : 'drawn'));
    await other.close();
    await page.bringToFront();
    const before = await frames();
    await click(page, 'Run');
    await until(page, (old) => interleave.inspect().frames > old, before);
    assert.equal((await words(page)).ending, '-95');
  });

  test('whose graphics are lost turns into words, where runs go on; restored, it is drawn again', async () => {
    const page = await open('#v=1&delay=20&lock=scoped');
    await outcome(page);
    const before = colours(await screenshot(page));
    await page.evaluate(() => {
      const context = document.getElementById('canvas').getContext('webgl2');
      window.losing = context.getExtension('WEBGL_lose_context');
      losing.loseContext();
    });
    await until(page, () => document.documentElement.dataset.view === 'text');
    assert.match((await notice(page)).title, /graphics were lost/);
    assert.ok(!await isShown(page, 'canvas'));

    await load(page, '#v=1&start=1&tx=a:1&delay=0');
    await page.click('#run');
    await until(page, () => document.getElementById('ending').textContent === '2');

    await page.evaluate(() => losing.restoreContext());
    await until(page, () => document.documentElement.dataset.view === 'canvas');
    assert.equal(await notice(page), null);
    await page.focus('#canvas'); // the words are in front while they have the focus
    await load(page, '#v=1&delay=20&lock=scoped');
    assert.equal((await run(page)).ending, 0);
    const after = colours(await screenshot(page));
    for (const colour of ['#0072B2', '#D55E00']) {
      assert.ok(after.get(colour) > 0.5 * before.get(colour), `${after.get(colour)} of ${before.get(colour)} pixels of ${colour}`);
    }
    // Letters are drawn again as well: dark text on a light panel.
    assert.ok(after.size > 0.5 * before.size, `${after.size} of ${before.size} colours`);
    await click(page, 'lock');
    await untilItem(page, 'lock manual');
  });

  const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);
  const switches = async (page) => {
    const before = await theme(page);
    await click(page, 'theme');
    await until(page, (old) => document.documentElement.dataset.theme !== old, before);
    await click(page, 'theme');
    await until(page, (old) => document.documentElement.dataset.theme === old, before);
  };

  test('whose storage is full switches the theme all the same', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const full = await page.evaluate(() => {
      localStorage.clear();
      for (let size = 1 << 23; size >= 1; size >>= 1) {
        for (let i = 0; i < 4; ++i) {
          try {
            localStorage.setItem(`filler ${size} ${i}`, 'x'.repeat(size));
          } catch {
            break;
          }
        }
      }
      try {
        localStorage.setItem('interleave.theme', 'dark');
        return false;
      } catch {
        localStorage.removeItem('interleave.theme');
        return true;
      }
    });
    assert.ok(full, 'nothing more fits');
    await switches(page);
    await page.evaluate(() => localStorage.clear());
  });

  // As both browsers do where the user has forbidden it: a look at localStorage already throws.
  test('whose storage is forbidden switches the theme all the same', async () => {
    const page = await open('#v=1&delay=0', {
      before: (fresh) => fresh.evaluateOnNewDocument(() => {
        Object.defineProperty(window, 'localStorage', {
          get() { throw new DOMException('The operation is insecure.', 'SecurityError'); },
        });
      }),
    });
    await outcome(page);
    await switches(page);
  });

  for (const [what, status] of [['cannot be loaded', 404], ['are no font', 200]]) test(`whose further letters ${what} says so, and runs`, async (t) => {
    const page = await openFrom(t, open, { intercept: refusing('/letters.ttf', status) }, { expected: /letters\.ttf|404/ });
    await load(page, '#v=1&delay=0&lock=scoped&tx=%D0%B1%D0%B0%D0%BD%D0%BA:1');
    await until(page, () => /letters of the labels are in another font/.test(document.getElementById('problems').textContent));
    assert.equal((await run(page)).ending, 101);
  });

  test('shows a stranger’s label as text and never as markup', async () => {
    const label = '<img src=x onerror=a()>';
    const page = await open(`#v=1&delay=0&workers=1&tx=${encodeURIComponent(label)}:1`);
    const told = await outcome(page);
    assert.ok(told.console.includes(`${label} thread updating...`));
    assert.equal(await page.evaluate(() => document.querySelector('main img')), null);
    assert.equal((await settings(page)).tx[0].label, label);
  });
}, { seen: true });

inModuleBrowsers('Without WebGL2', ({ open }) => {
  test('the page runs in words', async () => {
    const page = await open('#v=1&delay=20&lock=scoped');
    assert.equal(await view(page), 'text');
    assert.match((await notice(page)).what, /no WebGL2/);
    assert.ok(!await isShown(page, 'canvas'));
    assert.equal((await outcome(page)).ending, '0');
    await load(page, '#v=1&start=7&tx=a:1&delay=0');
    await page.click('#run');
    await until(page, () => document.getElementById('ending').textContent === '8');
    assert.deepEqual((await words(page)).console.at(-1), 'ending balance of 8');
    await load(page, '#v=1&delay=0&lock=scoped');
    assert.equal((await run(page)).ending, 0);
  });

  test('its buttons stop a run whose threads sleep', async () => {
    const page = await open('#v=1&delay=10000');
    await until(page, () => !document.getElementById('stop').disabled);
    await page.click('#stop');
    assert.equal((await outcome(page)).verdict, 'stopped');
  });

  test('a link that is followed runs, too', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await page.evaluate(() => { location.hash = '#v=1&start=1&tx=a:1&delay=0'; });
    await until(page, () => document.getElementById('ending').textContent === '2');
  });
}, { launch: { drawing: false } });


// V8's own bound on the memory of a module: less than it asks for.
inEachBrowser('Where memory is refused', ({ open }) => {
  test('the page says so, and keeps the settings', async () => {
    const page = await open('#v=1&start=7', { wait: false, expected: /memory|Aborted|RangeError/i });
    await failed(page);
    const told = await notice(page);
    assert.match(told.title, /could not start/);
    assert.match(told.todo, /not enough memory: close other pages/);
    assert.equal(await hash(page), '#v=1&start=7');
  });
}, { names: ['chromium'], launch: { args: ['--js-flags=--wasm-max-mem-pages=64'] } });

// What the browser tests share: real browsers, the real page, and hands to operate it.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { addressOf, serve } from '../../web/server.mjs';

import { launchers, NIGHTLY, PATIENCE } from './launch.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PAGE_FOLDER = path.join(ROOT, 'build/web/page');

// --- Servers -----------------------------------------------------------------

/**
 * Serves the built page on a free port. `intercept(request, response)` may answer a request itself
 * and return true. Resolves to { address, answer, close }: `answer(request, response)` gives the file.
 */
export async function servePage({ intercept, ...options } = {}) {
  const server = await serve({ root: PAGE_FOLDER, port: 0, ...options });
  const [answer] = server.listeners('request');
  if (intercept) {
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (!intercept(request, response)) answer(request, response);
    });
  }
  return {
    address: addressOf(server),
    answer,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

// --- Browsers ----------------------------------------------------------------

// BROWSERS=firefox in the environment runs the tests in Firefox alone, for work on them.
export const BROWSERS = Object.keys(launchers)
  .filter((name) => (process.env.BROWSERS ?? name).includes(name));

// What the compiled module does by itself is the same in every browser, and is tested natively and in Node, too: Chromium
// alone runs it, and every browser where INTERLEAVE_NIGHTLY=1 is in the environment.
export const MODULE_BROWSERS = BROWSERS.filter((name) => name === 'chromium' || NIGHTLY);
// For tests that need a Firefox of their own beside the one that the others share.
export const NIGHTLY_FIREFOX = MODULE_BROWSERS.filter((name) => name === 'firefox');

// Without a GPU, most of a test's time would go into filling pixels, at which few tests look. Only suites with `seen` have a
// browser that can fill them, and only suites with `drawn` have them filled in every frame: elsewhere pixels() and screenshot()
// have it done first.

// All of WebGL but what fills pixels.
function skipPixels() {
  const drawing = globalThis.WebGL2RenderingContext?.prototype ?? {};
  for (const name of ['drawArrays', 'drawArraysInstanced', 'drawElements', 'drawElementsInstanced']) {
    const draw = drawing[name];
    drawing[name] = function fill(...values) {
      if (globalThis.pixelsAreDrawn) draw.apply(this, values);
    };
  }
}

function seeNothing() {
  globalThis.pixelsAreSeen = false;
}

// Starting a browser takes seconds, and a page that its context has had before is there in half of the time, as what was
// compiled for it is kept: all suites of a file share the servers, browsers and contexts of the same kind.
const servers = new Map();
const browsers = new Map();
const contexts = new Map();

function shared(made, kind, make) {
  const key = JSON.stringify(kind);
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

const sharedServer = (options = {}) => shared(servers, options, () => servePage(options));
const sharedBrowser = (name, launch) => shared(browsers, [name, launch], () => launchers[name](launch));
const newContext = async (name, launch) => (await sharedBrowser(name, launch)).createBrowserContext();

/** A context whose renderer outlives each page, as one tab stays open: what the renderer has compiled serves the next page, too. */
async function lastingContext(name, launch, address) {
  const context = await newContext(name, launch);
  await (await context.newPage()).goto(`${address}licenses.txt`);
  return context;
}

const sharedContext = (name, launch, address) => shared(contexts, [name, launch, address], () => lastingContext(name, launch, address));

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  for (const server of servers.values()) await (await server).close();
});

/** Closes a context; if it was shared, the next test gets another one. */
async function leave(context) {
  for (const [kind, made] of contexts) if (await made === context) contexts.delete(kind);
  await context.close();
}

/** Has the page forget what it has stored; whether it could. No worker keeps anything of a page that is developed. */
const forgets = (page) => page.evaluate(() => localStorage.clear()).then(() => true, () => false);

/** Closes what a test has opened. What it has left behind is not there for the next one. */
async function closeAll(visits) {
  const left = new Set();
  for (const { page, context, fresh } of visits) {
    if (!fresh && await forgets(page)) {
      await page.close();
      await context.clearPermissionOverrides();
    } else {
      left.add(context);
    }
  }
  for (const context of left) await leave(context);
}

/**
 * Declares the tests of `body` once for each browser. One browser and one server serve them all;
 * `body` gets { name, open, sharedPage, address, moduleTest }: `open(hash, options)` opens a page that knows nothing of
 * those before, waits until it can be used, and has it closed and checked for errors after the test. `moduleTest` is a
 * `test` for MODULE_BROWSERS alone. With `fresh`, each page has a context of its own: nothing of it is compiled already. With
 * `drawn`, every frame has its pixels; with `seen`, those have at which a test looks; without, none.
 */
export function inEachBrowser(title, body, { names = BROWSERS, server: serverOptions, launch: given = {}, fresh = false, drawn = NIGHTLY, seen = drawn } = {}) {
  for (const name of names) {
    const unseen = !seen && name === 'chromium' && given.drawing !== false;
    const launch = unseen ? { ...given, seen } : given;
    describe(`${title} (${name})`, () => {
      let server;
      let opened = [];
      let kept = null;

      before(async () => {
        server = await sharedServer(serverOptions);
        await sharedBrowser(name, launch);
      });
      after(async () => {
        await kept?.context.close();
      });
      afterEach(async () => {
        const visits = opened;
        opened = [];
        await closeAll(visits);
        if (kept) visits.push(kept);
        for (const visit of visits) assert.deepEqual(visit.troubles.splice(0), [], 'errors of the page');
      });

      const open = async (hash = '', options = {}) => {
        const context = await (fresh ? newContext : sharedContext)(name, launch, server.address);
        const visit = await openPage(context, server.address, hash, { drawn, unseen, ...options });
        opened.push({ ...visit, fresh });
        return visit.page;
      };
      // One page for many tests, whose own first run has ended.
      const sharedPage = async () => {
        if (!kept) {
          kept = await openPage(await newContext(name, launch), server.address, '#v=1&delay=0', { drawn, unseen });
          await outcome(kept.page);
        }
        return kept.page;
      };
      const moduleTest = MODULE_BROWSERS.includes(name) ? test : () => undefined;
      body({ name, open, sharedPage, address: () => server.address, moduleTest });
    });
  }
}

/** Declares tests that concern what the module does by itself, for MODULE_BROWSERS alone. */
export const inModuleBrowsers = (title, body, options = {}) => inEachBrowser(title, body, { ...options, names: MODULE_BROWSERS });

/**
 * Options: `at` (another server's address), `before(page)` (called before the page is loaded),
 * `expected` (a pattern of errors that belong to the test), `wait: false` (do not wait for `ready`), `drawn` (see above).
 */
async function openPage(context, address, hash, { at = address, before: prepare, expected, wait = true, drawn, unseen }) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const troubles = [];
  const note = (words) => {
    if (!expected?.test(words)) troubles.push(words);
  };
  page.on('pageerror', (error) => note(`uncaught: ${error?.stack ?? error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} ${message.location()?.url ?? ''}`);
  });
  if (!drawn) await page.evaluateOnNewDocument(skipPixels);
  if (unseen) await page.evaluateOnNewDocument(seeNothing);
  await prepare?.(page);
  await page.goto(at + hash, { waitUntil: 'load' });
  if (wait) await page.evaluate(() => interleave.ready);
  return { page, context, troubles };
}

// --- What programs may call --------------------------------------------------

export const settings = (page) => page.evaluate(() => interleave.settings());
export const run = (page) => page.evaluate(() => interleave.run());
export const load = (page, link) => page.evaluate((given) => interleave.load(given), link);

/** Loads a link and runs it; the settings and the run's JSON. */
export function runLink(page, link) {
  return page.evaluate(async (given) => {
    const loaded = interleave.load(given);
    return { settings: loaded, result: await interleave.run() };
  }, link);
}

export const hash = (page) => page.evaluate(() => location.hash);

/** Waits until `test(...values)`, a function of the page, returns something true; returns that. */
export async function until(page, test, ...values) {
  const handle = await page.waitForFunction(test, { polling: 50, timeout: PATIENCE }, ...values);
  return handle.jsonValue();
}

/** The same of whatever can evaluate: a frame that has not loaded yet, or a page of WebKit's (webkit.mjs). */
export async function evaluateUntil(page, test, ...values) {
  for (const end = Date.now() + PATIENCE; ;) {
    const said = await page.evaluate(test, ...values);
    if (said) return said;
    assert.ok(Date.now() < end, `never true: ${test}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

export const untilHash = (page, wanted) => until(page, (hash) => location.hash === hash, wanted);

/** Waits for the first result that the page tells in words; what it tells. */
export async function outcome(page) {
  await until(page, () => document.getElementById('verdict').textContent !== '–');
  return words(page);
}

export const words = (page) => page.evaluate(() => {
  const text = (id) => document.getElementById(id).textContent;
  return {
    sentence: text('sentence'), ending: text('ending'), expected: text('expected'),
    verdict: text('verdict'), console: text('console').split('\n'),
  };
});

/** What the notice in words says, or null where there is none. */
export const notice = (page) => page.evaluate(() => {
  const text = (id) => document.getElementById(id).textContent;
  if (document.getElementById('notice').checkVisibility?.() === false) return null;
  return { title: text('notice-title'), what: text('notice-what'), todo: text('notice-do') };
});

// --- The canvas --------------------------------------------------------------

/** The controls of a frame that is newer than this call: { name: [x, y, width, height] }. */
export const items = (page) => inCanvas(page, (now) => now.items);

/** Waits for a control to be there and at rest, as a menu is not in its first frame; its middle and its box. */
export async function locate(page, name) {
  const [x, y, width, height] = await inCanvas(page,
    (now, before, wanted) => String(now.items[wanted]) === String(before.items[wanted]) && now.items[wanted], name);
  return { x: x + width / 2, y: y + height / 2, left: x, top: y, width, height };
}

/** Waits until the control is there, or until it is gone. */
export const untilItem = (page, name, there = true) =>
  inCanvas(page, (now, before, wanted, want) => (wanted in now.items) === want, name, there);

/**
 * Waits until the timeline does not move any more; what it shows: { fromNs, toNs, wholeNs, cursor, eventsInSight }.
 */
export function timeline(page) {
  return page.evaluate(async (patience, frames) => {
    const end = performance.now() + patience;
    for (let last = '', rest = 0; performance.now() < end; ++rest) {
      const { timeline: shown, still } = interleave.inspect();
      if (JSON.stringify(shown) !== last) rest = 0;
      // While a program runs, more frames are due all the time.
      if (rest > (still ? 1 : frames)) return shown;
      last = JSON.stringify(shown);
      await new Promise(requestAnimationFrame);
    }
    throw new Error('The timeline never came to rest.');
  }, PATIENCE - 5_000, 12);
}

/**
 * Lets frames be drawn until `test(inspection of the newest frame, that of the one before, ...values)`
 * says something true; resolves to that. All of it in the page: this is where the tests' time goes.
 */
function inCanvas(page, test, ...values) {
  return page.evaluate(async (patience, source, given) => {
    const says = new Function(`return (${source})(...arguments)`);
    const canvas = document.getElementById('canvas');
    // A key that means nothing: it is drawn for, and the pointer stays where it is.
    const wake = () => {
      for (const type of ['keydown', 'keyup']) {
        canvas.dispatchEvent(new KeyboardEvent(type, { key: 'Shift', code: 'ShiftLeft', keyCode: 16 }));
      }
    };
    const end = performance.now() + patience;
    // The first look asks for the controls' places, later frames tell them.
    let last = interleave.inspect();
    while (performance.now() < end) {
      wake();
      let newer = interleave.inspect();
      while (newer.frames < last.frames + 2 && performance.now() < end) {
        await new Promise(requestAnimationFrame);
        newer = interleave.inspect();
      }
      const said = says(newer, last, ...given);
      if (said) return said;
      last = newer;
    }
    throw new Error(`The canvas never came to ${source} with ${JSON.stringify(given)}; it has ${Object.keys(last.items)}.`);
  }, PATIENCE - 5_000, String(test), values);
}

// Where it can be pressed: what has been scrolled out of sight cannot.
async function inSight(page, name) {
  const { x, y } = await locate(page, name);
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  if (x < 0 || y < 0 || x >= width || y >= height) throw new Error(`"${name}" is at ${x}, ${y}: out of sight in ${width} x ${height}`);
  return { x, y };
}

/** Has every frame drawn from now on; resolves once one has been. */
export async function draw(page) {
  assert.ok(await page.evaluate(() => {
    globalThis.pixelsAreDrawn = true;
    return globalThis.pixelsAreSeen ?? true;
  }), 'a suite that looks at pixels says so: seen');
  await items(page);
}

/** A PNG of the page, or of `clip`, in a frame that is newer than this call. Frames after it are drawn as before it. */
export async function screenshot(page, options) {
  const before = await page.evaluate(() => globalThis.pixelsAreDrawn);
  await draw(page);
  const picture = await page.screenshot(options);
  await page.evaluate((drawn) => { globalThis.pixelsAreDrawn = drawn; }, before);
  return picture;
}

/** The pixels of a part of the page, without what the pointer adds: a PNG. */
export async function pixels(page, { left, top, width, height }) {
  await page.mouse.move(1, 1);
  await timeline(page);
  return screenshot(page, { clip: { x: left, y: top, width, height } });
}

export async function click(page, name) {
  const { x, y } = await inSight(page, name);
  await page.mouse.click(x, y);
}

/** Clicks a place of the item's box, in parts of its width and height. */
export async function clickAt(page, name, across, down) {
  const { left, top, width, height } = await locate(page, name);
  await page.mouse.click(left + width * across, top + height * down);
}

export async function tap(page, name) {
  const { x, y } = await inSight(page, name);
  await page.touchscreen.tap(x, y);
}

/** Presses keys while a modifier is held. */
export async function pressWith(page, modifier, ...keys) {
  await page.keyboard.down(modifier);
  for (const key of keys) await page.keyboard.press(key);
  await page.keyboard.up(modifier);
}

/** Replaces a label, in the field of the page that a click on it brings up. */
export async function typeLabel(page, name, text) {
  await click(page, name);
  await until(page, () => document.activeElement.className === 'field');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Replaces what a field of the canvas holds. */
export async function typeInto(page, name, text) {
  const { x, y } = await inSight(page, name);
  await page.mouse.click(x, y, { count: 2 });
  await pressWith(page, 'Control', 'a');
  await page.keyboard.type(text);
}

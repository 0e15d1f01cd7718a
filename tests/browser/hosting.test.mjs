// The page as ./dev dist makes it, on hosts that send the isolation headers and on hosts that cannot.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { inEachBrowser, outcome, PAGE_FOLDER, ROOT, run, servePage, until } from './support.mjs';

const FOLDER = path.join(ROOT, 'build/hosting');
const SUB_PATH = 'some/where/';
// Its own first run; the shortest.
const LINK = '#v=1&delay=0';
const dist = (from, to, ...more) =>
  promisify(execFile)(process.execPath, [path.join(ROOT, 'web/dist.mjs'), '--from', from, '--to', to, ...more]);

// Two versions; which of them a module is of can be seen in the page.
const VERSIONS = [1, 2].map((number) => ({ number, folder: path.join(FOLDER, `version-${number}`) }));

before(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await Promise.all(VERSIONS.map(async ({ number, folder }) => {
    const changed = path.join(FOLDER, `page-${number}`);
    await cp(PAGE_FOLDER, changed, { recursive: true });
    for (const name of await readdir(changed)) {
      if (name.endsWith('.mjs')) await appendFile(path.join(changed, name), `\n(globalThis.loaded ??= []).push(${number});\n`);
    }
    await dist(changed, folder);
  }));
});
after(() => rm(FOLDER, { recursive: true, force: true }));

let sites = 0;

/** A host of its own for a test, below a path; `deploy(folder)` puts a folder there in place of what was. */
async function host(t, { folder = VERSIONS[0].folder, ...options } = {}) {
  const root = path.join(FOLDER, `site-${++sites}`);
  const place = path.join(root, SUB_PATH);
  const deploy = async (from) => {
    await rm(place, { recursive: true, force: true });
    await mkdir(place, { recursive: true });
    await cp(from, place, { recursive: true });
  };
  await deploy(folder);
  const server = await servePage({ root, isolate: false, ...options });
  t.after(server.close);
  return { address: server.address + SUB_PATH, root, place, deploy, close: server.close };
}

const state = (page) => page.evaluate(async () => ({
  isolated: crossOriginIsolated,
  controlled: navigator.serviceWorker.controller !== null,
  version: document.documentElement.dataset.version,
  loaded: [...new Set(globalThis.loaded)],
}));

/** Counts how often the page is loaded. */
function countLoads(page) {
  const counted = { loads: 0 };
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) ++counted.loads;
  });
  return counted;
}

const started = (page) => until(page, () => document.documentElement.dataset.view === 'canvas');
// It works, and says that it has no threads, and what its server lacks.
async function withoutThreads(page) {
  await until(page, () => document.documentElement.dataset.view === 'canvas' && !document.getElementById('threads-off').hidden);
  assert.match(await page.evaluate(() => document.getElementById('threads-off').textContent), /server sends two headers/);
  await outcome(page);
}
const kept = (page) => until(page, async () => Boolean((await navigator.serviceWorker.getRegistration())?.active));

async function runs(page) {
  await started(page);
  assert.equal((await run(page)).expected, 0);
}

/** Has the browser look for a newer version, and waits until it has it. */
const fetchNewer = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  while (!registration.waiting) await new Promise((resolve) => { setTimeout(resolve, 20); });
});

async function expectVersion(page, number) {
  await runs(page);
  const { isolated, loaded } = await state(page);
  assert.ok(isolated);
  assert.deepEqual(loaded, [number]);
}

// What a browser says when a host without the headers has shown the page, and when there is no network.
const expected = /Threads are switched off|SharedArrayBuffer|Failed to load resource|404/;

inEachBrowser('A host without headers', ({ open }) => {
  test('isolates the page by its worker after loading it anew once, and then works offline', async (t) => {
    const site = await host(t);
    let counted;
    const page = await open(LINK, { at: site.address, wait: false, before: (made) => { counted = countLoads(made); } });
    await outcome(page);
    const { isolated, controlled } = await state(page);
    assert.deepEqual({ isolated, controlled }, { isolated: true, controlled: true });
    assert.equal(counted.loads, 2);
    await site.close();
    await page.reload();
    await outcome(page);
    await runs(page);
    assert.equal(counted.loads, 3);
  });

  test('keeps old tabs on the old version until the last has gone', async (t) => {
    const site = await host(t);
    const old = await open(LINK, { at: site.address, wait: false });
    await expectVersion(old, 1);
    await site.deploy(VERSIONS[1].folder);
    await fetchNewer(old);

    const other = await old.browserContext().newPage();
    await other.goto(site.address + LINK);
    await expectVersion(other, 1);
    await other.reload();
    await expectVersion(other, 1);
    await runs(old);

    await old.close();
    const { version } = await state(other);
    // The browser may take its time to forget the tab that was closed.
    for (let tries = 0; tries < 5 && (await state(other)).version === version; ++tries) {
      await other.reload();
      await started(other);
    }
    await expectVersion(other, 2);
  });

  test('goes on without threads where even the worker cannot isolate, without loading again and again', async (t) => {
    const site = await host(t);
    const worker = path.join(site.place, 'service-worker.js');
    await writeFile(worker, (await readFile(worker, 'utf8')).replace(/"headers": \{[^}]*\}/, '"headers": {}'));
    let counted;
    const page = await open(LINK, { at: site.address, wait: false, expected, before: (made) => { counted = countLoads(made); } });
    await until(page, () => navigator.serviceWorker.controller !== null);
    await withoutThreads(page);
    assert.equal(counted.loads, 2);
    await page.reload();
    await withoutThreads(page);
    assert.equal(counted.loads, 3);
  });

  test('goes on without threads where the worker never gets to serve, without loading again and again', async (t) => {
    const site = await host(t);
    // As a worker is when the browser goes past it: there, but not in between.
    await writeFile(path.join(site.place, 'service-worker.js'), 'addEventListener("fetch", () => {});');
    let counted;
    const page = await open(LINK, { at: site.address, wait: false, expected, before: async (made) => {
      counted = countLoads(made);
      await made.evaluateOnNewDocument(() => {
        Object.defineProperty(ServiceWorkerContainer.prototype, 'controller', { value: null });
      });
    } });
    await withoutThreads(page);
    assert.equal(counted.loads, 2);
  });

  test('goes on without threads where there is no worker to be had', async (t) => {
    const site = await host(t);
    await rm(path.join(site.place, 'service-worker.js'));
    let counted;
    const page = await open(LINK, { at: site.address, wait: false, expected, before: (made) => { counted = countLoads(made); } });
    await withoutThreads(page);
    assert.equal(counted.loads, 1);
  });

  test('leaves the page inside another one as it is', async (t) => {
    const site = await host(t);
    await writeFile(path.join(site.root, 'index.html'), `<!doctype html><title>Other</title><iframe src="${SUB_PATH}${LINK}"></iframe>`);
    const page = await open('', { at: site.address.replace(SUB_PATH, ''), wait: false, expected });
    const frame = page.frames().find((each) => each !== page.mainFrame());
    await frame.waitForSelector('#threads-off:not([hidden])');
    assert.equal(await frame.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  });
}, { fresh: true });

inEachBrowser('A host with headers', ({ open }) => {
  test('gets the page loaded once, and keeps it for offline use', async (t) => {
    const site = await host(t, { isolate: true });
    let counted;
    const page = await open(LINK, { at: site.address, wait: false, before: (made) => { counted = countLoads(made); } });
    await runs(page);
    await kept(page);
    assert.equal(counted.loads, 1);
    await site.close();
    await page.reload();
    await runs(page);
  });

  test('goes over to a newer version when its only tab is loaded again, and no further', async (t) => {
    const site = await host(t, { isolate: true });
    const page = await open(LINK, { at: site.address, wait: false });
    await runs(page);
    await kept(page);
    await page.reload();
    await expectVersion(page, 1);
    await site.deploy(VERSIONS[1].folder);
    await fetchNewer(page);
    await runs(page);
    const counted = countLoads(page);
    const { version } = await state(page);
    await page.reload();
    await until(page, (old) => document.documentElement.dataset.version !== old, version);
    await expectVersion(page, 2);
    assert.equal(counted.loads, 2);
    await page.reload();
    await expectVersion(page, 2);
    assert.equal(counted.loads, 3);
  });

  test('keeps nothing of a version that is only half there', async (t) => {
    const site = await host(t, { isolate: true });
    await cp(path.join(VERSIONS[1].folder, 'text.mjs'), path.join(site.place, 'text.mjs'));
    const page = await open(LINK, { at: site.address, wait: false, expected: /integrity|digest|ServiceWorker|hash/i });
    await runs(page);
    const ended = await page.evaluate(async () => {
      const { installing } = await navigator.serviceWorker.register('service-worker.js');
      if (installing === null) return 'redundant';
      await new Promise((resolve) => { installing.addEventListener('statechange', resolve, { once: true }); });
      return installing.state;
    });
    assert.equal(ended, 'redundant');
  });

  test('while the page is developed, its worker takes the place of one that keeps it', async (t) => {
    const site = await host(t, { isolate: true });
    const page = await open(LINK, { at: site.address, wait: false });
    await runs(page);
    await kept(page);
    await site.deploy(PAGE_FOLDER);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const old = registration.active;
      await registration.update();
      while (registration.active === old) await new Promise((resolve) => { setTimeout(resolve, 20); });
    });
    await page.reload();
    await runs(page);
    assert.equal((await state(page)).version, undefined);
  });
}, { fresh: true });

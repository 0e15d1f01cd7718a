// What the largest things take in Chromium: memory of links that ask for much by themselves, the main thread and the time
// of stopping, exploring, resizing, saving and opening.
//
//   node tests/bench/large.mjs [MILLIONS OF EVENTS TO SAVE]

import { mkdtemp, open as openFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { addressOf, serve } from '../../web/server.mjs';
import { launchers } from '../browser/launch.mjs';

import { watchTasks } from './main_thread.mjs';
import { rendererMemory } from './memory.mjs';

const MILLIONS = Number(process.argv[2] ?? 7);
const EACH = 200; // ms between two looks at the memory

const sixteen = [...'ABCDEFGHIJKLMNOP'];
const unequal = Array.from({ length: 26 }, (_, i) => `d${i}:${i * i + 1}`).join(',');
const refused = Array.from({ length: 26 }, (_, i) => `d${i}:${(i * i + 1) * (-1) ** i}`).join(',');
const endings = Array.from({ length: 16 }, (_, i) => `t${i}:${2 ** i}`).join(',');
const links = [
  ['26 updates, some refused', `#v=1&delay=0&workers=16&overdraft=refuse&start=7&tx=${refused}`],
  ['26 updates, compare-and-swap', `#v=1&delay=0&workers=16&lock=cas&tx=${unequal}`],
  ['4,000,000 updates', '#v=1&delay=0&tx=a:1x1000000,b:-1x1000000,c:1x1000000,d:1x1000000'],
  ['the same, 16 threads and a lock', '#v=1&delay=0&workers=16&lock=scoped&tx=a:1x1000000,b:-1x1000000,c:1x1000000,d:1x1000000'],
];

const server = await serve({ root: fileURLToPath(new URL('../../build/web/page', import.meta.url)), port: 0 });

async function open(hash) {
  const browser = await launchers.chromium({ seen: false });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(addressOf(server) + hash);
  await page.evaluate(() => interleave.ready);
  await pause(2_000);
  return { browser, page };
}

/** The most memory while `work` goes on. */
async function watched(browser, work) {
  let most = 0;
  let on = true;
  const watching = (async () => {
    for (; on; await pause(EACH)) most = Math.max(most, rendererMemory(browser));
  })();
  const told = await work();
  on = false;
  await watching;
  return { told, most };
}

async function memoryOf([name, link]) {
  const { browser, page } = await open('#v=1&delay=0');
  const atFirst = rendererMemory(browser);
  const { most } = await watched(browser, async () => {
    await page.evaluate((hash) => { location.hash = hash; }, link);
    await pause(12_000);
  });
  await page.evaluate(() => { location.hash = '#v=1&delay=1'; });
  await pause(3_000);
  console.log(`${name.padEnd(36)}${[atFirst, most, rendererMemory(browser)].map((mb) => `${mb.toFixed(0)} MB`.padStart(12)).join('')}`);
  await browser.close();
}

/** Calls `work(given)` in the page, for longer than a call may take. */
async function inPage(page, work, given) {
  await page.evaluate((source, value) => {
    window.told = undefined;
    const begun = performance.now();
    (0, eval)(`(${source})`)(value).then((told) => { window.told = { told, took: performance.now() - begun }; },
      (error) => { window.told = { told: String(error), took: performance.now() - begun }; });
  }, String(work), given);
  for (;; await pause(100)) {
    const told = await page.evaluate(() => window.told);
    if (told) return told;
  }
}

function tell(name, took, { there, own, gpu }, most, told) {
  const columns = [`${(took / 1e3).toFixed(2)} s`, `${own.toFixed(0)} ms`, `${gpu.toFixed(0)} ms`, `${there.toFixed(0)} ms`, `${most.toFixed(0)} MB`];
  console.log(`${name.padEnd(36)}${columns.map((each) => each.padStart(12)).join('')}   ${told}`);
}

async function timeOf(browser, page, name, work, given) {
  const { told: { told: { told, took }, ...tasks }, most } = await watched(browser, () =>
    watchTasks(page, () => inPage(page, work, given)));
  tell(name, took, tasks, most, told);
}

/** `ratios`: of device pixels to a CSS pixel, in turn. */
async function timeOfSizes(browser, page, name, ratios) {
  const begun = performance.now();
  const { told, most } = await watched(browser, () => watchTasks(page, async () => {
    for (let i = 0; i < 100; ++i) {
      const deviceScaleFactor = ratios[i % ratios.length];
      await page.setViewport({ width: 300 + (i * 397) % 2300, height: 200 + (i * 211) % 1400, deviceScaleFactor });
    }
  }));
  tell(name, performance.now() - begun, told, most, '');
}

/** Writes the page's `saved` to a file, a piece at a time. */
async function keep(page, file) {
  const PIECE = 8e6;
  const handle = await openFile(file, 'w');
  const size = await page.evaluate(() => window.saved.size);
  for (let at = 0; at < size; at += PIECE) {
    const piece = await page.evaluate((from, to) => new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
      reader.readAsDataURL(window.saved.slice(from, to));
    }), at, at + PIECE);
    await handle.write(Buffer.from(piece, 'base64'));
  }
  await handle.close();
}

console.log(`\nMemory of a tab\n${''.padEnd(36)}${['at first', 'at most', 'after'].map((each) => each.padStart(12)).join('')}`);
for (const link of links) await memoryOf(link);

console.log(`\nThe longest task of the main thread: its own time on a processor, its waits for the GPU, and with all waits (main_thread.mjs)
${''.padEnd(36)}${['time', 'own', 'for the GPU', 'with waits', 'memory'].map((each) => each.padStart(12)).join('')}`);
{
  const { browser, page } = await open('#v=1&delay=0');
  // So that the threads are there.
  await inPage(page, (hash) => {
    interleave.load(hash);
    return interleave.run();
  }, `#v=1&delay=0&workers=16&tx=${endings}`);
  for (const lock of ['none', 'scoped', 'cas']) {
    const link = `#v=1&delay=0&workers=16&lock=${lock}&tx=${sixteen.map((letter) => `${letter}:1x1000000`).join(',')}`;
    await timeOf(browser, page, `run for 4 s and stop, ${lock}`, async (hash) => {
      interleave.load(hash);
      const begun = performance.now();
      const running = interleave.run();
      await new Promise((resolve) => { setTimeout(resolve, 4_000); });
      const asked = performance.now();
      interleave.stop();
      const { events, dropped, durationNs } = await running;
      const ended = performance.now();
      return `${Math.round(ended - asked)} ms after stop(), ${Math.round(ended - begun - durationNs / 1e6)} ms after the threads' end; ${events} events of ${events + dropped}`;
    }, link);
  }
  await timeOf(browser, page, '65,535 endings', async (tx) => {
    const { endings: listed } = await interleave.explore({ link: `#v=1&start=0&workers=16&tx=${tx}`, endings: 100_000 });
    return `${listed.length} listed`;
  }, endings);
  await timeOfSizes(browser, page, '100 sizes of the window', [1]);
  await timeOfSizes(browser, page, 'the same, each of another ratio', [1, 1.25, 1.5, 2]);
  await browser.close();
}
{
  const { browser, page } = await open('#v=1&delay=0');
  await timeOf(browser, page, `a run of ${MILLIONS},000,000 events`, async (millions) => {
    interleave.load(`#v=1&delay=0&workers=4&lock=scoped&tx=${[...'ABCD'].map((letter) => `${letter}:1x${Math.round(millions * 1e6 / 24)}`).join(',')}`);
    return `${(await interleave.run()).events} events`;
  }, MILLIONS);
  for (const format of ['csv', 'chrome']) {
    await timeOf(browser, page, `saving it as ${format}`, async (as) => {
      window.saved = await interleave.exportRun({ format: as });
      return `${(window.saved.size / 1e6).toFixed(0)} MB`;
    }, format);
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'interleave-large-'));
  const file = path.join(folder, 'saved.json');
  await keep(page, file);
  await browser.close();
  // In a page of its own: memory of WebAssembly that the run has taken would stay.
  const later = await open('#v=1&delay=0');
  await later.page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    document.body.append(input);
  });
  const input = await later.page.$('input[type=file]');
  await input.uploadFile(file);
  await timeOf(later.browser, later.page, 'opening it in another page', async () =>
    `${(await interleave.importRun(document.querySelector('input[type=file]').files[0])).events} events`);
  await later.browser.close();
  await rm(folder, { recursive: true });
}
server.close();

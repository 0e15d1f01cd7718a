// How much of the browser's main thread the page takes while programs run again and again, or for long: Chromium's own
// trace of it. CPU time, so that neither the other threads on few cores nor a GPU in software counts.
//
//   node tests/bench/frames.mjs [SECONDS OF EACH]

import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { addressOf, serve } from '../../web/server.mjs';
import { launchers } from '../browser/launch.mjs';

const SECONDS = Number(process.argv[2] ?? 10);
// A frame's share of a second, at 60.
const FRAME_MS = 16;

const sixteen = (times) => [...'ABCDEFGHIJKLMNOP'].map((letter) => `${letter}:1x${times}`).join(',');
const programs = [
  { name: 'lesson, looped, no delay', hash: '#delay=0', key: 'l' },
  { name: 'lesson, looped, 10 ms', hash: '#delay=10', key: 'l' },
  { name: '16 workers, looped, 9,600 events', hash: `#delay=0&workers=16&tx=${sixteen(200)}`, key: 'l' },
  { name: '16 workers, a lock, looped, 16,000', hash: `#delay=0&workers=16&lock=scoped&tx=${sixteen(200)}`, key: 'l' },
  { name: '16 workers, looped, 960,000 events', hash: `#delay=0&workers=16&tx=${sixteen(20_000)}`, key: 'l' },
  { name: '16 workers, one long run, 1 ms', hash: `#delay=1&workers=16&tx=${sixteen(20_000)}`, key: 'r' },
];

const median = (of) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
const most = (of) => of.reduce((a, b) => Math.max(a, b), 0);

/** The tasks and the frames of the main thread, CPU time in ms. */
async function measure(browser, address, { hash, key }) {
  const page = await browser.newPage();
  await page.goto(address + hash);
  await page.waitForFunction(() => document.documentElement.dataset.view === 'canvas');
  await page.focus('#canvas');
  await page.keyboard.press(key);
  await pause(2_000);
  await page.tracing.start({ categories: ['toplevel', 'devtools.timeline'] });
  await pause(SECONDS * 1_000);
  const { traceEvents } = JSON.parse(Buffer.from(await page.tracing.stop()).toString());
  await page.close();
  const busiest = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => traceEvents.filter((each) => each.ph === 'X' && each.pid === pid && each.tid === tid))
    .sort((a, b) => b.length - a.length)[0];
  const cpu = (suffix) => busiest.filter(({ name }) => name.endsWith(suffix)).map(({ tdur }) => tdur / 1e3);
  return { frames: cpu('FireAnimationFrame'), tasks: cpu('RunTask') };
}

const server = await serve({ root: fileURLToPath(new URL('../../build/web/page', import.meta.url)), port: 0 });
const browser = await launchers.chromium({});
console.log(`\nThe main thread in Chromium, ${SECONDS} s of each; CPU time in ms. A task is a frame, or whatever comes between.\n`);
console.log(`${''.padEnd(36)}${['frames/s', 'frame, median', 'longest', 'task, longest', `tasks > ${FRAME_MS} ms`].map((each) => each.padStart(15)).join('')}`);
for (const program of programs) {
  const { frames, tasks } = await measure(browser, addressOf(server), program);
  const cells = [(frames.length / SECONDS).toFixed(1), median(frames).toFixed(2), most(frames).toFixed(2), most(tasks).toFixed(2),
    tasks.filter((each) => each > FRAME_MS).length];
  console.log(program.name.padEnd(36) + cells.map((each) => String(each).padStart(15)).join(''));
}
await browser.close();
server.close();

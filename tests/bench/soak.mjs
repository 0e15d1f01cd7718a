// Programs of 16 workers, run after run for long, in Chromium: whether memory stays flat, every event is accounted for,
// and no frame takes more than 50 ms of our own work. First as a user loops them, then as a program asks for each run.
//
//   node tests/bench/soak.mjs [MINUTES] [--root FOLDER]

import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { addressOf, serve } from '../../web/server.mjs';
import { launchers } from '../browser/launch.mjs';

import { rendererMemory } from './memory.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: fileURLToPath(new URL('../../build/web/page', import.meta.url)) } },
});
const MINUTES = Number(positionals[0] ?? 20);
const SAMPLES = 20; // of each half
const TRACED = 5; // seconds of each sample
const MOST_MS = 50;
// What a browser's own caches and collections add and take; what leaks a run's events grows past it in a minute.
const MOST_GROWTH = 1.15;

const TASKS = 16;
const TIMES = 200;
const EVENTS = TASKS * TIMES * 4; // each update's two lines, its read and its write
const hash = `#delay=0&workers=${TASKS}&tx=${[...'ABCDEFGHIJKLMNOP'].map((letter) => `${letter}:1x${TIMES}`).join(',')}`;

/** The longest frame of the next seconds, CPU time in ms. */
async function longestFrame(page) {
  await page.tracing.start({ categories: ['devtools.timeline'] });
  await pause(TRACED * 1_000);
  const { traceEvents } = JSON.parse(Buffer.from(await page.tracing.stop()).toString());
  return traceEvents.filter(({ name, ph }) => ph === 'X' && name.endsWith('FireAnimationFrame'))
    .reduce((most, { tdur }) => Math.max(most, tdur / 1e3), 0);
}

const server = await serve({ root: values.root, port: 0 });
const browser = await launchers.chromium({});
const page = await browser.newPage();
const problems = [];
page.on('pageerror', (error) => problems.push(String(error)));
await page.goto(addressOf(server) + hash);
await page.evaluate(() => interleave.ready);

/** True: the page is still there. */
async function soak(name, counted) {
  console.log(`\n${name}`);
  const memory = [];
  for (let i = 0; i < SAMPLES; ++i) {
    await pause(Math.max(0, MINUTES * 30_000 / SAMPLES - TRACED * 1_000));
    const longest = await longestFrame(page);
    if (await page.evaluate(() => document.documentElement.dataset.view !== 'canvas')) {
      problems.push(`the page has stopped: ${await page.evaluate(() => document.getElementById('notice-what').textContent)}`);
      return false;
    }
    memory.push(rendererMemory(browser));
    const { runs, lost } = await counted();
    console.log(`  ${String(i + 1).padStart(2)}  ${memory.at(-1).toFixed(0).padStart(5)} MB  longest frame ${longest.toFixed(1).padStart(5)} ms  ${runs} runs`);
    if (longest > MOST_MS) problems.push(`a frame of ${longest.toFixed(1)} ms`);
    if (lost.length > 0) problems.push(`${lost.length} runs whose events do not add up, as ${lost[0]}`);
  }
  // What is kept of a history has filled up by then.
  const [before, after] = [memory[Math.floor(SAMPLES / 4)], memory.at(-1)];
  if (after > before * MOST_GROWTH) problems.push(`memory grew from ${before.toFixed(0)} to ${after.toFixed(0)} MB`);
  return true;
}

async function askAgainAndAgain() {
  await page.evaluate(async (events, wanted) => {
    window.soaked = { runs: 0, lost: [], on: true };
    (async () => {
      while (soaked.on) {
        const { events: kept, dropped, updates } = await interleave.run();
        ++soaked.runs;
        if (kept + dropped !== events || updates !== wanted) soaked.lost.push([kept, dropped, updates]);
      }
    })();
  }, EVENTS, TASKS * TIMES);
  await soak('Asked for one by one', () => page.evaluate(() => ({ runs: soaked.runs, lost: soaked.lost.splice(0) })));
  await page.evaluate(() => { soaked.on = false; });
}

await page.focus('#canvas');
await page.keyboard.press('l');
const looped = await soak('Looped', () => page.evaluate(() => ({
  runs: /([\d,]+) runs?$/.exec(document.getElementById('outcomes-totals').textContent)?.[1] ?? '?', lost: [],
})));
await page.keyboard.press('l');
if (looped) await askAgainAndAgain();

await browser.close();
server.close();
console.log(problems.length === 0 ? '\nMemory stayed flat, every event is accounted for, and no frame took long.' : `\n${problems.join('\n')}`);
process.exitCode = problems.length === 0 ? 0 : 1;

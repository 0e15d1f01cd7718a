// What each lock costs, measured in the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { click, inModuleBrowsers, items, outcome, until, untilItem } from './support.mjs';

const LOCKS = ['manual', 'scoped', 'recursive', 'shared', 'timed', 'semaphore', 'spin', 'ticket', 'atomic', 'cas', 'optimistic'];

const openSpeed = async (open) => {
  const page = await open('#v=1&delay=0');
  await outcome(page);
  await click(page, 'Speed');
  await untilItem(page, 'measure');
  return page;
};

inModuleBrowsers('The comparison of locks', ({ open }) => {
  test('measures every lock at a press, and tells in words', async () => {
    const page = await openSpeed(open);
    await click(page, 'measure');
    await until(page, (rows) => document.querySelectorAll('#speeds tbody tr').length === rows, 4 * LOCKS.length);
    await untilItem(page, 'speed of optimistic');
    const shown = await items(page);
    for (const lock of LOCKS) assert.ok(`speed of ${lock}` in shown, lock);
    await click(page, 'speed 8');
    await untilItem(page, 'speed of scoped');
    const speeds = await page.evaluate(() => [...document.querySelectorAll('#speeds tbody tr')].map((row) => row.cells[2].textContent));
    assert.ok(speeds.every((millions) => /^\d+\.\d\d$/.test(millions)), speeds.join());
  });

  test('gives what a program asks for, and every balance is exact', async () => {
    const page = await openSpeed(open);
    const { cancelled, cores, speeds } = await page.evaluate(() => interleave.compare({ threads: [1, 3], seconds: 0.1 }));
    assert.equal(cancelled, false);
    assert.ok(cores >= 1);
    assert.deepEqual(speeds.map(({ lock, threads }) => `${lock} ${threads}`), [1, 3].flatMap((threads) => LOCKS.map((lock) => `${lock} ${threads}`)));
    for (const speed of speeds) {
      assert.ok(speed.exact, speed.lock);
      assert.ok(speed.sectionsPerSecond > 0, speed.lock);
      assert.ok(speed.fairness > 0 && speed.fairness <= 1 + 1e-9, speed.lock);
      assert.ok(speed.p50Ns <= speed.p99Ns && speed.p99Ns <= speed.longestNs, speed.lock);
    }
  });

  test('takes the shortest time that is allowed', async () => {
    const page = await openSpeed(open);
    const { speeds } = await page.evaluate(() => interleave.compare({ threads: [1], seconds: 0.001 }));
    assert.deepEqual(speeds.filter(({ sectionsPerSecond }) => !Number.isFinite(sectionsPerSecond)), []);
  });

  test('refuses what is not allowed', async () => {
    const page = await openSpeed(open);
    const refused = (options) => assert.rejects(page.evaluate((given) => interleave.compare(given), options), /is not allowed; allowed is/);
    for (const threads of [[], [0], [17], [1.5], 'two']) await refused({ threads });
    for (const seconds of [0, 61]) await refused({ seconds });
    await refused({ speed: 1 });
  });

  test('is cancelled at a press, and by a run', async () => {
    const page = await openSpeed(open);
    await page.evaluate(() => { window.asked = interleave.compare({ threads: [1], seconds: 60 }); });
    await until(page, () => interleave.inspect().frames > 0);
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 100); }));
    await click(page, 'measure');
    assert.equal((await page.evaluate(() => window.asked)).cancelled, true);

    await page.evaluate(() => { window.asked = interleave.compare({ threads: [1], seconds: 60 }); });
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 100); }));
    await click(page, 'Run');
    assert.equal((await page.evaluate(() => window.asked)).cancelled, true);

    const aborted = await page.evaluate(async () => {
      const abort = new AbortController();
      const comparing = interleave.compare({ threads: [1], seconds: 60, signal: abort.signal });
      setTimeout(() => abort.abort(), 50);
      return comparing.then(() => 'measured', (error) => error.name);
    });
    assert.equal(aborted, 'AbortError');
  });
});

// What a newcomer meets: the lesson's race, run and explained without a click.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { colours } from './png.mjs';
import * as hands from './support.mjs';
import { inEachBrowser, outcome, run, until } from './support.mjs';

const LOST = /^The (deposit|withdrawal) read 100 before the (deposit|withdrawal) wrote (150|-50): (\+50|-150) was lost\.$/;
const THREAD_COLOURS = ['#0072B2', '#D55E00'];

/** Frames drawn so far, once none was drawn for a second. */
async function settledFrames(page) {
  return until(page, async () => {
    const before = interleave.inspect().frames;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return interleave.inspect().frames === before && before;
  });
}

inEachBrowser('The first visit', ({ open, moduleTest }) => {
  test('runs the lesson by itself and says whose update was lost, and by whom', async () => {
    const page = await open();
    const told = await outcome(page);
    const [, by, loser, wrote, amount] = told.sentence.match(LOST) ?? assert.fail(told.sentence);
    assert.notEqual(by, loser);
    assert.deepEqual([wrote, amount], loser === 'deposit' ? ['150', '+50'] : ['-50', '-150']);
    assert.equal(told.ending, loser === 'deposit' ? '-50' : '150');
    assert.equal(told.expected, '0');
    assert.equal(told.verdict, 'wrong');
    assert.equal(told.console.length, 6);
    assert.deepEqual(told.console.slice(0, 3), [
      'starting with balance of 100', 'deposit thread updating...', 'withdrawal thread updating...',
    ]);
    assert.deepEqual(told.console.slice(3, 5).sort(), ['deposit thread finishing...', 'withdrawal thread finishing...']);
    assert.equal(told.console[5], `ending balance of ${told.ending}`);
    assert.equal(await page.evaluate(() => location.hash), '#v=1');
  });

  test('shows the canvas, and in it both threads in their colours', async () => {
    const page = await open();
    await outcome(page);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'canvas');
    const counts = colours(await hands.screenshot(page));
    assert.ok(counts.size > 50, `${counts.size} colours`);
    // A badge of each is some 400 pixels, and there are several; the lanes are drawn by shaders.
    for (const colour of THREAD_COLOURS) {
      assert.ok((counts.get(colour) ?? 0) > 800, `${counts.get(colour)} pixels of ${colour}`);
    }
  });

  moduleTest('draws the lanes and the balance with the shaders of the timeline', async () => {
    const page = await open();
    await outcome(page);
    const before = colours(await timeline(page));
    await hands.runLink(page, '#v=1&tx=a:1,b:2,c:4&workers=3&delay=20');
    const after = colours(await timeline(page));
    assert.ok(!before.has('#009E73'), 'no third thread yet');
    assert.ok((after.get('#009E73') ?? 0) > 20, 'a third thread has a lane');
  });

  moduleTest('draws nothing while nothing moves, and draws while a program runs', async () => {
    const page = await open('#v=1&delay=20');
    await outcome(page);
    const settled = await settledFrames(page);
    assert.ok(settled > 0);
    await hands.load(page, '#v=1&delay=500');
    await run(page);
    const moved = await page.evaluate(() => interleave.inspect().frames);
    assert.ok(moved > settled + 5, `${moved - settled} frames during a run`);
    assert.ok(await settledFrames(page) >= moved);
  });

  test('never blocks the page while threads sleep', async () => {
    const page = await open('#v=1&delay=20');
    await outcome(page);
    const { frames, result } = await page.evaluate(async () => {
      let running = true;
      let served = 0;
      const serve = () => {
        served += 1;
        if (running) requestAnimationFrame(serve);
      };
      interleave.load('#v=1&delay=2000&lock=scoped');
      requestAnimationFrame(serve);
      const ended = await interleave.run();
      running = false;
      return { frames: served, result: ended };
    });
    assert.equal(result.ending, 0);
    assert.ok(frames > 20, `${frames} frames`);
  });
}, { fresh: true, drawn: true });

/** A picture of the right half, where the timeline is. */
const timeline = (page) => hands.screenshot(page, { clip: { x: 640, y: 160, width: 600, height: 330 } });

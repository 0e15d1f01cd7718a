// The page draws no faster than the GPU, so that its main thread never waits for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { evaluateUntil, inEachBrowser, items, outcome, timeline, until } from './support.mjs';

/** A GPU that has finished nothing while `behind`, and a clock that stands still meanwhile. */
function slowDown() {
  const drawing = WebGL2RenderingContext.prototype;
  const { getSyncParameter } = drawing;
  drawing.getSyncParameter = function unfinished(sync, name) {
    return window.behind ? this.UNSIGNALED : getSyncParameter.call(this, sync, name);
  };
  const now = performance.now.bind(performance);
  let stopped = 0;
  performance.now = () => (window.behind ? stopped : now());
  window.fallBehind = () => {
    stopped = now();
    window.behind = true;
  };
  // What sets the size of the canvas, and so makes its buffer again.
  window.sizes = [];
  for (const name of ['width', 'height']) {
    const property = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, name);
    Object.defineProperty(HTMLCanvasElement.prototype, name, {
      get: property.get,
      set(value) {
        if (this.id === 'canvas') window.sizes.push([name, value]);
        property.set.call(this, value);
      },
    });
  }
}

const frames = (page) => page.evaluate(() => interleave.inspect().frames);
const pressKey = (page) => page.evaluate(() => {
  for (const type of ['keydown', 'keyup']) {
    document.getElementById('canvas').dispatchEvent(new KeyboardEvent(type, { key: 'Shift', code: 'ShiftLeft', keyCode: 16 }));
  }
});
const animationFrames = (page, count) => page.evaluate(async (left) => {
  for (; left > 0; --left) await new Promise(requestAnimationFrame);
}, count);

/** A page at rest whose GPU has fallen behind with a frame. */
async function openBehind(open) {
  const page = await open('#v=1&delay=0', { before: (fresh) => fresh.evaluateOnNewDocument(slowDown) });
  await outcome(page);
  await timeline(page);
  await evaluateUntil(page, () => interleave.inspect().still);
  await page.evaluate(() => fallBehind());
  const before = await frames(page);
  await pressKey(page);
  // The fence of the last frame may not have been looked at yet.
  await animationFrames(page, 8);
  assert.ok(await frames(page) <= before + 1);
  return page;
}

inEachBrowser('A GPU that is behind', ({ open }) => {
  test('gets no further frame until it has finished the last one', async () => {
    const page = await openBehind(open);
    const before = await frames(page);
    await pressKey(page);
    await animationFrames(page, 8);
    assert.equal(await frames(page), before);
    await page.evaluate(() => { window.behind = false; });
    await until(page, (drawn) => interleave.inspect().frames > drawn, before);
  });

  test('gets one after a while where it never says that it has finished', async () => {
    const page = await openBehind(open);
    const before = await frames(page);
    await page.evaluate(() => {
      WebGL2RenderingContext.prototype.getSyncParameter = function never() { return this.UNSIGNALED; };
      window.behind = false;
    });
    await pressKey(page);
    await until(page, (drawn) => interleave.inspect().frames > drawn + 1, before);
  });

  test('makes the canvas anew for the last of many sizes alone', async () => {
    const page = await openBehind(open);
    const before = await page.evaluate(() => [canvas.width, canvas.height]);
    await page.evaluate(() => { sizes.length = 0; });
    for (const [width, height] of [[900, 700], [1200, 500], [700, 900], [1000, 600]]) {
      await page.setViewport({ width, height, deviceScaleFactor: 1 });
      await until(page, (w, h) => innerWidth === w && innerHeight === h, width, height);
      await animationFrames(page, 2);
    }
    assert.deepEqual(await page.evaluate(() => ({ size: [canvas.width, canvas.height], sizes })), { size: before, sizes: [] });
    await page.evaluate(() => { window.behind = false; });
    await until(page, () => canvas.width === 1000 && canvas.height === 600);
    const { Run: [x, y, width, height] } = await items(page);
    assert.ok(x >= 0 && y >= 0 && x + width <= 1000 && y + height <= 600);
    // 1,280 x 600 pixels in between are fewer than 1,000 x 800.
    assert.deepEqual(await page.evaluate(() => sizes), [['height', 600], ['width', 1000]]);
  });
});

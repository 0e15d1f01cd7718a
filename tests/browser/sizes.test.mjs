// The page at every size: no control lies on another, none is out of reach, and no text is cut.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inModuleBrowsers, items, load, outcome, timeline, until, untilItem } from './support.mjs';

const SIZES = [
  [320, 568], [360, 740], [390, 844], [640, 360], [768, 1024], [800, 600], [961, 700], [1024, 768], [1180, 820], [1240, 720],
  [1280, 800], [1366, 650], [2560, 1440], [3840, 2160],
];

const STATES = {
  'a first visit': async (page) => {
    await load(page, '#v=1&delay=0');
    await page.evaluate(() => interleave.run());
  },
  'a step of the lesson': async (page) => {
    await page.evaluate(() => interleave.lesson(4));
    await until(page, () => interleave.lesson().step === 4);
  },
  'a program of the gallery': async (page) => {
    const link = await page.evaluate(() => document.querySelector('#gallery optgroup:last-of-type option').value);
    await load(page, link);
    await untilItem(page, 'Fix');
  },
  'a deadlock': async (page) => {
    await load(page, '#v=1&delay=0&lock=manual&fail=A&schedule=AA');
    await until(page, () => document.getElementById('verdict').textContent === 'deadlock');
  },
};

// Pixels that rounding can make of nothing.
const SLACK = 1;

const overlap = ([ax, ay, aw, ah], [bx, by, bw, bh]) =>
  Math.min(ax + aw, bx + bw) - Math.max(ax, bx) > SLACK && Math.min(ay + ah, by + bh) - Math.max(ay, by) > SLACK;
const inside = ([ax, ay, aw, ah], [bx, by, bw, bh]) =>
  ax >= bx - SLACK && ay >= by - SLACK && ax + aw <= bx + bw + SLACK && ay + ah <= by + bh + SLACK;

/** What is wrong with where the controls are. */
function faults(placed, hidden, width, height) {
  const found = [];
  // A badge stands on its line of the code, and a step's button contains its thread.
  const entries = Object.entries(placed).filter(([name]) => !name.startsWith('code line ') && !hidden.includes(name));
  for (const [name, [x, y, w, h]] of entries) {
    if (x < -SLACK || x + w > width + SLACK || y < -SLACK) found.push(`${name} at ${[x, y, w, h].map(Math.round)} is cut by the edge`);
  }
  for (let i = 0; i < entries.length; ++i) {
    for (let j = i + 1; j < entries.length; ++j) {
      const [[a, first], [b, second]] = [entries[i], entries[j]];
      if (overlap(first, second) && !inside(first, second) && !inside(second, first)) {
        found.push(`${a} at ${first.map(Math.round)} and ${b} at ${second.map(Math.round)} overlap`);
      }
    }
  }
  return found;
}

inModuleBrowsers('Every size', ({ open }) => {
  for (const [state, show] of Object.entries(STATES)) {
    test(`has room for ${state}`, async () => {
      const page = await open('#v=1&delay=0');
      await outcome(page);
      await show(page);
      const found = [];
      for (const [width, height] of SIZES) {
        await page.setViewport({ width, height, deviceScaleFactor: 1 });
        await until(page, (w, h) => innerWidth === w && innerHeight === h, width, height);
        await timeline(page);
        const placed = await items(page);
        const { hidden, cut } = await page.evaluate(() => interleave.inspect());
        const texts = cut.map((text) => `"${text}" is cut`);
        found.push(...[...faults(placed, hidden, width, height), ...texts].map((each) => `${width} x ${height}: ${each}`));
      }
      assert.deepEqual(found, []);
    });
  }
});

inModuleBrowsers('Another pixel ratio', ({ open }) => {
  test('makes other letters, and compiles no shader for them', async () => {
    const page = await open('#v=1&delay=0', {
      before: (fresh) => fresh.evaluateOnNewDocument(() => {
        window.calls = { compileShader: 0, linkProgram: 0, deleteTexture: 0 };
        const drawing = WebGL2RenderingContext.prototype;
        for (const name of Object.keys(calls)) {
          const call = drawing[name];
          drawing[name] = function counted(...values) {
            calls[name] += 1;
            return call.apply(this, values);
          };
        }
      }),
    });
    await outcome(page);
    await timeline(page);
    const before = await page.evaluate(() => ({ ...calls }));
    assert.ok(before.compileShader > 0 && before.linkProgram > 0);
    for (const [width, deviceScaleFactor] of [[1000, 1.5], [1280, 2], [960, 1.25]]) {
      const { deleteTexture } = await page.evaluate(() => calls);
      await page.setViewport({ width, height: 800, deviceScaleFactor });
      await until(page, (pixels, deleted) => document.getElementById('canvas').width === pixels && calls.deleteTexture > deleted,
        width * deviceScaleFactor, deleteTexture);
    }
    const { compileShader, linkProgram } = await page.evaluate(() => calls);
    assert.deepEqual({ compileShader, linkProgram }, { compileShader: before.compileShader, linkProgram: before.linkProgram });
  });
});

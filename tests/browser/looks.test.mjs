// How the page looks on different displays: theme, pixel ratio, sizes, fingers.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { colours, decodePng } from './png.mjs';
import {
  click, inEachBrowser, inModuleBrowsers, items, locate, NIGHTLY_FIREFOX, outcome, screenshot, settings, tap, until, untilHash,
  untilItem,
} from './support.mjs';

const BACKGROUND = { light: '#F1F2F4', dark: '#101317' };

const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);
const untilTheme = (page, wanted) => until(page, (theme) => document.documentElement.dataset.theme === theme, wanted);

/** The page's background as it is drawn in the canvas, in the gap between two panels. */
async function assertDrawn(page, wanted) {
  const counts = colours(await screenshot(page));
  assert.ok(counts.get(BACKGROUND[wanted]) > 1000, `${counts.get(BACKGROUND[wanted])} pixels of the ${wanted} background`);
}

const canvasSize = (page) => page.evaluate(() => {
  const canvas = document.getElementById('canvas');
  return { width: canvas.width, height: canvas.height, shown: [canvas.clientWidth, canvas.clientHeight] };
});

inEachBrowser('The words', ({ open }) => {
  // Narrow ones would have a line for each letter of the console, and each run would hold up a frame to lay it out.
  test('are as wide out of sight, beside the canvas, as where they are seen', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const width = () => page.evaluate(() => document.getElementById('console').clientWidth);
    const beside = await width();
    await page.focus('#text');
    assert.ok(beside >= await width() && beside > 300, `${beside} pixels`);
  });
});

inEachBrowser('The theme', ({ name, open }) => {
  test('is switched by T and by its button, seen in canvas and words, and remembered', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const first = await theme(page);
    const other = first === 'dark' ? 'light' : 'dark';
    await assertDrawn(page, first);
    await page.keyboard.press('t');
    await untilTheme(page, other);
    await assertDrawn(page, other);
    await page.reload();
    await page.evaluate(() => interleave.ready);
    assert.equal(await theme(page), other);
    await click(page, 'theme');
    await untilTheme(page, first);
    await page.reload();
    await page.evaluate(() => interleave.ready);
    assert.equal(await theme(page), first);
  });

  // Firefox's driver cannot change what the page is told; the next suite starts it with dark looks.
  if (name !== 'chromium') return;
  test('follows the system, also while the page is open', async () => {
    const prefer = (page, value) => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    const page = await open('#v=1&delay=0', { before: (fresh) => prefer(fresh, 'dark') });
    await outcome(page);
    assert.equal(await theme(page), 'dark');
    await assertDrawn(page, 'dark');
    await prefer(page, 'light');
    await untilTheme(page, 'light');
    await assertDrawn(page, 'light');
    // Chosen by hand, it stays what it is.
    await page.keyboard.press('t');
    await untilTheme(page, 'dark');
    await prefer(page, 'dark');
    await prefer(page, 'light');
    await items(page);
    assert.equal(await theme(page), 'dark');
  });
}, { seen: true });

inEachBrowser('A system with dark looks', ({ open }) => {
  test('gets the dark theme', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    assert.equal(await theme(page), 'dark');
    await assertDrawn(page, 'dark');
  });
}, { names: NIGHTLY_FIREFOX, launch: { prefs: { 'layout.css.prefers-color-scheme.content-override': 0 } } });

inModuleBrowsers('The display', ({ open }) => {
  test('is used in all its pixels at any ratio, and controls stay where they are', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const at1 = await locate(page, 'Run');
    for (const deviceScaleFactor of [2, 1.5, 1.25]) {
      await page.setViewport({ width: 1280, height: 800, deviceScaleFactor });
      await page.screenshot(); // without a display, Chromium tells the page of its ratio only when it is looked at
      await until(page, (width) => document.getElementById('canvas').width === width, 1280 * deviceScaleFactor);
      const { height, shown } = await canvasSize(page);
      assert.equal(height, 800 * deviceScaleFactor);
      assert.deepEqual(shown, [1280, 800]);
      const there = await locate(page, 'Run');
      assert.ok(Math.abs(there.x - at1.x) < 4 && Math.abs(there.y - at1.y) < 4, `${there.x}, ${there.y} at ${deviceScaleFactor}`);
      assert.equal(decodePng(await page.screenshot()).width, 1280 * deviceScaleFactor);
    }
  });

  test('that is narrow gets one column, with every control inside, and wide gets two again', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    for (const [width, height] of [[1600, 900], [700, 900], [390, 844], [320, 568], [844, 390], [1280, 800]]) {
      await page.setViewport({ width, height, deviceScaleFactor: 1 });
      await until(page, (wanted) => document.getElementById('canvas').width === wanted, width);
      const all = await items(page);
      assert.equal('Program' in all, width < 1000, `tabs at ${width}x${height}`);
      for (const item of ['Run', 'Loop', 'Stop', 'Gallery', 'copy', 'theme', '?']) {
        const [x, y, itemWidth, itemHeight] = all[item];
        const inside = x >= 0 && y >= 0 && x + itemWidth <= width && y + itemHeight <= height;
        assert.ok(inside, `${item} at ${x}, ${y}, ${itemWidth}x${itemHeight} of ${width}x${height}`);
      }
    }
  });
}, { seen: true });

inEachBrowser('A phone', ({ open, moduleTest }) => {
  const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true };

  const openPhone = async (hash) => {
    const page = await open(hash, { before: (fresh) => fresh.setViewport(PHONE) });
    await outcome(page);
    return page;
  };

  test('edits a field in a field of the page, which brings up its keyboard', async () => {
    // Under a lock and with enough money, so that the sentence above is the same and as long whoever goes first.
    const page = await openPhone('#v=1&start=200&delay=0&lock=scoped');
    await tapIntoField(page, 'amount of A');
    const field = await page.evaluate(() => {
      const { value, inputMode } = document.activeElement;
      return { value, inputMode, label: document.activeElement.getAttribute('aria-label') };
    });
    assert.deepEqual(field, { value: '50', inputMode: 'text', label: 'amount of A' });
    await page.keyboard.type('-75');
    await page.keyboard.press('Enter');
    await untilHash(page, '#v=1&start=200&tx=deposit:-75,withdrawal:-150&delay=0&lock=scoped');
    assert.equal(await page.evaluate(() => document.querySelector('input.field')), null);

    await tapIntoField(page, 'label of A');
    await page.keyboard.type('rent');
    await page.keyboard.press('Enter');
    await untilHash(page, '#v=1&start=200&tx=rent:-75,withdrawal:-150&delay=0&lock=scoped');

    await tapIntoField(page, 'workers');
    await page.keyboard.type('99');
    await page.keyboard.press('Enter');
    await untilItem(page, 'dismiss');
    assert.equal((await settings(page)).workers, 2);

    await tapIntoField(page, 'workers');
    await page.keyboard.type('9');
    await page.keyboard.press('Escape');
    await items(page);
    assert.equal((await settings(page)).workers, 2, 'Escape keeps what was there');
  });

  moduleTest('steps, chooses and runs by a finger', async () => {
    const page = await openPhone('#v=1&delay=0');
    // A first tap tells the page that there are fingers.
    await tap(page, 'overdraft');
    await untilHash(page, '#v=1&delay=0&overdraft=refuse');
    const field = await locate(page, 'workers');
    await page.touchscreen.tap(field.left + field.width + field.height / 2, field.y);
    await untilHash(page, '#v=1&workers=3&delay=0&overdraft=refuse');
    await tap(page, 'lock');
    await tap(page, 'lock scoped');
    await untilHash(page, '#v=1&workers=3&delay=0&lock=scoped&overdraft=refuse');
    await page.evaluate(() => { document.getElementById('verdict').textContent = '–'; });
    await tap(page, 'Run');
    // Three workers and a check: who goes first decides whether the withdrawal is refused.
    assert.match((await outcome(page)).verdict, /^(as expected|another order)$/);
    await tap(page, 'Console');
    await untilItem(page, 'lock', false);
    await tap(page, 'Program');
    await untilItem(page, 'lock');
  });

  async function tapIntoField(page, name) {
    // The first finger on the page may find the controls that are made for a mouse.
    await until(page, () => document.querySelector('input.field') === null);
    await tap(page, name);
    await items(page);
    if (!await page.evaluate(() => document.activeElement.matches('input.field'))) await tap(page, name);
    await until(page, () => document.activeElement.matches('input.field'));
  }
});

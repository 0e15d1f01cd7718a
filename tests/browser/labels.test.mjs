// Labels in every script: what the canvas shows is what the browser draws with its own fonts, whichever it has.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodePng } from './png.mjs';
import {
  click, hash, inEachBrowser, inModuleBrowsers, items, load, locate, outcome, pixels, settings, timeline, until, words,
} from './support.mjs';

// No machine has a font for each: then all browsers draw boxes, in the canvas as elsewhere.
const LABELS = {
  Hebrew: 'שלום עולם', Arabic: 'مرحبا', Hindi: 'हिन्दी', Thai: 'ไทย', Chinese: '銀行', Japanese: 'にほんご', Korean: '한국어', emoji: '👍🏽',
  mixed: 'a שלום b',
};
// Fonts that a browser's own package brings along, on Debian, have these.
const ALIKE = [['שלום', 'מולש'], ['مرحبا', 'سلام!']];

const EM = 8 / 0.5459; // of the body text, in pixels: src/ui/theme.cpp
const linkOf = (...labels) => `#v=1&tx=${labels.map((label) => `${encodeURIComponent(label)}:1`).join(',')}&delay=0&lock=scoped`;
const untilLabel = (page, label) => until(page, (wanted) => interleave.settings().tx[0].label === wanted, label);

/** The inked pixels of a picture in which `isInk(x, y)`, cut to their box: { width, height, ink: rows of booleans }. */
function inkOf(width, height, isInk) {
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      if (!isInk(x, y)) continue;
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x + 1);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  const rows = Array.from({ length: Math.max(0, box.bottom - box.top) }, (_, y) =>
    Array.from({ length: box.right - box.left }, (__, x) => isInk(box.left + x, box.top + y)));
  return { width: box.right - box.left, height: box.bottom - box.top, ink: rows };
}

// Also of the thin lines of a box for a letter that no font has.
const LEAST_INK = 0.25;
const [FIELD, TEXT] = [0xF4, 0x1F]; // green, of the light theme: src/ui/theme.cpp
const isInked = (colour) => (FIELD - Number.parseInt(colour.slice(3, 5), 16)) / (FIELD - TEXT) >= LEAST_INK;

/** What the field of the first label shows, without its frame. */
async function shown(page) {
  const field = await locate(page, 'label of A');
  const picture = decodePng(await pixels(page, field));
  const edge = 3;
  return inkOf(picture.width - 2 * edge, picture.height - 2 * edge, (x, y) => isInked(picture.at(x + edge, y + edge)));
}

/** What the browser draws in a canvas of its own. */
async function drawn(page, label) {
  const { width, height, alpha } = await page.evaluate((text, em) => {
    const context = document.createElement('canvas').getContext('2d');
    Object.assign(context.canvas, { width: 300, height: 60 });
    const direction = /^\P{L}*[\u0590-\u08FF]/u.test(text) ? 'rtl' : 'ltr';
    Object.assign(context, { font: `${em}px Inter, system-ui, sans-serif`, textAlign: 'left', direction });
    context.fillText(text, 20, 40);
    const { data } = context.getImageData(0, 0, 300, 60);
    return { width: 300, height: 60, alpha: Array.from(data.filter((_, i) => i % 4 === 3)) };
  }, label, EM);
  return inkOf(width, height, (x, y) => alpha[y * width + x] / 0xFF >= LEAST_INK);
}

const inked = ({ ink }) => ink.flat().filter(Boolean).length;

/** The part of all inked pixels of two pictures that both have. */
function likeness(one, other) {
  let both = 0;
  let either = 0;
  for (let y = 0; y < Math.max(one.height, other.height); ++y) {
    for (let x = 0; x < Math.max(one.width, other.width); ++x) {
      const [a, b] = [one.ink[y]?.[x] ?? false, other.ink[y]?.[x] ?? false];
      both += a && b ? 1 : 0;
      either += a || b ? 1 : 0;
    }
  }
  return both / Math.max(1, either);
}

/** Shows this label as the first one. */
async function show(page, ...labels) {
  await load(page, linkOf(...labels));
  await untilLabel(page, labels[0]);
  await timeline(page);
}

inModuleBrowsers('A label', ({ open }) => {
  test('in any script is drawn by the browser, and fetches nothing', async (t) => {
    const asked = [];
    const page = await open('#v=1&delay=0&lock=scoped');
    await outcome(page);
    // A whole Chromium asks for the icon of each new address.
    page.on('request', (request) => request.url().endsWith('/icon.svg') || asked.push(request.url()));
    for (const [script, label] of Object.entries(LABELS)) {
      await show(page, label, 'b');
      const [seen, wanted] = [await shown(page), await drawn(page, label)];
      const part = script === 'emoji' ? 1 : likeness(seen, wanted); // some of them have colours that are no ink here
      t.diagnostic(`${script}: ${seen.width}x${seen.height}, ${wanted.width}x${wanted.height}, ${part.toFixed(2)}`);
      assert.ok(inked(seen) > 20 && Math.abs(seen.width - wanted.width) <= 2 && Math.abs(seen.height - wanted.height) <= 2,
        `${script}: ${seen.width}x${seen.height}, the browser's ${wanted.width}x${wanted.height}`);
      assert.ok(part > 0.8, `${script}: ${part} of its pixels are the browser's`);
    }
    assert.deepEqual(asked, []);
  });

  test('is told from another one in the field, in the lanes, in the scheduler and in the sentence', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const places = async () => {
      const row = await locate(page, 'step A');
      const fit = await locate(page, 'Fit');
      const sentence = { left: row.left, top: 60, width: 600, height: 50 };
      const lanes = { left: row.left + 25, top: fit.top + fit.height + 8, width: 75, height: 40 };
      return { field: await locate(page, 'label of A'), lanes, scheduler: { ...row, width: 150 }, sentence };
    };
    for (const pair of ALIKE) {
      const looks = [];
      for (const label of pair) {
        await load(page, `#v=1&tx=${encodeURIComponent(label)}:50,b:-150&delay=0&schedule=ABAB`);
        await untilLabel(page, label);
        await timeline(page);
        const look = {};
        for (const [place, area] of Object.entries(await places())) look[place] = Buffer.from(await pixels(page, area));
        looks.push(look);
      }
      for (const place of Object.keys(looks[0])) assert.ok(!looks[0][place].equals(looks[1][place]), `${pair} ${place}`);
    }
    const { cut } = await page.evaluate(() => interleave.inspect());
    assert.deepEqual(cut.filter((words) => words.includes(ALIKE[1][1])), []);
  });

  test('that is wider than its column leaves the rest of the page where it is', async () => {
    const page = await open(linkOf('b', 'c'));
    await outcome(page);
    const places = async () => {
      const all = await items(page);
      return ['label of A', 'amount of A', 'label of B', 'Run', 'Fit', 'step A', 'step B'].map((name) => [name, all[name]]);
    };
    const before = await places();
    await show(page, '日'.repeat(24), 'ש'.repeat(24));
    assert.deepEqual(await places(), before);
  });

  test('has the colours of its emoji, and its other letters those of the text', async () => {
    // As if there were a font of red emoji.
    const page = await open(linkOf('b'), {
      before: (fresh) => fresh.evaluateOnNewDocument(() => {
        const fill = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function fillText(text, x, y, ...most) {
          fill.call(this, text, x, y, ...most);
          if (!text.includes('👍')) return;
          this.fillStyle = '#F00';
          this.fillRect(x, y - 8, 4, 4);
        };
      }),
    });
    await outcome(page);
    await show(page, '👍 ש');
    const picture = decodePng(await pixels(page, await locate(page, 'label of A')));
    const counts = { red: 0, dark: 0 };
    for (let y = 4; y < picture.height - 4; ++y) {
      for (let x = 4; x < picture.width - 4; ++x) {
        counts.red += picture.at(x, y) === '#FF0000' ? 1 : 0;
        counts.dark += isInked(picture.at(x, y)) && !picture.at(x, y).startsWith('#FF') ? 1 : 0;
      }
    }
    assert.equal(counts.red, 16);
    assert.ok(counts.dark > 10, `${counts.dark} dark pixels`);
  });

  test('is drawn again with the graphics that were lost', async () => {
    const page = await open(linkOf(LABELS.Hebrew));
    await outcome(page);
    await page.evaluate(() => {
      window.losing = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
      losing.loseContext();
    });
    await until(page, () => document.documentElement.dataset.view === 'text');
    await page.evaluate(() => losing.restoreContext());
    await until(page, () => document.documentElement.dataset.view === 'canvas');
    await page.focus('#canvas');
    assert.ok(likeness(await shown(page), await drawn(page, LABELS.Hebrew)) > 0.8);
  });

  test('is question marks where the browser lets no pixels be read', async () => {
    const page = await open(linkOf('ש'), {
      before: (fresh) => fresh.evaluateOnNewDocument(() => {
        CanvasRenderingContext2D.prototype.getImageData = (x, y, width, height) =>
          new ImageData(new Uint8ClampedArray(width * height * 4).fill(0x9A), width, height);
      }),
    });
    await outcome(page);
    const one = await shown(page);
    await show(page, 'ל');
    assert.ok(inked(one) > 5);
    assert.equal(likeness(one, await shown(page)), 1);
  });
}, { seen: true });

inEachBrowser('The text of a label', ({ name, open, moduleTest }) => {
  const field = (page) => page.evaluate(() => {
    const { value, selectionStart, className } = document.activeElement;
    return className === 'field' ? { value, from: selectionStart } : null;
  });

  for (const label of ['rent', 'שלום']) {
    test(`such as ${label} is edited in a field of the page`, async () => {
      const page = await open(linkOf(label, 'b'));
      await outcome(page);
      await click(page, 'label of A');
      await until(page, () => document.activeElement.className === 'field');
      assert.deepEqual(await field(page), { value: label, from: 0 });
      await page.keyboard.type('t');
      await page.keyboard.press('Enter');
      await untilLabel(page, 't');
    });
  }

  // How an input method writes is in no common protocol.
  const composingTest = name === 'chromium' ? test : () => undefined;

  composingTest('comes from an input method once and complete', async () => {
    const page = await open(linkOf('rent', 'b'));
    await outcome(page);
    await click(page, 'label of A');
    await until(page, () => document.activeElement.className === 'field');
    const keyboard = await page.createCDPSession();
    const compose = (text) => keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    for (const text of ['n', 'ni', 'ni h', 'ni hao', '你好']) await compose(text);
    // The Enter that chooses among what it offers is its own, and does not end the field.
    await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
    assert.deepEqual(await field(page), { value: '你好', from: 2 });
    await keyboard.send('Input.insertText', { text: '你好' });
    await compose('ぎ');
    await keyboard.send('Input.insertText', { text: '銀行' });
    assert.equal((await settings(page)).tx[0].label, 'rent');
    await page.keyboard.press('Enter');
    await untilLabel(page, '你好銀行');
  });

  moduleTest('is as it was given, and controls of its direction are marks where it is shown', async () => {
    const label = 'a\u202Eb';
    const page = await open(linkOf(label));
    assert.equal((await settings(page)).tx[0].label, label);
    assert.equal(await hash(page), linkOf(label));
    const run = await page.evaluate(() => interleave.run());
    assert.ok(run.output.includes(`${label} thread updating...`));
    await until(page, () => document.getElementById('console').textContent.includes('a[RLO]b thread updating...'));
    assert.ok(!JSON.stringify(await words(page)).includes('\u202E'));
  });
});

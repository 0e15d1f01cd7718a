// The code pane: the program as source text, in two languages, with the line of each thread.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { click, inModuleBrowsers, items, load, locate, outcome, tap, until, untilItem } from './support.mjs';

const copied = (page) => page.evaluate(() => {
  window.lastCopied = '';
  navigator.clipboard.writeText = async (text) => { window.lastCopied = text; };
});

inModuleBrowsers('The code', ({ open }) => {
  test('is that of the settings, in C++ and in Python, and is copied as it is', async () => {
    const page = await open('#v=1&delay=0&lock=manual');
    await outcome(page);
    const [cpp, python] = await page.evaluate(() => [interleave.code('cpp'), interleave.code('python')]);
    assert.match(cpp, /lock_\.lock\(\);[^]*copy \+= amount;[^]*lock_\.unlock\(\);/);
    assert.match(python, /lock\.acquire\(\)[^]*copy \+= amount[^]*lock\.release\(\)/);
    await copied(page);
    await click(page, 'copy code');
    await until(page, () => window.lastCopied !== '');
    assert.equal(await page.evaluate(() => window.lastCopied), python, 'at first');
    await click(page, 'C++');
    await items(page);
    await copied(page);
    await click(page, 'copy code');
    await until(page, () => window.lastCopied !== '');
    assert.equal(await page.evaluate(() => window.lastCopied), cpp);
    // From the moment at which it is set, without a run.
    await load(page, '#v=1&delay=0&lock=scoped');
    const scoped = await page.evaluate(() => interleave.code('cpp'));
    assert.notEqual(scoped, cpp);
    await copied(page);
    await click(page, 'copy code');
    await until(page, () => window.lastCopied !== '');
    assert.equal(await page.evaluate(() => window.lastCopied), scoped);
    await assert.rejects(page.evaluate(() => interleave.code('rust')), /language: "rust" is not allowed; allowed is 'cpp' or 'python'/);
  });

  test('is in the language that was chosen before', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await click(page, 'C++');
    await items(page);
    await page.reload();
    await outcome(page);
    await untilItem(page, 'copy code');
    await copied(page);
    await click(page, 'copy code');
    await until(page, () => window.lastCopied.startsWith('#include'));
  });

  test('marks the line at which each thread stands, as it is stepped', async () => {
    const page = await open('#v=1&lock=manual&schedule=AABBBB&at=0');
    await load(page, '#v=1&lock=manual&schedule=A&at=0');
    const line = async (task) => (await locate(page, `code line ${task}`)).y;
    await untilItem(page, 'code line A');
    assert.equal(await line('A'), await line('B'), 'both stand before the lock');
    await click(page, 'step A');
    await until(page, () => document.getElementById('steps').textContent.includes('copy = balance'));
    await items(page);
    assert.ok(await line('A') > await line('B'), 'A has gone on, B waits');
    for (let i = 0; i < 3; ++i) await click(page, 'step A');
    await untilItem(page, 'code line A', false);
    await untilItem(page, 'code line B');
  });

  test('is scrolled by the keyboard', async () => {
    const page = await open('#v=1&lock=ticket&schedule=AABBBB&at=0');
    await load(page, '#v=1&lock=ticket&schedule=AA&at=2');
    await untilItem(page, 'code line A');
    await click(page, 'C++');
    const lineA = async () => (await locate(page, 'code line A')).y;
    await items(page);
    const before = await lineA();
    // The controls beside it come first: the two languages, the height and the copy button.
    // None is held: on a busy machine it could be held for long enough to be repeated.
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Enter']) {
      await page.keyboard.press(key);
      await items(page);
    }
    // It scrolls for as long as the key is held, in frames that may be few.
    for (let i = 0; i < 20 && await lineA() <= before; ++i) await page.keyboard.press('ArrowUp', { delay: 60 });
    assert.ok(await lineA() > before, 'further up in the listing');
  });

  test('fits a phone', async () => {
    const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true };
    const page = await open('#v=1&delay=0', { before: (fresh) => fresh.setViewport(PHONE) });
    await outcome(page);
    await tap(page, 'Code');
    await untilItem(page, 'copy code');
    const button = await locate(page, 'copy code');
    assert.ok(button.left + button.width <= 390);
  });
});

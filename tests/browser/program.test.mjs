// What is shown is of the program that is set: a run of another one is not shown.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  click, hash, inEachBrowser, inModuleBrowsers, load, outcome, pressWith, run, timeline, typeInto, until, untilHash, words,
} from './support.mjs';

const NONE = 'No run of this program has ended yet.';
const untilNone = (page) => until(page, (none) => document.getElementById('sentence').textContent === none, NONE);

inEachBrowser('A run', ({ open }) => {
  test('is shown until its program is edited, and again once that is set again', async () => {
    const page = await open('#v=1&delay=0');
    const before = await outcome(page);
    assert.ok((await timeline(page)).eventsInSight > 0);
    await typeInto(page, 'amount of A', '51');
    await page.keyboard.press('Enter');
    await untilNone(page);
    const now = await words(page);
    assert.deepEqual([now.ending, now.verdict], ['–', '–']);
    assert.deepEqual(now.console, ['']);
    assert.equal((await timeline(page)).eventsInSight, 0);
    assert.equal(await page.evaluate(() => document.getElementById('events').tBodies[0].rows.length), 0);

    await typeInto(page, 'amount of A', '50');
    await page.keyboard.press('Enter');
    assert.deepEqual(await outcome(page), before);
    assert.ok((await timeline(page)).eventsInSight > 0);
  });
});

inModuleBrowsers('An edit', ({ open }) => {
  test('is undone and redone, by keys and by buttons', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await click(page, 'remove of B');
    await untilHash(page, '#v=1&tx=deposit:50&delay=0');
    await pressWith(page, 'Control', 'KeyZ');
    await untilHash(page, '#v=1&delay=0');
    await click(page, 'redo edit');
    await untilHash(page, '#v=1&tx=deposit:50&delay=0');
    await click(page, 'undo edit');
    await untilHash(page, '#v=1&delay=0');
  });

  test('that a preset or the lesson replaced comes back', async () => {
    const page = await open('#v=1&delay=0&start=7');
    await outcome(page);
    await click(page, 'Lesson');
    await untilHash(page, '#v=1&lesson=1');
    await click(page, 'undo edit');
    await untilHash(page, '#v=1&start=7&delay=0');
    assert.equal(await page.evaluate(() => interleave.lesson().step), 0);
  });
});

inModuleBrowsers('Another program', ({ open }) => {
  test('has a run of its own at once, or none', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await load(page, '#v=1&delay=0&lock=scoped');
    await untilNone(page);
    await click(page, 'Run');
    await until(page, () => document.getElementById('verdict').textContent === 'as expected');
    await load(page, '#v=1&delay=250&lock=scoped');
    assert.equal((await words(page)).verdict, 'as expected', 'it is the same program, however long its threads sleep');
  });

  test('is not shown what a run of the one before it comes to', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await load(page, '#v=1&delay=300&lock=manual');
    const ran = page.evaluate(() => interleave.run());
    await load(page, '#v=1&delay=0&start=7');
    assert.equal((await ran).ending, 0, 'a program that asked for it gets it');
    await untilNone(page);
    assert.equal(await hash(page), '#v=1&start=7&delay=0');
    assert.equal((await run(page)).expected, -93);
    await until(page, () => document.getElementById('expected').textContent === '-93');
  });
});

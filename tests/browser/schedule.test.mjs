// The reader as the scheduler: stepping, undo, the tree, links with a schedule, and the way to real threads.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  click, clickAt, hash, inModuleBrowsers, items, load, locate, outcome, pressWith, run, settings, tap, until, untilHash, untilItem,
  words,
} from './support.mjs';

/** Waits until the page tells the sentence. */
const untilTold = (page, sentence) =>
  until(page, (wanted) => document.getElementById('sentence').textContent === wanted, sentence);

/** Where the schedule stands, in the page's words; null while a run is shown. */
const steps = (page) => page.evaluate(() => {
  const { hidden, textContent } = document.getElementById('steps');
  return hidden ? null : textContent;
});

const problems = (page) => page.evaluate(() => document.getElementById('problems').textContent);

const LOST_50 = 'The withdrawal read 100 before the deposit wrote 150: +50 was lost.';
const LOST_150 = 'The deposit read 100 before the withdrawal wrote -50: -150 was lost.';

inModuleBrowsers('The scheduler', ({ open }) => {
  test('takes steps by its buttons: words, link and settings follow', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    assert.equal(await steps(page), null);
    await click(page, 'step A');
    await untilTold(page, 'Step 1: The deposit read 100.');
    assert.equal((await words(page)).verdict, 'not at its end');
    assert.match(await steps(page), /^Step 1 of 1\. The balance is 100\. A, deposit, has copy 100, may balance = copy \+ 50\. /);
    for (const name of ['step B', 'step B', 'step A']) await click(page, name);
    await untilTold(page, LOST_150);
    const told = await words(page);
    assert.equal(told.ending, '150');
    assert.equal(told.verdict, 'wrong');
    assert.equal(told.console.at(-1), 'ending balance of 150');
    await untilHash(page, '#v=1&delay=0&schedule=ABBA');
    // Nobody can take a step any more.
    await click(page, 'step A');
    await items(page);
    assert.equal((await settings(page)).schedule, 'ABBA');
  });

  test('takes steps by Shift and a letter anywhere, and by letters once it has the keys', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await page.keyboard.press('a');
    await items(page);
    assert.equal((await settings(page)).schedule, '', 'a letter alone is not the schedule’s yet');
    await pressWith(page, 'Shift', 'A');
    await untilTold(page, 'Step 1: The deposit read 100.');
    for (const key of ['b', 'a', 'b']) await page.keyboard.press(key);
    await untilTold(page, LOST_50);
    await untilHash(page, '#v=1&delay=0&schedule=ABAB');
    // Letters of no task are what they are elsewhere.
    await page.keyboard.press('r');
    await until(page, () => document.getElementById('steps').hidden);
  });

  test('gives the keys back to the page at Escape, and where something else is pressed', async () => {
    const page = await open('#v=1&delay=0&tx=a:1,b:2,c:4&workers=3&schedule=CC');
    await untilTold(page, 'Step 2: The c wrote 104.');
    await page.keyboard.press('b');
    await untilTold(page, 'Step 3: The b read 104.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await items(page);
    assert.equal((await settings(page)).schedule, 'CCB');
    await click(page, 'schedule');
    await page.keyboard.press('b');
    await untilTold(page, 'Step 4: The b wrote 106.');
    // Beside it.
    const { left, top } = await locate(page, 'Gallery');
    await page.mouse.click(left - 100, top);
    await page.keyboard.press('a');
    await items(page);
    assert.equal((await settings(page)).schedule, 'CCBB');
  });

  test('moves the cursor and keeps the schedule', async () => {
    const page = await open('#v=1&delay=0&schedule=ABAB');
    await untilTold(page, LOST_50);
    await click(page, 'to start');
    await untilTold(page, 'No thread has taken a step yet.');
    await untilHash(page, '#v=1&delay=0&schedule=ABAB&at=0');
    await click(page, 'step on');
    await untilTold(page, 'Step 1: The deposit read 100.');
    await page.keyboard.press('ArrowRight');
    await untilTold(page, 'Step 2: The withdrawal read 100.');
    await page.keyboard.press('ArrowLeft');
    await untilTold(page, 'Step 1: The deposit read 100.');
    await click(page, 'next loss');
    await untilTold(page, LOST_50);
    await click(page, 'step back');
    await untilTold(page, 'Step 3: The deposit wrote 150.');
    await page.keyboard.press('Home');
    await untilTold(page, 'No thread has taken a step yet.');
    await page.keyboard.press('End');
    await untilTold(page, LOST_50);
    await click(page, 'to start');
    await click(page, 'to end');
    await untilTold(page, LOST_50);
    // Along the schedule a step changes nothing of it.
    await click(page, 'to start');
    await click(page, 'step A');
    await untilHash(page, '#v=1&delay=0&schedule=ABAB&at=1');
  });

  test('takes back what it did, also what took the place of a schedule', async () => {
    const page = await open('#v=1&delay=0&schedule=ABAB&at=1');
    await untilTold(page, 'Step 1: The deposit read 100.');
    await click(page, 'step A');
    await untilTold(page, 'Step 2: The deposit wrote 150.');
    await untilHash(page, '#v=1&delay=0&schedule=AA');
    await click(page, 'undo');
    await untilTold(page, 'Step 1: The deposit read 100.');
    await untilHash(page, '#v=1&delay=0&schedule=ABAB&at=1');
    await click(page, 'redo');
    await untilTold(page, 'Step 2: The deposit wrote 150.');
    await page.keyboard.press('Backspace');
    await untilHash(page, '#v=1&delay=0&schedule=ABAB&at=1');
    await pressWith(page, 'Control', 'y');
    await untilHash(page, '#v=1&delay=0&schedule=AA');
    await pressWith(page, 'Control', 'z');
    await untilHash(page, '#v=1&delay=0&schedule=ABAB&at=1');
  });

  test('goes on by chance to an end', async () => {
    const page = await open('#v=1&delay=0&schedule=A');
    await untilTold(page, 'Step 1: The deposit read 100.');
    await click(page, 'random');
    await until(page, () => document.getElementById('ending').textContent !== '–');
    const { schedule } = await settings(page);
    assert.match(schedule, /^A[AB]{3}$/);
    await click(page, 'undo');
    await untilTold(page, 'Step 1: The deposit read 100.');
  });

  test('finds a schedule for each ending', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await until(page, () => document.getElementById('outcomes-totals').textContent.includes('6 schedules'));
    for (const [ending, schedule] of [['150', 'ABBA'], ['-50', 'ABAB'], ['0', 'AABB']]) {
      await click(page, 'find');
      await click(page, `find ${ending}`);
      await untilHash(page, `#v=1&delay=0&schedule=${schedule}`);
      assert.equal((await words(page)).ending, ending);
    }
  });
});

inModuleBrowsers('A link with a schedule', ({ open }) => {
  test('opens at its step, and runs nothing', async () => {
    const link = '#v=1&schedule=ABAB&at=2';
    const page = await open(link);
    await untilTold(page, 'Step 2: The withdrawal read 100.');
    const told = await words(page);
    assert.equal(told.ending, '–');
    assert.equal(told.expected, '0');
    assert.equal(told.verdict, 'not at its end');
    assert.match(await steps(page), /^Step 2 of 4\./);
    assert.equal(await hash(page), link);
    assert.ok(await page.evaluate(() => document.getElementById('stop').disabled), 'nothing runs');
    // Its outcomes are explored, and none of them is a run's.
    await until(page, () => document.getElementById('outcomes-totals').textContent.includes('6 schedules'));
    assert.match(await page.evaluate(() => document.getElementById('outcomes-totals').textContent), /\b0 runs/);
    assert.ok(await page.evaluate(() => document.getElementById('stop').disabled));
  });

  test('is shown where it is followed, and a run takes its place until the schedule is asked for', async () => {
    const page = await open('#v=1&delay=0&lock=scoped');
    assert.equal((await outcome(page)).ending, '0');
    await page.evaluate(() => { location.hash = '#v=1&delay=0&schedule=BAAB'; });
    await untilTold(page, LOST_50);
    assert.match(await steps(page), /^Step 4 of 4\./);
    await click(page, 'Run');
    await until(page, () => document.getElementById('steps').hidden);
    assert.equal(await hash(page), '#v=1&delay=0&schedule=BAAB', 'the schedule stays');
    await click(page, 'show schedule');
    await untilTold(page, LOST_50);
    await click(page, 'show run');
    await until(page, () => document.getElementById('steps').hidden);
  });

  test('is loaded by a program, and left again', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const loaded = await load(page, '#v=1&delay=0&schedule=ABBA&at=3');
    assert.deepEqual([loaded.schedule, loaded.at], ['ABBA', 3]);
    await untilTold(page, 'Step 3: The withdrawal wrote -50.');
    await load(page, '#v=1&delay=0');
    await until(page, () => document.getElementById('steps').hidden);
    assert.equal((await settings(page)).schedule, '');
    const result = await run(page);
    assert.equal((await words(page)).sentence, result.explanation);
  });

  test('keeps what is possible when the program is edited, and says what is not', async () => {
    const page = await open('#v=1&delay=0&schedule=ABAB');
    await untilTold(page, LOST_50);
    await click(page, 'lock');
    await click(page, 'lock scoped');
    await untilTold(page, 'Step 1: The deposit acquired the lock.');
    await untilHash(page, '#v=1&delay=0&lock=scoped&schedule=A');
    assert.match(await problems(page), /^The schedule no longer fits the program: at step 2, B waits for the lock, held by A\. The last 3 of its 4 steps are put aside;/);
    await click(page, 'lock');
    await click(page, 'lock none');
    await untilTold(page, LOST_50);
    await untilHash(page, '#v=1&delay=0&schedule=ABAB');
    assert.equal(await problems(page), '');
  });
});

inModuleBrowsers('The schedule and real threads', ({ open }) => {
  test('the order of a run is followed as a schedule', async () => {
    const page = await open('#v=1&delay=0&tx=a:1x20,b:-2x20,c:4x20&workers=3');
    await outcome(page);
    const result = await run(page);
    assert.equal(result.schedule.length, 120);
    await click(page, 'from run');
    await until(page, () => !document.getElementById('steps').hidden);
    const told = await words(page);
    assert.equal(told.ending, String(result.ending));
    assert.equal(told.sentence, result.explanation);
    assert.equal((await settings(page)).schedule, result.schedule);
  });

  test('an order that is too long to be a schedule is not offered', async () => {
    const page = await open('#v=1&delay=0&workers=1&tx=a:1x3000');
    await outcome(page);
    await click(page, 'from run');
    await items(page);
    assert.equal((await settings(page)).schedule, '');
    assert.equal(await steps(page), null);
  });

  test('a schedule is forced onto the threads: the same ending, as a run', async () => {
    const page = await open('#v=1&schedule=ABBA');
    await untilTold(page, LOST_150);
    await click(page, 'force');
    await until(page, () => document.getElementById('steps').hidden && document.getElementById('ending').textContent === '150');
    assert.equal((await words(page)).sentence, LOST_150);
    await until(page, () => document.getElementById('stop').disabled);
    assert.equal(await hash(page), '#v=1&schedule=ABBA');
  });
});

inModuleBrowsers('The tree of schedules', ({ open }) => {
  test('goes to the node that is pressed', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await click(page, 'Tree');
    // The endings stand below the nodes: the third of six is ABBA's.
    await clickAt(page, 'tree', 2.5 / 6, 0.97);
    await untilTold(page, LOST_150);
    await untilHash(page, '#v=1&delay=0&schedule=ABBA');
    // On the way of the schedule, it stays: the root is at the top.
    await clickAt(page, 'tree', 0.5, 0.05);
    await untilTold(page, 'No thread has taken a step yet.');
    await untilHash(page, '#v=1&delay=0&schedule=ABBA&at=0');
  });

  test('is zoomed and moved', async () => {
    const page = await open('#v=1&delay=0&tx=a:1,b:2,c:4,d:8&workers=4');
    await outcome(page);
    await click(page, 'Tree');
    for (let i = 0; i < 12; ++i) await click(page, 'zoom in');
    // Around the start, which is in the middle: the schedules at the left end are out of sight.
    await clickAt(page, 'tree', 0.5, 0.97);
    const middle = await until(page, () => interleave.settings().schedule);
    assert.match(middle, /^[BC]/);
    const { x, y } = await locate(page, 'tree');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 100, y, { steps: 5 });
    await page.mouse.up();
    await items(page);
    assert.equal((await settings(page)).schedule, middle, 'dragging is no click');
    await clickAt(page, 'tree', 0.5, 0.97);
    await until(page, (before) => interleave.settings().schedule !== before, middle);
    assert.ok((await settings(page)).schedule < middle, 'what was on the left has come into view');
    await click(page, 'fit');
    await clickAt(page, 'tree', 0.03, 0.97);
    await until(page, () => interleave.settings().schedule.startsWith('AA'));
  });

  test('is the levels of states where there are too many schedules', async () => {
    const page = await open('#v=1&delay=0&tx=a:1,b:2,c:4,d:8,e:16&workers=5');
    await outcome(page);
    await click(page, 'Tree');
    await untilItem(page, 'levels');
    assert.ok(!('tree' in await items(page)));
    await click(page, 'remove of E');
    await untilItem(page, 'tree');
  });
});

inModuleBrowsers('On a phone', ({ name, open }) => {
  const PHONE = { viewport: { width: 390, height: 844, deviceScaleFactor: 2 } };
  test('the schedule is in tabs, and steps are taken by a finger', { skip: name !== 'chromium' }, async () => {
    const page = await open('#v=1&delay=0', {
      before: (fresh) => fresh.setViewport({ ...PHONE.viewport, hasTouch: true, isMobile: true }),
    });
    await outcome(page);
    await tap(page, 'Scheduler');
    await tap(page, 'step B');
    await untilTold(page, 'Step 1: The withdrawal read 100.');
    await tap(page, 'step A');
    await untilHash(page, '#v=1&delay=0&schedule=BA');
    await tap(page, 'Tree');
    await untilItem(page, 'tree');
    await tap(page, 'Threads');
    await untilItem(page, 'tree', false);
  });
});

// Room: nothing moves under the pointer, the user may give the code more of it, and in a large window everything is larger.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  click, hash, inModuleBrowsers, items, load, locate, outcome, pressWith, tap, timeline, typeInto, until, untilHash, untilItem,
} from './support.mjs';

const rounded = (box) => box.map(Math.round);
const widthOf = async (page, name) => Math.round((await items(page))[name][2]);
const runs = (page, wanted) => until(page, (words) => document.getElementById('outcomes-totals').textContent.endsWith(words), wanted);

/** What was copied since, as the page would give it to the system. */
async function keepsCopies(page) {
  await page.evaluate(() => {
    window.lastCopied = '';
    navigator.clipboard.writeText = async (text) => { window.lastCopied = text; };
  });
  return () => until(page, () => window.lastCopied);
}

inModuleBrowsers('A notice', ({ open }) => {
  test('moves nothing, and the press that has brought it up counts', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await runs(page, '; 1 run');
    const { x, y } = await locate(page, 'Run');
    const before = await items(page);
    await typeInto(page, 'amount of A', '-');
    await page.mouse.move(x, y);
    await page.mouse.down();
    // The field is left, and its text refused.
    await untilItem(page, 'dismiss');
    await page.mouse.up();
    await runs(page, '; 2 runs');
    assert.match(await page.evaluate(() => document.getElementById('problems').textContent), /amount of A: "-" is not allowed/);
    const after = await items(page);
    for (const [name, box] of Object.entries(before)) assert.deepEqual(rounded(after[name]), rounded(box), name);
    await click(page, 'dismiss');
    await untilItem(page, 'dismiss', false);
  });
});

inModuleBrowsers('What is typed', ({ open }) => {
  test('counts once the user pauses, and not digit by digit', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await page.evaluate(() => {
      window.links = new Set();
      (function look() {
        window.links.add(interleave.settings().link);
        setTimeout(look, 5);
      })();
    });
    await typeInto(page, 'amount of A', '1234');
    await untilHash(page, '#v=1&tx=deposit:1234,withdrawal:-150&delay=0');
    assert.deepEqual(await page.evaluate(() => [...window.links]), ['#v=1&delay=0', '#v=1&tx=deposit:1234,withdrawal:-150&delay=0']);
  });

  test('counts when its field is left for the next one, and back', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await typeInto(page, 'amount of B', '-7');
    await typeInto(page, 'amount of A', '8');
    await typeInto(page, 'starting balance', '9');
    await page.keyboard.press('Enter');
    await untilHash(page, '#v=1&start=9&tx=deposit:8,withdrawal:-7&delay=0');
  });
});

inModuleBrowsers('The code', ({ open }) => {
  test('is as wide as the splitter makes it, also after a reload', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const before = await widthOf(page, 'Run');
    const { x, y } = await locate(page, 'splitter');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 3 });
    await page.mouse.move(x + 120, y, { steps: 3 });
    await page.mouse.up();
    // Three buttons share the row.
    const wide = await widthOf(page, 'Run');
    assert.ok(Math.abs(wide - before - 40) <= 4, `${before} and ${wide}`);
    assert.ok(Math.abs((await locate(page, 'splitter')).x - x - 120) <= 4);
    await page.reload();
    await outcome(page);
    assert.equal(await widthOf(page, 'Run'), wide);
    await page.mouse.click((await locate(page, 'splitter')).x, y, { count: 2 });
    await until(page, () => localStorage.getItem('interleave.left column') === '0');
    assert.equal(await widthOf(page, 'Run'), before);
  });

  test('takes the height of the program’s settings, and gives it back', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await click(page, 'code height');
    await untilItem(page, 'amount of A', false);
    const { top } = await locate(page, 'Run');
    assert.ok(top < 100, `${top}`);
    await click(page, 'code height');
    await untilItem(page, 'amount of A');
  });

  test('and the console are selected and copied, in part and as a whole', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const copied = await keepsCopies(page);
    // Over the Python, a press opens the editor, from which editor.test.mjs copies.
    await click(page, 'copy code');
    assert.equal(await copied(), await page.evaluate(() => interleave.code('python')));
    const whole = await page.evaluate(() => interleave.code('cpp'));
    const lines = whole.split('\n');
    await click(page, 'C++');
    await keepsCopies(page);
    // The middle of the pane, below its tabs.
    const tabs = await locate(page, 'C++');
    await page.mouse.click(tabs.x, tabs.y + 80, { count: 2 });
    await pressWith(page, 'Control', 'c');
    assert.ok(lines.includes(await copied()), 'a line');
    await keepsCopies(page);
    await pressWith(page, 'Control', 'a', 'c');
    assert.equal(await copied(), whole.trimEnd());

    await click(page, 'Console');
    const printed = await page.evaluate(() => document.getElementById('console').textContent);
    await keepsCopies(page);
    await click(page, 'copy console');
    assert.equal((await copied()).trimEnd(), printed.trimEnd());
    await keepsCopies(page);
    await page.mouse.click(tabs.x, tabs.y + 60);
    await pressWith(page, 'Control', 'a', 'c');
    assert.equal(await copied(), printed.trimEnd());
  });
});

inModuleBrowsers('The keyboard', ({ open }) => {
  test('goes on in the lesson that it has opened', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(page, () => interleave.lesson().step === 1);
    await items(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(page, () => interleave.lesson().step === 2);
  });

  test('goes on where the control that was pressed has been replaced for a while', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const before = await widthOf(page, 'Run');
    // The last control is the splitter; before it is the button of many runs, and Stop in its place while they go on.
    await pressWith(page, 'Shift', 'Tab', 'Tab');
    await page.keyboard.press('Enter');
    await runs(page, '; 1,001 runs');
    await untilItem(page, 'run many');
    await page.keyboard.press('Tab');
    await items(page);
    await page.keyboard.press('Tab');
    await items(page);
    await page.keyboard.press('Enter');
    await until(page, () => localStorage.getItem('interleave.left column') > 0);
    assert.ok(await widthOf(page, 'Run') > before);
  });
});

inModuleBrowsers('The end of the lesson', ({ open }) => {
  test('leads to presets, on a phone, too', async () => {
    const page = await open('#v=1&delay=0&lesson=10', {
      before: (fresh) => fresh.setViewport({ width: 390, height: 844, deviceScaleFactor: 1, hasTouch: true }),
    });
    await outcome(page);
    for (const lock of ['none', 'scoped']) {
      await page.evaluate((each) => interleave.load(`#v=1&delay=0&lock=${each}&lesson=10`), lock);
      await page.evaluate(() => interleave.runMany({ runs: 10_000, delay: 0 }));
    }
    await until(page, () => document.getElementById('lesson-text').textContent.startsWith('That was the lesson.'));
    await tap(page, 'go on with Overdraft');
    await until(page, () => location.hash.includes('overdraft=refuse'));
    assert.equal(await page.evaluate(() => interleave.lesson().step), 0);
    await outcome(page);
  });
});

inModuleBrowsers('The page in words', ({ open }) => {
  test('is opened by a button', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await click(page, 'In words');
    await until(page, () => document.activeElement.id === 'text');
    assert.equal(await hash(page), '#v=1&delay=0');
  });
});

inModuleBrowsers('A large window', ({ open }) => {
  test('has everything larger, to twice its size', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const heights = [];
    for (const [width, height] of [[1280, 800], [1920, 1080], [2560, 1440], [3840, 2160], [3840, 900]]) {
      await page.setViewport({ width, height, deviceScaleFactor: 1 });
      await until(page, (w, h) => innerWidth === w && innerHeight === h, width, height);
      await timeline(page);
      heights.push(Math.round((await locate(page, 'Run')).height));
    }
    const [usual, still, larger, twice, low] = heights;
    assert.deepEqual([still, low], [usual, usual]);
    assert.ok(larger > usual * 1.2 && larger < usual * 1.4, `${heights}`);
    assert.ok(Math.abs(twice - 2 * usual) <= 2, `${heights}`);
    // What is pressed is what is seen there.
    await load(page, '#v=1');
    await page.setViewport({ width: 2560, height: 1440, deviceScaleFactor: 1 });
    await until(page, () => innerWidth === 2560);
    await timeline(page);
    await click(page, 'transfer');
    await until(page, () => location.hash.includes('mode=transfer'));
  });
});

inModuleBrowsers('A phone', ({ open }) => {
  test('undoes and redoes below the program', async () => {
    const page = await open('#v=1&delay=0', {
      // High enough for the whole panel, which scrolls in a lower one.
      before: (fresh) => fresh.setViewport({ width: 390, height: 1100, deviceScaleFactor: 1, hasTouch: true }),
    });
    await outcome(page);
    await tap(page, 'Program');
    await tap(page, 'overdraft');
    await untilHash(page, '#v=1&delay=0&overdraft=refuse');
    await tap(page, 'undo edit');
    await untilHash(page, '#v=1&delay=0');
    await tap(page, 'redo edit');
    await untilHash(page, '#v=1&delay=0&overdraft=refuse');
  });
});

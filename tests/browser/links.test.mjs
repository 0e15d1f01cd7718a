// The link: what is wrong with a bad one, and how address and settings follow each other.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  click, hash, inEachBrowser, inModuleBrowsers, items, load, outcome, run, settings, typeInto, typeLabel, until,
  untilHash, untilItem, words,
} from './support.mjs';

const RANGE = /^a whole number from -1000000000 to 1000000000$/;
const LIST = /^1 to 26 of label:amount or label:amountxTIMES, .*label 1 to 24 characters.*TIMES a whole number from 1 to 1000000$/;
const many = (count, text) => Array(count).fill(text).join(',');

// Key, what is given, and what is allowed; each beside a key that is right and must count.
const BAD_VALUES = [
  ...['1000000001', '-1000000001', '1.5', '1e3', 'abc', '', '99999999999999999999', '0x10'].map((value) => ['start', value, RANGE]),
  ...['', 'a', ':5', 'a:', 'a:1000000001', 'a:-1000000001', 'a:1x0', 'a:1x1000001', 'a:1x', 'a:1,', ',a:1', 'a:1.5',
    '%zz:1', 'a%0Ab:1', '%FF:1', `${'l'.repeat(25)}:1`, many(27, 'a:1')].map((value) => ['tx', value, LIST]),
  ['tx', many(10, 'a:1000000000x1000000'), /2\^53/],
  ...['0', '17', '-1', 'two', ''].map((value) => ['workers', value, /^a whole number from 1 to 16$/]),
  ...['-1', '10001', '0.5', ''].map((value) => ['delay', value, /^a whole number from 0 to 10000 \(milliseconds\)$/]),
  ...['mutex', '', 'None'].map((value) => ['lock', value, /^one of none, manual, scoped, recursive, .*, wrong-lock$/]),
  ...['-1', '10001', ''].map((value) => ['timeout', value, /^a whole number from 0 to 10000 \(milliseconds\)$/]),
  ...['0', '17', ''].map((value) => ['permits', value, /^a whole number from 1 to 16$/]),
  ...['both', ''].map((value) => ['mode', value, /^one of account, transfer$/]),
  ...['name', ''].map((value) => ['order', value, /^one of given, address$/]),
  ...['0', '11', ''].map((value) => ['lesson', value, /^a whole number from 1 to 10$/]),
  ...['2', 'yes', ''].map((value) => ['embed', value, /^a whole number from 0 to 1$/]),
  ...['maybe', ''].map((value) => ['overdraft', value, /^one of allow, refuse$/]),
  ...['C', 'a', ''].map((value) => ['fail', value, /^letters of the transactions, A to B$/]),
  ['schedule', 'ABA?', /step 4/],
  ['schedule', 'AAA', /step 3, A, is not possible/],
  ['schedule', 'A'.repeat(4097), /^at most 4096 letters$/],
  ['at', '1', /^a whole number from 0 to 0/],
  ['start', '%zz', /^percent-encoded text$/],
];

const shortened = (text) => (text.length > 60 ? `${text.slice(0, 60)}...` : text);

inModuleBrowsers('A bad link', ({ open, sharedPage }) => {
  test('names each value that is not allowed, what it is and what is allowed; the rest counts', async () => {
    const page = await sharedPage();
    const defaults = await load(page, '');
    for (const [key, value, allowed] of BAD_VALUES) {
      const beside = key === 'delay' ? 'workers=3' : 'delay=7';
      const told = await load(page, `#v=1&${key}=${value}&${beside}`);
      const about = `${key}=${value.slice(0, 60)}`;
      assert.equal(told.problems.length, 1, about);
      const [problem] = told.problems;
      assert.equal(problem.key, key, about);
      assert.equal(problem.given, shortened(value), about);
      assert.match(problem.allowed, allowed, about);
      assert.ok(problem.message.includes(problem.allowed) && problem.message.includes(key), about);
      assert.deepEqual(told[key], defaults[key], about);
      assert.equal(key === 'delay' ? told.workers : told.delay, key === 'delay' ? 3 : 7, about);
    }
  });

  test('with unknown and repeated keys says so, and uses the rest', async () => {
    const page = await sharedPage();
    const told = await load(page, '#v=1&speed=9&workers=1&workers=2&lock=scoped&delay=0');
    assert.deepEqual(told.problems.map(({ key, given }) => [key, given]), [['speed', '9'], ['workers', '2 values']]);
    assert.match(told.problems[0].allowed, /^v, start, tx, workers, delay, lock, timeout, permits, overdraft, fail, mode, order, schedule, at, lesson, embed, and code, output of programs$/);
    assert.equal(told.problems[1].allowed, 'one value');
    assert.equal(told.workers, 2);
    assert.equal(told.lock, 'scoped');
    assert.equal((await run(page)).ending, 0);
  });

  test('of an unknown version, or too long, is not used at all', async () => {
    const page = await sharedPage();
    for (const link of ['#v=2&lock=scoped', '#lock=scoped&v=', '#v=1&v=2&lock=scoped', `#lock=scoped&v=1&tx=${'a'.repeat(32_768)}`]) {
      const told = await load(page, link);
      assert.equal(told.problems.length, 1, link.slice(0, 40));
      assert.equal(told.problems[0].key, '');
      assert.match(told.problems[0].allowed, /^(v=1|at most 32768)$/);
      assert.match(told.problems[0].message, /The defaults are used\.$/);
      assert.equal(told.lock, 'none');
    }
  });

  test('is reported in the canvas, stays in the address to be mended, and runs all the same', async () => {
    const page = await open('#v=1&workers=99&delay=0&lock=scoped');
    await outcome(page);
    const told = await settings(page);
    assert.deepEqual(told.problems.map((problem) => problem.key), ['workers']);
    assert.equal((await words(page)).ending, '0');
    assert.equal(await hash(page), '#v=1&workers=99&delay=0&lock=scoped');
    await untilItem(page, 'dismiss');
    await click(page, 'Run');
    await until(page, () => document.getElementById('stop').disabled);
    assert.ok('dismiss' in await items(page), 'a run does not put the notice away');
    await click(page, 'dismiss');
    await untilItem(page, 'dismiss', false);
    assert.deepEqual((await settings(page)).problems, []);
  });

  test('is mended by the first edit', async () => {
    const page = await open('#v=1&workers=99&delay=0&nonsense=1');
    await untilItem(page, 'dismiss');
    await typeInto(page, 'starting balance', '5');
    await untilHash(page, '#v=1&start=5&delay=0');
    await untilItem(page, 'dismiss', false);
  });
});

inEachBrowser('The address', ({ name, open, address, moduleTest }) => {
  test('of a step of the lesson is an entry of the history, with the edits before it', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await typeInto(page, 'amount of A', '75');
    await click(page, 'Lesson');
    await untilHash(page, '#v=1&lesson=1');
    await page.goBack();
    await untilHash(page, '#v=1&tx=deposit:75,withdrawal:-150&delay=0');
    await until(page, () => interleave.settings().lesson === 0 && interleave.settings().tx[0].amount === 75);
    await page.goForward();
    await until(page, () => interleave.settings().lesson === 1);
  });

  moduleTest('follows edits in its shortest form, without a step in the history', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const before = await page.evaluate(() => history.length);
    await typeInto(page, 'amount of A', '75');
    await untilHash(page, '#v=1&tx=deposit:75,withdrawal:-150&delay=0');
    await click(page, 'lock');
    await click(page, 'lock manual');
    await untilHash(page, '#v=1&tx=deposit:75,withdrawal:-150&delay=0&lock=manual');
    await click(page, 'throws of B');
    await untilHash(page, '#v=1&tx=deposit:75,withdrawal:-150&delay=0&lock=manual&fail=B');
    await click(page, 'overdraft');
    await untilHash(page, '#v=1&tx=deposit:75,withdrawal:-150&delay=0&lock=manual&overdraft=refuse&fail=B');
    await click(page, 'remove of B');
    await untilHash(page, '#v=1&tx=deposit:75&delay=0&lock=manual&overdraft=refuse');
    await click(page, 'Add a transaction');
    await untilHash(page, '#v=1&tx=deposit:75,withdrawal:-150&delay=0&lock=manual&overdraft=refuse');
    await typeLabel(page, 'label of B', 'caf& 1');
    await untilHash(page, '#v=1&tx=deposit:75,caf%26%201:-150&delay=0&lock=manual&overdraft=refuse');
    await typeInto(page, 'repetitions of A', '3');
    await untilHash(page, '#v=1&tx=deposit:75x3,caf%26%201:-150&delay=0&lock=manual&overdraft=refuse');
    assert.equal(await page.evaluate(() => history.length), before);
  });

  test('follows the steppers, and goes back to the shortest form', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const step = async (by) => {
      // The steppers stand on both sides of the field, "−" before it and "+" behind it.
      const [x, y, width, height] = (await items(page)).workers;
      await page.mouse.click(by > 0 ? x + width + height / 2 : x - height / 2, y + height / 2);
    };
    await step(+1);
    await untilHash(page, '#v=1&workers=3&delay=0');
    await step(-1);
    await untilHash(page, '#v=1&delay=0');
    await step(-1);
    await untilHash(page, '#v=1&workers=1&delay=0');
    await step(-1); // greyed out
    await items(page);
    assert.equal((await settings(page)).workers, 1);
  });

  test('that the user changes is loaded and run', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await page.evaluate(() => { location.hash = '#v=1&start=1&tx=a:2&delay=0'; });
    await until(page, () => document.getElementById('ending').textContent === '3');
    assert.equal((await settings(page)).start, 1);
    await page.goBack();
    await until(page, () => interleave.settings().start === 100);
    await until(page, () => document.getElementById('console').textContent.includes('withdrawal'));
  });

  test('brings its settings back after a reload', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await load(page, '#v=1&start=7&tx=%E9%8A%80%E8%A1%8C:1x2,b:-3&workers=5&delay=12&lock=manual&overdraft=refuse');
    const before = await settings(page);
    await page.reload();
    await page.evaluate(() => interleave.ready);
    assert.deepEqual(await settings(page), before);
  });

  test('is copied by the button, whole and up to date', async () => {
    const page = await open('#v=1&delay=0', { before: allowClipboard });
    await outcome(page);
    await typeInto(page, 'starting balance', '42');
    await click(page, 'copy');
    const copied = await until(page, async () => {
      const words = await navigator.clipboard.readText();
      return words.includes('start=42') && words;
    });
    assert.equal(copied, `${address()}#v=1&start=42&delay=0`);
    assert.equal(await hash(page), '#v=1&start=42&delay=0');
  });

  test('is left to be copied by hand where the clipboard is forbidden', async () => {
    const page = await open('#v=1&delay=0', {
      // As the browsers do it without a permission, a focus, or a click.
      before: (fresh) => fresh.evaluateOnNewDocument(() => {
        if (!navigator.clipboard) return; // on the empty page before
        navigator.clipboard.writeText = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
      }),
    });
    await outcome(page);
    await click(page, 'copy');
    await untilItem(page, 'dismiss');
    await until(page, () => document.querySelector('main').textContent.includes('clipboard'));
  });

  async function allowClipboard(page) {
    // Chromium asks for a permission; Firefox is launched with a preference that allows it.
    if (name === 'chromium') {
      await page.browserContext().overridePermissions(address().slice(0, -1),
        ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
    }
  }
});

inModuleBrowsers('What is typed and not allowed', ({ open }) => {
  test('leaves the setting as it was, says so, and is forgotten with the next good value', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    for (const [field, bad, good, wanted] of [
      ['workers', '0', '4', 'workers=4'],
      ['delay', '-5', '10', 'delay=10'],
      ['repetitions of A', '0', '2', 'deposit:50x2'],
    ]) {
      const before = await settings(page);
      await typeInto(page, field, bad);
      await page.keyboard.press('Enter');
      await untilItem(page, 'dismiss');
      assert.deepEqual(await settings(page), before, field);
      await typeInto(page, field, good);
      await untilItem(page, 'dismiss', false);
      await until(page, (wanted) => interleave.settings().link.includes(wanted), wanted);
    }
  });

  test('is never more than the limit, however far one types', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await typeInto(page, 'amount of A', '99999999999999999999999999');
    await page.keyboard.press('Enter');
    await untilItem(page, 'dismiss');
    assert.equal((await settings(page)).tx[0].amount, 50);
    await click(page, 'dismiss');
    await untilItem(page, 'dismiss', false);
  });

  test('in a label is as long as a label may be', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await typeLabel(page, 'label of A', 'abcdefghijklmnopqrstuvwxyz');
    await untilItem(page, 'dismiss');
    assert.equal((await settings(page)).tx[0].label, 'deposit');
  });
});

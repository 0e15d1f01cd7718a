// The canvas, operated as a user does: the gallery, running, looping, stopping, keys, focus, clipboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PATIENCE } from './launch.mjs';
import {
  click, hash, inEachBrowser, items, load, locate, outcome, pixels, pressWith, runLink, servePage, settings, timeline,
  typeInto, until, untilHash, untilItem, words,
} from './support.mjs';

// Name, address, and what its description promises of the words that tell its run.
const PRESETS = [
  ['The race', '#v=1', (told) => {
    assert.match(told.ending, /^(-50|150)$/);
    assert.equal(told.verdict, 'wrong');
  }],
  ['The lock', '#v=1&lock=scoped', (told) => {
    assert.equal(told.ending, '0');
    assert.equal(told.verdict, 'as expected');
  }],
  ['By hand, with an exception', '#v=1&lock=manual&fail=A', (told) => {
    // The withdrawal may have gone first, and then nobody is left to wait for the lock.
    assert.match(told.verdict, /^(deadlock|as expected|wrong)$/);
    assert.equal(told.ending, told.verdict === 'deadlock' ? '–' : '-50');
    assert.match(told.sentence, /raised an exception while it held the lock/);
  }],
  ['One worker', '#v=1&workers=1', (told) => {
    assert.equal(told.ending, '0');
    assert.match(told.sentence, /no race is possible/);
  }],
  ['Overdraft', /^#v=1&tx=.*&overdraft=refuse$/, (told) => {
    assert.match(told.sentence, /^The \w+ read 100 before the \w+ wrote \d+: -\d+ was lost\./);
    assert.match(told.verdict, /^(wrong|right by chance)$/);
  }],
  ['Transfers that deadlock', /&lock=manual&mode=transfer$/, (told) => {
    assert.match(told.verdict, /^(deadlock|as expected)$/);
  }],
  ['Transfers with both locks', /&lock=scoped&mode=transfer$/, (told) => {
    assert.equal(told.ending, '200');
    assert.equal(told.verdict, 'as expected');
  }],
  ['Semaphore of two', '#v=1&lock=semaphore&permits=2', (told) => {
    assert.match(told.ending, /^(-50|150)$/);
    assert.equal(told.verdict, 'wrong');
  }],
  ['Check, then lock', '#v=1&lock=check-then-lock', (told) => {
    assert.match(told.ending, /^(-50|0|150)$/);
  }],
  ['Readers and writers', /&workers=4&delay=300&lock=shared$/, (told) => {
    assert.equal(told.ending, '0');
    assert.ok(told.console.some((line) => /^statement thread sees balance of/.test(line)));
  }],
  ['Eight workers', /^#v=1&start=0&tx=first:1,second:2,.*,eighth:128&workers=8$/, (told) => {
    assert.equal(Math.log2(Number(told.ending)) % 1, 0, `one update is left of ${told.ending}`);
    assert.equal(told.expected, '255');
    assert.match(told.sentence, /6 more updates were lost\./);
  }],
];

const forget = (page) => page.evaluate(() => { document.getElementById('verdict').textContent = '–'; });
const running = (page, wanted) => until(page, (want) => document.getElementById('stop').disabled !== want, wanted);

async function presets(page) {
  await click(page, 'Gallery');
  await untilItem(page, `program ${PRESETS[0][0]}`);
  return Object.keys(await items(page)).filter((name) => name.startsWith('program '));
}

/** Chooses one of the account's programs from the menu, and waits for its address. */
async function choosePreset(page, name, link) {
  await presets(page);
  await click(page, `program ${name}`);
  if (typeof link === 'string') await untilHash(page, link);
  else await until(page, (pattern) => new RegExp(pattern).test(location.hash), link.source);
}

// Long enough that threads which start together read before any of them writes.
const withShorterDelay = (link) => `${link.replace(/&delay=\d+/, '')}&delay=250`;

inEachBrowser('The canvas', ({ open, moduleTest }) => {
  moduleTest('has the account\'s programs in its gallery, and the one that is chosen runs', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const names = await presets(page);
    assert.deepEqual(names.sort(), PRESETS.map(([name]) => `program ${name}`).sort());
    await page.keyboard.press('Escape');
    await untilItem(page, names[0], false);
    const [name, link, check] = PRESETS[0];
    await forget(page);
    await choosePreset(page, name, link);
    check(await outcome(page));
  });

  moduleTest('has programs of the account that do what they say', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    for (const [name, link, check] of PRESETS.slice(1)) {
      await choosePreset(page, name, link);
      // Its own run waits for a second or more: the same program is run with less.
      await page.evaluate(() => interleave.stop());
      await runLink(page, withShorterDelay(await hash(page)));
      check(await words(page));
    }
  });

  test('runs by its button, and by R', async () => {
    const page = await open('#v=1&delay=0&lock=scoped');
    await outcome(page);
    for (const start of [() => click(page, 'Run'), () => page.keyboard.press('r')]) {
      await forget(page);
      await start();
      assert.equal((await outcome(page)).ending, '0');
    }
  });

  moduleTest('loops, and an edit counts from the next run on', async () => {
    const page = await open('#v=1&delay=10&workers=1');
    await outcome(page);
    await click(page, 'Loop');
    await running(page, true);
    await typeInto(page, 'amount of A', '75');
    await until(page, () => document.getElementById('ending').textContent === '25');
    await typeInto(page, 'starting balance', '1000');
    await until(page, () => document.getElementById('ending').textContent === '925');
    await running(page, true);
    await click(page, 'Stop');
    await running(page, false);
    assert.equal((await settings(page)).tx[0].amount, 75);
  });

  moduleTest('ends a loop by L after the run that is going on, and begins one by it', async () => {
    const page = await open('#v=1&delay=10&lock=scoped');
    await outcome(page);
    await page.keyboard.press('l');
    await running(page, true);
    await page.keyboard.press('l');
    await running(page, false);
    assert.equal((await words(page)).ending, '0');
  });

  moduleTest('stops while threads sleep for ten seconds, by its button and by S, and runs again', async () => {
    const page = await open('#v=1&delay=0&lock=scoped');
    await outcome(page);
    for (const stop of [() => click(page, 'Stop'), () => page.keyboard.press('s')]) {
      await page.evaluate(() => { interleave.load('#v=1&delay=10000&lock=scoped'); });
      await forget(page);
      await click(page, 'Run');
      await running(page, true);
      await stop();
      assert.equal((await outcome(page)).verdict, 'stopped');
      await page.evaluate(() => { interleave.load('#v=1&delay=0&lock=scoped'); });
      await forget(page);
      await click(page, 'Run');
      assert.equal((await outcome(page)).ending, '0');
    }
  });

  moduleTest('adds transactions up to 26 and removes them down to one', async () => {
    const page = await open(`#v=1&delay=0&tx=${Array(25).fill('a:1').join(',')}`);
    await outcome(page);
    // The list scrolls: the button is below what is shown.
    const [x, y, width] = (await items(page))['label of A'];
    await page.mouse.move(x + width / 2, y + 5);
    // What the browser makes of a turn of the wheel differs: until it is in sight.
    const height = await page.evaluate(() => innerHeight);
    while ((await locate(page, 'Add a transaction')).y > height) await page.mouse.wheel({ deltaY: 400 });
    await click(page, 'Add a transaction');
    await until(page, () => interleave.settings().tx.length === 26);
    await click(page, 'Add a transaction');
    await items(page);
    assert.equal((await settings(page)).tx.length, 26);

    await page.evaluate(() => { interleave.load('#v=1&delay=0&tx=a:1,b:2'); });
    await untilItem(page, 'label of C', false);
    await click(page, 'remove of A');
    await untilHash(page, '#v=1&tx=b:2&delay=0');
    await click(page, 'remove of A');
    await items(page);
    assert.equal((await settings(page)).tx.length, 1);
  });

  moduleTest('tells its keys and its signs by "?", and Escape goes back', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const type = async () => {
      await pressWith(page, 'Shift', '?');
    };
    for (const ask of [() => click(page, '?'), type]) {
      await ask();
      await untilItem(page, 'Close');
      await page.keyboard.press('Escape');
      await untilItem(page, 'Close', false);
    }
  });

  moduleTest('shows labels in every script', async () => {
    const page = await open('#v=1&delay=0&tx=%E9%8A%80%E8%A1%8C:1,%D0%B1%D0%B0%D0%BD%D0%BA:2,%F0%9F%98%80:3');
    const told = await outcome(page);
    assert.ok(told.console.includes('\u9280\u884c thread updating...'));
    assert.ok('label of C' in await items(page));
  });

  test('loads further letters once a label has one, and draws them in place of the browser’s', async (t) => {
    let asked = 0;
    let give;
    const given = new Promise((resolve) => { give = resolve; });
    const server = await servePage({
      intercept(request, response) {
        if (!request.url.startsWith('/letters.ttf')) return false;
        asked += 1;
        given.then(() => server.answer(request, response));
        return true;
      },
    });
    t.after(server.close);
    const page = await open('#v=1&delay=0&lock=scoped&tx=%C3%9Cberweisung:1,C%C5%93ur%E2%82%AC:2', { at: server.address });
    await outcome(page);
    await untilItem(page, 'label of B');
    assert.equal(asked, 0);

    const look = async (label) => Buffer.from(await pixels(page, await locate(page, `label of ${label}`)));
    await load(page, '#v=1&delay=0&lock=scoped&tx=%D0%96:1,%D0%A9:2');
    await until(page, () => interleave.settings().tx.length === 2);
    await timeline(page);
    const before = await look('A');
    assert.ok(!before.equals(await look('B')), 'two letters look alike');
    give();
    for (const end = Date.now() + PATIENCE; before.equals(await look('A'));) assert.ok(Date.now() < end, 'they are still the browser’s');
    assert.equal(asked, 1);
  });
}, { seen: true });

inEachBrowser('The keyboard', ({ name, open, address }) => {
  const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || 'body');

  test('belongs to the canvas at the start, and Tab stays inside', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    assert.equal(await focused(page), 'canvas');
    for (let i = 0; i < 5; ++i) await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'canvas');
  });

  test('leaves the canvas by Escape and Tab, to the words; Escape, Shift and Tab go to the link to them', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'run');
    assert.ok(await page.evaluate(() => document.getElementById('run').checkVisibility()));
    await forget(page);
    await page.keyboard.press('Enter');
    await outcome(page);
    await page.focus('#canvas');
    await page.keyboard.press('Escape');
    await pressWith(page, 'Shift', 'Tab');
    assert.equal(await focused(page), 'skip');
    await page.keyboard.press('Enter');
    await until(page, () => document.activeElement.id === 'text');
    // The hash holds the settings: the link must not have taken their place.
    assert.equal(await page.evaluate(() => location.hash), '#v=1&delay=0');
    assert.deepEqual((await settings(page)).problems, []);
  });

  test('operates every control: to a field, into it, and out again', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    const before = (await settings(page)).link;
    let changed = false;
    for (let i = 0; i < 20 && !changed; ++i) {
      await page.keyboard.press('Tab');
      await items(page);
      await page.keyboard.press(' ');
      await items(page);
      changed = (await settings(page)).link !== before;
    }
    assert.ok(changed, 'a setting can be changed without a mouse');
  });

  test('of the browser stays the browser’s', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    // Real keys would reload the page or leave it.
    const prevented = await page.evaluate(() => {
      const canvas = document.getElementById('canvas');
      const send = (key, keyCode, modifiers = {}) => !canvas.dispatchEvent(new KeyboardEvent('keydown', {
        key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key, keyCode, which: keyCode, bubbles: true, cancelable: true, ...modifiers,
      }));
      return {
        F5: send('F5', 116), F12: send('F12', 123),
        'Ctrl+L': send('l', 76, { ctrlKey: true }), 'Ctrl+R': send('r', 82, { ctrlKey: true }),
        'Ctrl+T': send('t', 84, { ctrlKey: true }), 'Ctrl+F': send('f', 70, { ctrlKey: true }),
        'Cmd+L': send('l', 76, { metaKey: true }), 'Alt+Left': send('ArrowLeft', 37, { altKey: true }),
        Tab: send('Tab', 9),
      };
    });
    const { Tab, ...theirs } = prevented;
    assert.equal(Tab, true, 'Tab is the canvas’s');
    for (const [key, taken] of Object.entries(theirs)) assert.equal(taken, false, key);
  });

  test('pastes into a field', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await typeInto(page, 'amount of A', '1');
    await untilHash(page, '#v=1&tx=deposit:1,withdrawal:-150&delay=0');
    if (name === 'chromium') {
      await page.browserContext().overridePermissions(address().slice(0, -1), ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
    }
    await page.evaluate(() => navigator.clipboard.writeText('23'));
    await page.keyboard.down('Control');
    // Chromium needs to be told what its own key does; Firefox knows.
    await page.keyboard.press('v', { commands: ['Paste'] });
    await page.keyboard.up('Control');
    await untilHash(page, '#v=1&tx=deposit:123,withdrawal:-150&delay=0');
  });
});

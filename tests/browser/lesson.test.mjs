// The lesson, taken by doing what its steps ask for.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  click, hash, inModuleBrowsers, items, load, outcome, pressWith, run, tap, until, untilHash, untilItem, words,
} from './support.mjs';

const lesson = (page, step) => page.evaluate((number) => interleave.lesson(number), step);
const answered = (page, step) => until(page, (number) => interleave.lesson().done.includes(number), step);

// Chooses from the menu of locks.
async function choose(page, lock) {
  await click(page, 'lock');
  await click(page, `lock ${lock}`);
  await until(page, (name) => interleave.settings().lock === name, lock);
}

// The least delay: a run takes no time, and however busy the machine is, either thread has read before the other
// writes. Without one, chance may take long to come around.
const withLittleDelay = async (page) => {
  await load(page, `${await hash(page)}&delay=1`);
};

async function runUntil(page, done) {
  for (let i = 0; i < 2000 && !await page.evaluate((step) => interleave.lesson().done.includes(step), done); ++i) await run(page);
  await answered(page, done);
}

// The steps that run nothing by themselves.
const STEPPED = [2, 3, 4];

// What answers each step.
const ANSWERS = {
  1: async (page) => {
    await withLittleDelay(page);
    await runUntil(page, 1);
  },
  2: async (page) => {
    for (const task of ['A', 'B', 'A', 'B']) await click(page, `step ${task}`);
  },
  3: async (page) => {
    await click(page, 'New lock');
    await click(page, 'acquire, main thread');
    await click(page, 'acquire, other thread');
    await until(page, () => interleave.lesson().lock.state.includes('The other thread waits'));
    await click(page, 'release, main thread');
    await until(page, () => interleave.lesson().lock.state.includes('owned by the other thread'));
  },
  4: async (page) => {
    for (const task of 'AAAABBBB') await click(page, `step ${task}`);
  },
  5: async (page) => {
    await withLittleDelay(page);
    await choose(page, 'scoped');
    await click(page, 'Run');
  },
  6: async (page) => {
    await load(page, '#v=1&workers=1&delay=0&lock=scoped&lesson=6');
    await click(page, 'Run');
  },
  7: async (page) => {
    for (let i = 0; i < 2000; ++i) {
      if ((await run(page)).deadlock) break;
    }
    await until(page, () => interleave.lesson().remark.startsWith('Deadlock.'));
    await choose(page, 'scoped');
    await run(page);
  },
  8: async (page) => {
    for (const task of ['A', 'A', 'A', 'A', 'B', 'B', 'B', 'B']) await click(page, `step ${task}`);
    await until(page, () => interleave.lesson().remark.startsWith('The deposit went first'));
    await load(page, '#v=1&lock=scoped&schedule=BBBBAAAA&at=7&lesson=8');
    await click(page, 'step A');
  },
  9: async (page) => {
    await load(page, '#v=1&tx=cash:-80,card:-60&overdraft=refuse&schedule=ABA&lesson=9');
    await click(page, 'step B');
    await until(page, () => interleave.lesson().remark.startsWith('Both were checked'));
    await choose(page, 'scoped');
    await run(page);
  },
  10: async (page) => {
    await page.evaluate(() => interleave.runMany({ runs: 10_000, delay: 0 }));
    await until(page, () => interleave.lesson().remark.startsWith('These had no lock'));
    await choose(page, 'scoped');
    await page.evaluate(() => interleave.runMany({ runs: 10_000, delay: 0 }));
  },
};

inModuleBrowsers('The lesson', ({ open }) => {
  test('is taken step by step, each with a link of its own, and is kept', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await click(page, 'Lesson');
    for (let step = 1; step <= 10; ++step) {
      await until(page, (number) => interleave.lesson().step === number, step);
      const { link } = await page.evaluate(() => interleave.settings());
      assert.ok(link.endsWith(`&lesson=${step}`), link);
      await untilHash(page, link);
      const told = await lesson(page);
      assert.equal(told.step, step);
      assert.equal(told.answered, false, `step ${step}`);
      // Elsewhere the step's own run may have come to something already.
      if (STEPPED.includes(step)) assert.equal(told.remark, '', `step ${step}`);
      assert.ok(await page.evaluate((title) => document.getElementById('lesson-title').textContent.endsWith(title), told.title));
      await ANSWERS[step](page);
      await answered(page, step);
      if (step < 10) await click(page, 'lesson next');
    }
    await page.reload();
    await until(page, () => window.interleave?.lesson !== undefined);
    await page.evaluate(() => interleave.ready);
    assert.deepEqual((await lesson(page)).done, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await click(page, 'lesson again');
    await until(page, () => interleave.lesson().done.length === 0 && interleave.lesson().step === 1);
  });

  test('opens each step with a picture of its own program', async () => {
    const page = await open('#v=1&tx=a:1,b:2,c:3&delay=0');
    await outcome(page);
    for (const step of [9, 2, 7, 4, 1]) {
      await lesson(page, step);
      const { program, lines } = { 9: { program: /cash|card/, lines: /cash thread/ } }[step]
        ?? { program: /deposit|withdrawal|No thread has taken a step yet/, lines: /starting with balance of 100/ };
      await until(page, () => !['–', 'not at its end'].includes(document.getElementById('verdict').textContent) ||
        document.getElementById('steps').textContent.startsWith('Step 0 of 0.'));
      const told = await words(page);
      assert.match(told.sentence, program, `step ${step}`);
      assert.match(told.console.join('\n'), lines, `step ${step}`);
    }
  });

  test('is left and come back to', async () => {
    const page = await open('#v=1&lock=manual&lesson=5');
    await until(page, () => interleave.lesson().step === 5);
    await click(page, 'lesson 7');
    await untilHash(page, '#v=1&lock=manual&fail=A&lesson=7');
    await click(page, 'lesson previous');
    await until(page, () => interleave.lesson().step === 6);
    await click(page, 'lesson close');
    await until(page, () => interleave.lesson().step === 0);
    await untilItem(page, 'Lesson');
    await untilHash(page, '#v=1&lock=scoped');
    await page.goBack().catch(() => undefined);
  });

  test('says what a wrong attempt was, and does not count it', async () => {
    const page = await open('#v=1&schedule=A&at=0&lesson=2');
    await until(page, () => interleave.lesson().step === 2);
    for (const task of ['A', 'B', 'B', 'A']) await click(page, `step ${task}`);
    await until(page, () => interleave.lesson().remark.startsWith('That lost the withdrawal'));
    assert.deepEqual((await lesson(page)).done, []);
    await lesson(page, 3);
    await click(page, 'New lock');
    await click(page, 'release, main thread');
    await until(page, () => interleave.lesson().lock.log.at(-1).includes('RuntimeError'));
    await click(page, 'acquire, main thread');
    await click(page, 'acquire, main thread');
    await until(page, () => interleave.lesson().lock.log.at(-1).includes('waits for ever'));
    await click(page, 'New recursive lock');
    await click(page, 'acquire, main thread');
    await click(page, 'acquire, main thread');
    await until(page, () => interleave.lesson().lock.state.includes('2 times'));
  });

  test('is taken with the keyboard', async () => {
    const page = await open('#v=1&schedule=A&at=0&lesson=2');
    await until(page, () => interleave.lesson().step === 2);
    await items(page);
    for (const task of ['A', 'B', 'A', 'B']) {
      await pressWith(page, 'Shift', `Key${task}`);
    }
    await answered(page, 2);
  });

  test('is taken in words, without the canvas', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await page.evaluate(() => document.getElementById('lesson-start').click());
    await until(page, () => document.getElementById('lesson-title').textContent === 'Step 1 of 10: The race');
    await page.evaluate(() => {
      document.getElementById('lesson-next').click();
      document.getElementById('lesson-next').click();
    });
    for (const action of [0, 2, 4]) {
      await page.evaluate((value) => document.querySelector(`#lesson-lock button[value="${value}"]`).click(), action);
    }
    await until(page, () => document.getElementById('lock-state').textContent.includes('waits'));
    await page.evaluate(() => document.querySelector('#lesson-lock button[value="3"]').click());
    await until(page, () => document.getElementById('lesson-question').textContent.startsWith('Answered: '));
  });

  test('works where nothing can be stored', async () => {
    const page = await open('#v=1&lock=manual&lesson=5', {
      before: (fresh) => fresh.evaluateOnNewDocument(() => {
        Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } });
      }),
    });
    await until(page, () => interleave.lesson().step === 5);
    await ANSWERS[5](page);
    await answered(page, 5);
  });

  test('fits a phone, and is answered by a finger', async () => {
    const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true };
    const page = await open('#v=1&delay=0', { before: (fresh) => fresh.setViewport(PHONE) });
    await outcome(page);
    await tap(page, 'Lesson');
    await until(page, () => interleave.lesson().step === 1);
    await tap(page, 'lesson next');
    await untilItem(page, 'step A');
    for (const task of ['A', 'B', 'A', 'B']) await tap(page, `step ${task}`);
    await answered(page, 2);
    await tap(page, 'lesson next');
    await untilItem(page, 'New lock');
    await tap(page, 'New lock');
    await until(page, () => interleave.lesson().lock.state === 'Unlocked.');
    for (const [name, [x, y, width, height]] of Object.entries(await items(page))) {
      if (name.startsWith('lesson ')) assert.ok(x >= 0 && x + width <= 390 && y + height <= 844, name);
    }
  });
});

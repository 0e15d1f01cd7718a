// What can happen and what did: explore(), runMany() and replay() of window.interleave, and the panel.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { generator, randomLinks } from './random_links.mjs';
import { replay, takeSteps } from './replay.mjs';
import {
  click, hash, inModuleBrowsers, items, load, outcome, pressWith, settings, tap, typeInto, typeLabel, until,
  untilItem,
} from './support.mjs';

const LESSON = {
  complete: true, schedules: '6', deadlocks: '0', expected: 0,
  endings: [
    { balance: -50, schedules: '2', example: 'ABAB' },
    { balance: 0, schedules: '2', example: 'AABB' },
    { balance: 150, schedules: '2', example: 'ABBA' },
  ],
};
const LESSON_SCHEDULES = ['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA'];

// Few states at a time and for very many steps: no bound of memory comes soon, however fast the machine.
const LONG = '#v=1&start=40&tx=a:1x90,b:-20x90,c:40x90&workers=3&delay=0&lock=scoped&overdraft=refuse';

const explore = (page, options) => page.evaluate((given) => interleave.explore(given), options);
const replayLink = (page, link) => page.evaluate((given) => interleave.replay(given), link);
const runMany = (page, options) => page.evaluate((given) => interleave.runMany(given), options);

/** What a call of window.interleave is rejected with: its name and message; null where it is not. */
const rejected = (page, call, ...values) => page.evaluate(
  (name, given) => interleave[name](...given).then(() => null, ({ name: kind, message }) => ({ kind, message })), call, values);

const picked = (object, names) => Object.fromEntries(names.map((name) => [name, object[name]]));
const sum = (counts) => counts.reduce((total, count) => total + BigInt(count), 0n);
const factorial = (n) => (n < 2n ? 1n : n * factorial(n - 1n));
const shuffles = (n) => factorial(2n * n) / 2n ** n; // of n pairs of a read and a write

/** Distinct powers of two: the ending tells whose updates it holds. */
const powers = (count) => Array.from({ length: count }, (_, i) => `t${i}:${2 ** i}`).join(',');

// 26 updates in any order: more states than any memory has room for.
// Withdrawals that can be refused are counted over concrete states, of which there are too many.
const LARGE = `#v=1&delay=0&workers=16&overdraft=refuse&start=7&tx=${Array.from({ length: 26 }, (_, i) => `d${i}:${(i * i + 1) * (-1) ** i}`).join(',')}`;

/** Keeps the memory of the page's modules as `memories`, and its copies of the program as `copies`. */
const keepMemory = (fresh) => fresh.evaluateOnNewDocument(() => {
  window.memories = [];
  window.copies = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(...given) {
      super(...given);
      memories.push({ memory: this, atFirst: this.buffer.byteLength });
    }
  };
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      if (String(given[0]).endsWith('worker.mjs')) copies.push(this);
    }
    terminate() {
      this.ended = true;
      super.terminate();
    }
  };
});
const grown = (page) => page.evaluate(() => memories.map(({ memory, atFirst }) => memory.buffer.byteLength - atFirst));

inModuleBrowsers('A large program', ({ open }) => {
  test('is explored by itself in memory that is given back', async () => {
    const page = await open(LARGE, { before: keepMemory });
    await until(page, () => copies.length === 1 && copies[0].ended);
    await until(page, () => /Not every schedule: it has come to the bound of its memory/.test(document.getElementById('outcomes-remarks').textContent));
    assert.deepEqual(await grown(page), [0]);
  });

  test('gives its memory back when another program is set', async () => {
    const page = await open(LARGE, { before: keepMemory });
    await until(page, () => copies.length === 1);
    await page.evaluate(() => { location.hash = '#v=1&delay=0'; });
    await until(page, () => /^6 schedules, 3 endings/.test(document.getElementById('outcomes-totals').textContent));
    assert.equal(await page.evaluate(() => copies[0].ended), true);
    assert.deepEqual(await grown(page), [0]);
  });

  test('is explored in that memory whatever takes it', async () => {
    // As many sets of updates that the last balance may contain as there are updates.
    const page = await open('#v=1&delay=0&tx=a:1x1000000,b:1x1000000', { before: keepMemory });
    await outcome(page);
    await until(page, () => document.getElementById('outcomes-remarks').textContent.startsWith('Not every schedule: '));
    assert.deepEqual(await grown(page), [0]);
  });

  test('runs by itself in the memory that the page has from the start', async () => {
    const page = await open('#v=1&delay=0&workers=1&tx=a:1x1000000', { before: keepMemory });
    await outcome(page);
    assert.deepEqual(await grown(page), [0]);
  });
});

inModuleBrowsers('explore()', ({ open, sharedPage }) => {
  test('of the lesson gives every schedule, by its ending', async () => {
    const page = await sharedPage();
    await load(page, '#v=1');
    assert.deepEqual(picked(await explore(page), Object.keys(LESSON)), LESSON);
  });

  test('counts as the closed form does, and by ending no more and no less', async () => {
    const page = await sharedPage();
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 12]) {
      const told = await explore(page, { link: `#v=1&start=0&tx=${powers(n)}&workers=${Math.max(n, 2)}` });
      assert.equal(told.complete, true, n);
      assert.equal(told.schedules, String(shuffles(BigInt(n))), n);
      assert.equal(told.endings.length, 2 ** n - 1, n);
      assert.equal(sum(told.endings.map((ending) => ending.schedules)), shuffles(BigInt(n)), n);
      assert.equal(told.expected, 2 ** n - 1, n);
    }
  });

  test('counts exactly far beyond 2^64', async () => {
    const page = await sharedPage();
    const link = `#v=1&start=0&tx=${Array(16).fill('a:1').join(',')}&workers=16`;
    const told = await explore(page, { link });
    assert.equal(told.schedules, String(shuffles(16n)));
    assert.equal(sum(told.endings.map((ending) => ending.schedules)), shuffles(16n));
  });

  test('finds deadlocks, and what a lock leaves of the orders', async () => {
    const page = await sharedPage();
    const stuck = await explore(page, { link: '#v=1&lock=manual&fail=A' });
    assert.deepEqual(picked(stuck, Object.keys(LESSON)), {
      complete: true, schedules: '2', deadlocks: '1', expected: null,
      endings: [
        { balance: -50, schedules: '1', example: 'BBBBAA' },
        { deadlock: true, schedules: '1', example: 'AA' },
      ],
    });
    const locked = await explore(page, { link: `#v=1&tx=${powers(5)}&workers=5&lock=scoped` });
    assert.deepEqual([locked.schedules, locked.endings.length], ['120', 1]);
    const alone = await explore(page, { link: '#v=1&workers=1' });
    assert.deepEqual([alone.schedules, alone.endings[0].example], ['1', 'AABB']);
  });

  test('gives examples that end where they say', async () => {
    const page = await sharedPage();
    for (const { link } of randomLinks(0xE9, 40, { mutated: false, most: 4 })) {
      const program = await load(page, link.replaceAll(/x\d+/g, 'x2'));
      const { endings, complete } = await explore(page, { states: 200_000 });
      if (complete) assert.ok(endings.length > 0, program.link);
      for (const { balance, deadlock, example } of endings) {
        const left = replay(program, example);
        assert.equal(left.deadlocked, deadlock === true, `${example} of ${program.link}`);
        if (!deadlock) assert.deepEqual([left.finished, left.balance], [true, balance], `${example} of ${program.link}`);
      }
    }
  });

  test('of another link loads nothing', async () => {
    const page = await sharedPage();
    const before = await load(page, '#v=1&delay=0&lock=scoped');
    const told = await explore(page, { link: '#v=1&workers=1' });
    assert.equal(told.schedules, '1');
    assert.deepEqual(await settings(page), before);
  });

  test('of many links at once answers each, of what was set when it was asked', async () => {
    const page = await sharedPage();
    const answers = await page.evaluate(async () => {
      const asked = [];
      for (const workers of [1, 2, 1, 2]) {
        interleave.load(`#v=1&delay=0&workers=${workers}`);
        asked.push(interleave.explore());
      }
      return (await Promise.all(asked)).map(({ schedules }) => schedules);
    });
    assert.deepEqual(answers, ['1', '6', '1', '6']);
  });

  test('lists as many endings as it was asked for', async () => {
    const page = await sharedPage();
    const link = `#v=1&start=0&tx=${powers(6)}&workers=6`;
    const few = await explore(page, { link, endings: 3 });
    assert.deepEqual(few.endings.map(({ balance }) => balance), [1, 2, 3]);
    assert.equal(few.endingsOmitted, 60);
    assert.equal(few.schedules, String(shuffles(6n)));
    assert.deepEqual((await explore(page, { link, endings: 0 })).endings, []);
  });

  test('that needs more than it may spend says so, and the next is whole', async () => {
    const page = await sharedPage();
    const states = await explore(page, { link: LONG, states: 10_000 });
    assert.equal(states.complete, false);
    assert.match(states.bound, /10,000 states/);
    const time = await explore(page, { link: LONG, seconds: 0.05, states: 1e9 });
    assert.equal(time.complete, false);
    assert.match(time.bound, /50\.0 ms/);
    assert.equal((await explore(page, { link: '#v=1' })).complete, true);
  });

  test('refuses options that are not as they should be, by name', async () => {
    const page = await sharedPage();
    for (const [options, pattern] of [
      [{ states: 0 }, /^states: 0 is not allowed; allowed is a whole number from 1 to /],
      [{ states: 1.5 }, /^states: 1\.5 /],
      [{ states: '10' }, /^states: "10" /],
      [{ seconds: -1 }, /^seconds: -1 is not allowed; allowed is a number from 0\.001 to /],
      [{ endings: -1 }, /^endings: -1 is not allowed; allowed is a whole number from 0 to /],
      [{ endings: 1e9 }, /^endings: 1000000000 /],
      [{ link: 7 }, /^link: 7 is not allowed; allowed is a link/],
      [{ link: '#v=1&workers=0' }, /^workers: "0" is not allowed; allowed is a whole number from 1 to 16\.$/],
      [{ link: '#v=1&colour=red' }, /^colour is an unknown key; known are v, start, /],
      [{ link: '#v=9' }, /version v=9; allowed is v=1\.$/],
      [{ signal: true }, /^signal: true is not allowed; allowed is an AbortSignal/],
      [{ speed: 1 }, /^option: "speed" is not allowed; allowed is any of states, seconds, endings, link, code, output, signal/],
      ['#v=1', /^options: "#v=1" is not allowed/],
      [null, /^options: null /],
    ]) {
      const told = await rejected(page, 'explore', options);
      assert.match(told?.message ?? 'nothing', pattern);
    }
    assert.equal((await explore(page, { link: undefined, states: undefined })).complete, true);
  });

  test('is given up by a signal, at once, and the next is not held up', async () => {
    const page = await sharedPage();
    const told = await page.evaluate(async (link) => {
      const giver = new AbortController();
      const given = interleave.explore({ link, signal: giver.signal, states: 1e9, seconds: 600 });
      const queued = interleave.explore({ link, signal: giver.signal, states: 1e9, seconds: 600 });
      const next = interleave.explore({ link: '#v=1' });
      setTimeout(() => giver.abort(), 100);
      const before = interleave.explore({ signal: AbortSignal.abort() });
      const ended = await Promise.allSettled([given, queued, before]);
      return { names: ended.map(({ reason }) => reason?.name), next: (await next).schedules };
    }, LONG);
    assert.deepEqual(told, { names: ['AbortError', 'AbortError', 'AbortError'], next: '6' });
  });

  test('is ended by stop(), and says so', async () => {
    const page = await sharedPage();
    const told = await page.evaluate(async (link) => {
      const asked = interleave.explore({ link, states: 1e9, seconds: 600 });
      setTimeout(() => interleave.stop(), 100);
      return asked;
    }, LONG);
    assert.equal(told.complete, false);
    assert.equal(told.stopped, true);
  });

  test('can be asked before the page is ready', async () => {
    const page = await open('#v=1&workers=1&delay=0', { wait: false });
    await until(page, () => window.interleave !== undefined);
    assert.equal((await explore(page)).schedules, '1');
  });
});

inModuleBrowsers('runMany()', ({ sharedPage }) => {
  test('ends where explore() says that it can, and counts every run', async () => {
    const page = await sharedPage();
    for (const link of ['#v=1&delay=0', '#v=1&delay=0&lock=scoped', `#v=1&start=0&tx=${powers(4)}&workers=4&delay=0`,
      '#v=1&delay=0&lock=manual&fail=A', '#v=1&tx=a:-80,b:-80,c:30&workers=3&delay=0&overdraft=refuse']) {
      await load(page, link);
      const can = await explore(page);
      const did = await runMany(page, 300);
      assert.deepEqual([did.runs, did.asked, did.stopped], [300, 300, false], link);
      assert.equal(did.deadlocks + did.others + did.endings.reduce((total, { runs }) => total + runs, 0), 300, link);
      assert.equal(did.expected, can.expected, link);
      const possible = can.endings.map(({ balance }) => balance);
      for (const { balance } of did.endings) assert.ok(possible.includes(balance), `${balance} of ${link}`);
      if (can.deadlocks === '0') assert.equal(did.deadlocks, 0, link);
    }
  });

  test('runs into every deadlock that there is, and on', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=0&workers=1&lock=manual&fail=A');
    const did = await runMany(page, 50);
    assert.deepEqual([did.runs, did.deadlocks, did.endings], [50, 50, []]);
    assert.match(did.deadlockExample, /^AA/);
  });

  test('takes another delay than the one that is set, and leaves that as it is', async () => {
    const page = await sharedPage();
    const before = await load(page, '#v=1&delay=5000');
    const did = await runMany(page, { runs: 20, delay: 0 });
    assert.deepEqual([did.runs, did.delay], [20, 0]);
    assert.deepEqual(await settings(page), before);
    await load(page, '#v=1&delay=250');
    const slow = await runMany(page, { runs: 2 });
    assert.deepEqual([slow.runs, slow.delay], [2, 250]);
    assert.ok(!slow.endings.some(({ balance }) => balance === 0), 'both have read before one writes');
  });

  test('is ended by stop(), and says how many there were', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=20');
    const did = await page.evaluate(async () => {
      const asked = interleave.runMany(100_000);
      while (document.getElementById('stop').disabled) await new Promise(requestAnimationFrame);
      setTimeout(() => interleave.stop(), 200);
      return asked;
    });
    assert.equal(did.stopped, true);
    assert.equal(did.asked, 100_000);
    assert.ok(did.runs < 1_000, `${did.runs} runs`);
  });

  test('waits for runs, and they for it', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=1&lock=scoped');
    const told = await page.evaluate(async () => {
      const asked = [interleave.run(), interleave.runMany(10), interleave.run(), interleave.runMany({ runs: 5, delay: 0 })];
      return (await Promise.all(asked)).map(({ ending, runs }) => ending ?? runs);
    });
    assert.deepEqual(told, [0, 10, 0, 5]);
  });

  test('refuses what is no number of runs', async () => {
    const page = await sharedPage();
    for (const [given, pattern] of [
      [0, /^runs: 0 is not allowed; allowed is a whole number from 1 to 100000\.$/],
      [100_001, /^runs: 100001 /], [1.5, /^runs: 1\.5 /], ['7', /^options: "7" /], [null, /^options: null /],
      [{}, /^runs: undefined /], [{ runs: 5, delay: -1 }, /^delay: -1 is not allowed; allowed is a whole number from 0 to 10000\.$/],
      [{ runs: 5, speed: 1 }, /^option: "speed" is not allowed; allowed is any of runs, delay/],
    ]) {
      assert.match((await rejected(page, 'runMany', given))?.message ?? 'nothing', pattern);
    }
  });
});

inModuleBrowsers('replay()', ({ sharedPage }) => {
  test('of every schedule of the lesson ends where explore() says, on real threads', async () => {
    const page = await sharedPage();
    const counted = new Map();
    for (const schedule of LESSON_SCHEDULES) {
      const result = await replayLink(page, `#v=1&schedule=${schedule}`);
      assert.equal(result.schedule, schedule);
      assert.equal(result.ending, replay(await settings(page), schedule).balance, schedule);
      counted.set(result.ending, [...counted.get(result.ending) ?? [], schedule]);
    }
    for (const { balance, schedules, example } of LESSON.endings) {
      assert.equal(counted.get(balance).length, Number(schedules));
      assert.equal(counted.get(balance)[0], example, 'the alphabetically first');
    }
  });

  test('of hundreds of random schedules takes their steps', async () => {
    const page = await sharedPage();
    const random = generator(0x5EED);
    const links = randomLinks(0xF0CE, 300, { mutated: false, most: 6 }).map(({ link, expected }) => {
      const schedule = takeSteps(expected, random.pick);
      return { link: `${link}&schedule=${schedule.slice(0, 4096)}`, schedule, expected };
    });
    const results = await page.evaluate(async (given) => {
      const told = [];
      for (const link of given) {
        const { ending, balance, deadlock, schedule, refusals, updates } = await interleave.replay(link);
        told.push({ ending, balance, deadlock, schedule, refusals, updates });
      }
      return told;
    }, links.map(({ link }) => link));
    for (const [i, { link, schedule, expected }] of links.entries()) {
      const left = replay(expected, schedule);
      assert.deepEqual(results[i], {
        ending: left.deadlocked ? null : left.balance, balance: left.balance, deadlock: left.deadlocked,
        schedule, refusals: left.refusals, updates: left.writes,
      }, link);
    }
  });

  test('takes the steps before the cursor, and says that it was stopped there', async () => {
    const page = await sharedPage();
    const result = await replayLink(page, '#v=1&schedule=ABAB&at=3');
    assert.equal(result.schedule, 'ABA');
    assert.equal(result.balance, 150);
    assert.equal(result.ending, null);
  });

  test('without a link replays what is set, and with one loads it', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&schedule=ABBA');
    assert.equal((await replayLink(page)).ending, 150);
    await replayLink(page, '#v=1&lock=scoped&schedule=BBBBAAAA');
    assert.equal((await settings(page)).lock, 'scoped');
  });

  test('refuses what it cannot replay, and loads nothing of it', async () => {
    const page = await sharedPage();
    const before = await load(page, '#v=1&delay=7');
    for (const [link, pattern] of [
      ['#v=1', /^schedule: there is none/],
      ['#v=1&schedule=AAA', /^schedule: "AAA" is not allowed; .*step 3, A, is not possible/],
      ['#v=1&schedule=ABAB&workers=99', /^workers: "99" is not allowed/],
      [7, /^link: 7 is not allowed/],
    ]) {
      assert.match((await rejected(page, 'replay', link))?.message ?? 'nothing', pattern);
    }
    assert.match((await rejected(page, 'replay')).message, /^schedule: there is none/);
    assert.deepEqual(await settings(page), before);
  });
});

/** The outcomes in words: totals and rows. */
const told = (page) => page.evaluate(() => ({
  totals: document.getElementById('outcomes-totals').textContent,
  remarks: document.getElementById('outcomes-remarks').textContent,
  rows: [...document.getElementById('outcomes').tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
}));
const untilTotals = (page, pattern) => until(page,
  (source) => new RegExp(source).test(document.getElementById('outcomes-totals').textContent), pattern.source);

inModuleBrowsers('The outcomes', ({ open }) => {
  test('are there by themselves, in words, and follow every edit', async () => {
    const page = await open('#v=1&delay=0&lock=scoped');
    await untilTotals(page, /^2 schedules, 1 ending; 1 run$/);
    assert.deepEqual((await told(page)).rows, [['0', '2', '1', 'as expected', 'AAAABBBB']]);
    await click(page, 'lock');
    await click(page, 'lock none');
    await untilTotals(page, /^6 schedules, 3 endings; 0 runs$/);
    assert.deepEqual((await told(page)).rows, [
      ['-50', '2', '0', 'wrong', 'ABAB'], ['0', '2', '0', 'as expected', 'AABB'], ['150', '2', '0', 'wrong', 'ABBA'],
    ]);
    // Its labels and its delay change nothing of what can happen.
    await typeLabel(page, 'label of A', 'gift');
    await untilTotals(page, /^6 schedules, 3 endings; 0 runs$/);
  });

  test('grade a deadlock, and what another order leaves', async () => {
    const page = await open('#v=1&delay=0&lock=manual&fail=A');
    await untilTotals(page, /^2 schedules, 1 ending and a deadlock; /);
    const stuck = await told(page);
    assert.deepEqual(stuck.rows.map(([ending, , , grade, example]) => [ending, grade, example]),
      [['-50', 'wrong', 'BBBBAA'], ['deadlock', 'deadlock', 'AA']]);
    await load(page, '#v=1&start=0&tx=a:100,b:-100&delay=0&overdraft=refuse');
    // A withdrawal that comes first is refused, and nothing is lost.
    await until(page, () => [...document.getElementById('outcomes').tBodies[0].rows]
      .some((row) => row.cells[3].textContent === 'another order'));
    const graded = async () => (await told(page)).rows.map(([ending, , , grade]) => [ending, grade]);
    assert.deepEqual(await graded(), [['0, all paid', 'as expected'], ['100, B refused', 'another order']]);
    // One balance, with both paid and one of them lost, or with one refused.
    await load(page, '#v=1&tx=cash:-60,card:-80&delay=0&overdraft=refuse');
    await untilTotals(page, /^6 schedules, 4 endings; /);
    assert.deepEqual(await graded(), [
      ['20, all paid', 'wrong'], ['20, A refused', 'another order'],
      ['40, all paid', 'right by chance'], ['40, B refused', 'as expected'],
    ]);
    const { endings } = await runMany(page, 300);
    for (const { balance, due, verdict } of endings) {
      assert.equal(verdict, balance === due ? (balance === 40 ? 'as expected' : 'another order') : (balance === 40 ? 'right by chance' : 'wrong'));
    }
  });

  test('load an example into the schedule when it is pressed', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await untilTotals(page, /^6 schedules/);
    await click(page, 'example of 150');
    await until(page, () => location.hash === '#v=1&delay=0&schedule=ABBA');
    await click(page, 'example of -50');
    await until(page, () => location.hash === '#v=1&delay=0&schedule=ABAB');
    assert.match((await told(page)).totals, /^6 schedules/);
  });

  test('are reached by the keyboard alone', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await untilTotals(page, /^6 schedules/);
    // The row above the field: back by one from where the field is.
    await click(page, 'number of runs');
    await pressWith(page, 'Shift', 'Tab');
    await items(page);
    await page.keyboard.press(' ');
    await until(page, () => location.hash === '#v=1&delay=0&schedule=ABBA');
    await page.keyboard.press('ArrowUp');
    await items(page);
    await page.keyboard.press(' ');
    await until(page, () => location.hash === '#v=1&delay=0&schedule=AABB');
  });

  test('count single runs and many runs together', async () => {
    const page = await open('#v=1&delay=0');
    await untilTotals(page, /; 1 run$/);
    await typeInto(page, 'number of runs', '200');
    await click(page, 'run many');
    await untilTotals(page, /; 201 runs$/);
    await page.keyboard.press('r');
    await untilTotals(page, /; 202 runs$/);
    const { rows } = await told(page);
    assert.equal(rows.reduce((total, [, , runs]) => total + Number(runs), 0), 202);
    // A schedule that was forced says nothing about how often it happens.
    await page.evaluate(() => interleave.replay('#v=1&delay=0&schedule=ABAB'));
    await items(page);
    assert.match((await told(page)).totals, /; 202 runs$/);
  });

  test('tell how many of the runs are done, and stop them', async () => {
    const page = await open('#v=1&delay=40');
    await untilTotals(page, /; 1 run$/);
    await click(page, 'no delay');
    await typeInto(page, 'number of runs', '99999');
    await click(page, 'run many');
    await untilItem(page, 'stop many runs');
    await untilTotals(page, /; ([2-9]|\d\d+) runs$/);
    await click(page, 'stop many runs');
    await untilItem(page, 'run many');
    const runs = Number((await told(page)).totals.match(/; (\d+) runs$/)[1]);
    assert.ok(runs > 1 && runs < 99_999, `${runs} runs`);
    // An edit ends what would be counted for another program.
    await click(page, 'run many');
    await untilItem(page, 'stop many runs');
    await load(page, '#v=1&delay=0&lock=scoped');
    await untilItem(page, 'run many');
    await untilTotals(page, /^2 schedules, 1 ending; 0 runs$/);
  });

  test('of a large program are explored up to a bound, and on, while the page is drawn and operated', async () => {
    const page = await open(LONG);
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await untilItem(page, 'Go on');
    assert.match((await told(page)).remarks, /^Not every schedule: it has come to the bound of /);
    await click(page, 'Go on');
    await untilItem(page, 'Cancel');
    const before = { theme: await theme(), frames: await page.evaluate(() => interleave.inspect().frames) };
    await click(page, 'theme');
    await until(page, (old) => document.documentElement.dataset.theme !== old, before.theme);
    await typeInto(page, 'number of runs', '50');
    await until(page, (frames) => interleave.inspect().frames > frames + 20, before.frames);
    assert.ok('Cancel' in await items(page), 'it goes on exploring');
    await click(page, 'Cancel');
    await untilItem(page, 'Go on');
    assert.match((await told(page)).remarks, /^Not every schedule: it /);
  });

  test('that are too many are grouped, and said to be', async () => {
    const page = await open(`#v=1&start=0&tx=${powers(14)}&workers=14&delay=0`);
    await untilTotals(page, /^\d\.\d\de\d+ schedules, 16,383 endings; /);
    const { rows, remarks } = await told(page);
    assert.match(remarks, /16,383 endings are too many to list: they are grouped into ranges/);
    assert.ok(rows.length <= 110, `${rows.length} rows`);
    assert.match(rows[0][0], /^0 to \d+$/);
    assert.ok(rows.some(([ending, , , grade]) => ending === '16,383' && grade === 'as expected'));
    // A press on the rounded count copies all its digits.
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (words) => { window.copied = words; };
    });
    await click(page, 'schedules');
    assert.equal(await until(page, () => window.copied), String(shuffles(14n)));
  });

  test('are in a tab where it is narrow, and operated by a finger', async () => {
    const page = await open('#v=1&delay=0', {
      before: (fresh) => fresh.setViewport({ width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true }),
    });
    await outcome(page);
    await tap(page, 'Outcomes');
    await untilItem(page, 'run many');
    await tap(page, 'run many');
    await untilTotals(page, /; 1,001 runs$/);
    await tap(page, 'example of 150');
    await until(page, () => location.hash === '#v=1&delay=0&schedule=ABBA');
    assert.equal(await hash(page), '#v=1&delay=0&schedule=ABBA');
  });
});

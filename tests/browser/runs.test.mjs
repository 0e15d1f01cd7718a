// window.interleave.run(): what real runs of a program end with, for every setting of a link.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { randomLinks } from './random_links.mjs';
import { replay } from './replay.mjs';
import { inModuleBrowsers, load, outcome, run, runLink, settings, untilHash } from './support.mjs';

// Long enough that threads which start together read before any of them writes.
const RACE = 'delay=250';
const KEYS = [
  'ending', 'expected', 'verdict', 'explanation', 'output', 'outputOmitted', 'lost', 'lostTotal', 'dataRaces', 'order', 'deadlock',
  'waits', 'stopped', 'balance', 'balances', 'updates', 'refusals', 'givenUp', 'exceptions', 'durationNs', 'schedule', 'scheduleOmitted', 'events', 'dropped',
];
const EVENTS_OF_AN_UPDATE = { none: 4, scoped: 6, manual: 6 }; // printed twice, and its steps

/** A whole, recorded run must be one that the program can make. */
function assertPossible({ settings: given, result }) {
  const replayed = replay(given, result.schedule);
  const told = JSON.stringify({ link: given.link, schedule: result.schedule });
  assert.equal(result.balance, replayed.balance, told);
  assert.equal(result.updates, replayed.writes, told);
  assert.equal(result.refusals, replayed.refusals, told);
  assert.equal(result.deadlock, replayed.deadlocked, told);
  assert.equal(result.ending, result.deadlock ? null : result.balance, told);
  if (!result.deadlock) assert.ok(replayed.finished, told);
}

inModuleBrowsers('A run', ({ sharedPage }) => {
  test('of the lesson without a lock loses an update', async () => {
    const page = await sharedPage();
    const ran = await runLink(page, `#v=1&${RACE}`);
    const { result } = ran;
    assert.deepEqual(Object.keys(result).sort(), [...KEYS].sort());
    assert.ok([-50, 150].includes(result.ending), `ended at ${result.ending}`);
    assert.equal(result.expected, 0);
    assert.equal(result.verdict, 'wrong');
    assert.equal(result.balance, result.ending);
    const lost = result.ending === -50 ? { task: 'A', amount: 50, by: 'B' } : { task: 'B', amount: -150, by: 'A' };
    assert.deepEqual(result.lost, [lost]);
    assert.equal(result.lostTotal, 1);
    assert.equal(result.events, 8);
    assert.equal(result.dropped, 0);
    assert.equal(result.updates, 2);
    assert.deepEqual([...result.schedule].sort(), ['A', 'A', 'B', 'B']);
    assert.equal(result.output.length, 6);
    assert.equal(result.output[5], `ending balance of ${result.ending}`);
    assert.ok(result.durationNs >= 250e6, 'it slept between reading and writing');
    assertPossible(ran);
  });

  for (const lock of ['scoped', 'manual']) {
    test(`of the lesson with the lock ${lock} ends at 0`, async () => {
      const page = await sharedPage();
      const ran = await runLink(page, `#v=1&delay=50&lock=${lock}`);
      const { result } = ran;
      assert.equal(result.ending, 0);
      assert.equal(result.verdict, 'as expected');
      assert.deepEqual(result.lost, []);
      assert.ok(['AAAABBBB', 'BBBBAAAA'].includes(result.schedule), result.schedule);
      assert.ok(result.events === 12 || result.events === 13, 'the second thread waits, or comes late');
      assertPossible(ran);
    });
  }

  test('on one worker has one schedule', async () => {
    const page = await sharedPage();
    const ran = await runLink(page, '#v=1&delay=20&workers=1');
    assert.equal(ran.result.ending, 0);
    assert.equal(ran.result.schedule, 'AABB');
    assert.deepEqual(ran.result.output, [
      'starting with balance of 100', 'deposit thread updating...', 'deposit thread finishing...',
      'withdrawal thread updating...', 'withdrawal thread finishing...', 'ending balance of 0',
    ]);
    assertPossible(ran);
  });

  test('starts with the balance and the transactions of the link', async () => {
    const page = await sharedPage();
    const { result } = await runLink(page, '#v=1&start=-1000000000&tx=caf%C3%A9%20%26%20more:7x3,b:1000000000&workers=1&delay=0');
    assert.equal(result.ending, 21);
    assert.equal(result.expected, 21);
    assert.equal(result.schedule, 'AAAAAABB');
    assert.equal(result.output[0], 'starting with balance of -1000000000');
    assert.equal(result.output[1], 'café & more thread updating...');
  });

  test('takes its repetitions, and counts every event of them', async () => {
    const page = await sharedPage();
    for (const [lock, events] of Object.entries(EVENTS_OF_AN_UPDATE)) {
      const { result } = await runLink(page, `#v=1&start=0&tx=a:1x2000&workers=1&delay=0&lock=${lock}`);
      assert.equal(result.ending, 2000);
      assert.equal(result.events, 2000 * events);
      assert.equal(result.updates, 2000);
      assert.equal(result.output.length + result.outputOmitted, 2 + 2 * 2000);
    }
  });

  test('with more events than fit into memory says how many are missing', async () => {
    const page = await sharedPage();
    const { result } = await runLink(page, '#v=1&start=0&tx=a:1x1000000,b:1x1000000,c:1x1000000&workers=1&delay=0');
    assert.equal(result.ending, 3_000_000);
    assert.ok(result.dropped > 0);
    assert.equal(result.events + result.dropped, 12_000_000);
  });

  test('with many threads and repetitions is right under a lock', async () => {
    const page = await sharedPage();
    const tx = Array.from({ length: 26 }, (_, i) => `t${i}:${i + 1}x20`).join(',');
    const { result } = await runLink(page, `#v=1&start=0&tx=${tx}&workers=16&delay=0&lock=scoped`);
    assert.equal(result.ending, 20 * 26 * 27 / 2);
    assert.equal(result.verdict, 'as expected');
    assert.equal(result.lostTotal, 0);
  });

  for (const workers of [3, 8, 16]) {
    test(`on ${workers} workers has all of them in flight`, async () => {
      const page = await sharedPage();
      // Different powers of two: the ending tells whose writes it holds.
      const tx = Array.from({ length: workers }, (_, i) => `t${i}:${2 ** i}`).join(',');
      const ran = await runLink(page, `#v=1&start=0&tx=${tx}&workers=${workers}&${RACE}`);
      const { result } = ran;
      assert.equal(result.expected, 2 ** workers - 1);
      assert.equal(new Set(result.schedule.slice(0, workers)).size, workers, `all read first: ${result.schedule}`);
      assert.equal(Math.log2(result.ending) % 1, 0, `one update is left of ${result.ending}`);
      assert.equal(result.lostTotal, workers - 1);
      assertPossible(ran);
    });
  }

  test('with fewer workers than transactions takes them in list order', async () => {
    const page = await sharedPage();
    const ran = await runLink(page, '#v=1&start=0&tx=a:1,b:2,c:4,d:8,e:16&workers=2&delay=30');
    const begun = ran.result.output.filter((line) => line.endsWith('updating...')).map((line) => line[0]);
    assert.deepEqual(begun, ['a', 'b', 'c', 'd', 'e']);
    assertPossible(ran);
  });

  test('refuses an overdraft when told to, and the second withdrawal of two under a lock', async () => {
    const page = await sharedPage();
    const link = '#v=1&tx=cash:-80,card:-80&delay=30&lock=scoped';
    const refused = await runLink(page, `${link}&overdraft=refuse`);
    assert.equal(refused.result.ending, 20);
    assert.equal(refused.result.refusals, 1);
    assert.equal(refused.result.updates, 1);
    assert.equal(refused.result.verdict, 'as expected');
    assertPossible(refused);
    const allowed = await runLink(page, link);
    assert.equal(allowed.result.ending, -60);
    assert.equal(allowed.result.refusals, 0);
  });

  test('whose transaction throws goes on under a context manager, and without a lock', async () => {
    const page = await sharedPage();
    for (const lock of ['scoped', 'none']) {
      const ran = await runLink(page, `#v=1&delay=20&lock=${lock}&fail=A`);
      assert.equal(ran.result.ending, -50, lock);
      assert.equal(ran.result.expected, -50, lock);
      assert.equal(ran.result.exceptions, 1, lock);
      assert.equal(ran.result.deadlock, false, lock);
      assert.ok(!ran.result.output.includes('deposit thread finishing...'));
      assertPossible(ran);
    }
  });

  test('whose transaction throws with a lock held by hand deadlocks, and the next is clean', async () => {
    const page = await sharedPage();
    // Only one waits in the end that had begun to: the first that got the lock is told by `heldBy`.
    const ran = await runLink(page, '#v=1&tx=a:1,b:2,c:4&workers=3&delay=20&lock=manual&fail=A');
    const { result } = ran;
    assert.equal(result.deadlock, true);
    assert.equal(result.ending, null);
    assert.equal(result.expected, null);
    assert.equal(result.verdict, 'deadlock');
    assert.equal(result.stopped, false);
    assert.ok(result.waits.length <= 2);
    for (const wait of result.waits) {
      assert.match(wait.task, /^[BC]$/);
      assert.deepEqual({ for: wait.for, heldBy: wait.heldBy }, { for: 'lock', heldBy: 'A' });
    }
    assert.match(result.explanation, /^Deadlock: the a raised an exception while it held the lock and never released it\./);
    assertPossible(ran);

    const next = await runLink(page, '#v=1&tx=a:1,b:2,c:4&workers=3&delay=20&lock=manual');
    assert.equal(next.result.ending, 107);
    assert.equal(next.result.deadlock, false);
    assert.deepEqual(next.result.waits, []);
  });

  test('in a deadlock names the owner and who waits', async () => {
    const page = await sharedPage();
    const { result } = await runLink(page, '#v=1&delay=20&workers=1&lock=manual&fail=A');
    assert.equal(result.deadlock, true);
    assert.deepEqual(result.waits, [{ task: 'B', for: 'lock', heldBy: 'A' }]);
    assert.equal(result.explanation,
      'Deadlock: the deposit raised an exception while it held the lock and never released it. The withdrawal waits for ever.');
    assert.deepEqual(result.output, ['starting with balance of 100', 'deposit thread updating...', 'withdrawal thread updating...']);
  });

  test('can be asked for many at once: each call gets a run of its own', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=5&lock=scoped');
    const endings = await page.evaluate(async () => {
      const results = await Promise.all(Array.from({ length: 20 }, () => interleave.run()));
      return results.map((result) => result.ending);
    });
    assert.deepEqual(endings, Array(20).fill(0));
  });

  test('is stopped while its threads sleep, and the next is clean', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=10000&lock=scoped');
    const stopped = await page.evaluate(async () => {
      const ended = interleave.run();
      while (document.getElementById('stop').disabled) await new Promise(requestAnimationFrame);
      interleave.stop();
      return ended;
    });
    assert.equal(stopped.stopped, true);
    assert.equal(stopped.ending, null);
    assert.equal(stopped.verdict, 'stopped');
    assert.equal(stopped.deadlock, false);
    const { result } = await runLink(page, '#v=1&delay=0&lock=scoped');
    assert.equal(result.stopped, false);
    assert.equal(result.ending, 0);
  });

  test('is told in the words of the page, too', async () => {
    const page = await sharedPage();
    const { result } = await runLink(page, '#v=1&start=5000000&tx=a:-1&workers=1&delay=0');
    const told = await outcome(page);
    assert.equal(told.sentence, result.explanation);
    assert.equal(told.ending, '4,999,999');
    assert.equal(told.expected, '4,999,999');
    assert.equal(told.verdict, 'as expected');
    assert.deepEqual(told.console, result.output);
  });
});

inModuleBrowsers('Random links', ({ open }) => {
  test('are all answered, within the limits, and say the same when read again', async () => {
    const page = await open('#v=1&delay=0');
    const links = randomLinks(0x1E4F, 2_000);
    const answers = [];
    const atOnce = 100; // a browser that is asked for more may answer later than anybody waits for it
    while (answers.length < links.length) {
      answers.push(...await page.evaluate((given) => given.map((link) => {
        const first = interleave.load(link);
        return { link, first, again: interleave.load(first.link) };
      }), links.slice(answers.length, answers.length + atOnce).map((each) => each.link)));
    }
    assert.equal(answers.length, 2_000);
    for (const [i, { link, first, again }] of answers.entries()) {
      assertWithinLimits(first, link);
      assert.deepEqual(again.problems, [], link);
      assert.deepEqual({ ...again, problems: [] }, { ...first, problems: [] }, link);
      const { expected } = links[i];
      if (expected) {
        assert.deepEqual(first.problems, [], link);
        for (const [key, value] of Object.entries(expected)) assert.deepEqual(first[key], value, `${key} of ${link}`);
      }
    }
    assert.ok(answers.some(({ first }) => first.problems.length > 0), 'some were bad');
    // The page is alive, and shows what it was given last.
    assert.equal((await settings(page)).link, answers.at(-1).again.link);
    // Browsers refuse to change an address too often; it must catch up all the same.
    await untilHash(page, answers.at(-1).again.link);
    await load(page, '#v=1&delay=0&lock=scoped');
    assert.equal((await run(page)).ending, 0);
  });

  test('run as the program allows', async () => {
    const page = await open('#v=1&delay=0');
    const links = randomLinks(0xC0FFEE, 40, { mutated: false, most: 12 });
    for (const { link } of links) assertPossible(await runLink(page, link));
  });
});

function assertWithinLimits(given, link) {
  const whole = (value, least, most) => assert.ok(Number.isInteger(value) && value >= least && value <= most, `${value} of ${link}`);
  whole(given.start, -1e9, 1e9);
  whole(given.workers, 1, 16);
  whole(given.delay, 0, 10_000);
  whole(given.tx.length, 1, 26);
  for (const { label, amount, times } of given.tx) {
    whole([...label].length, 1, 24);
    whole(amount, -1e9, 1e9);
    whole(times, 1, 1e6);
  }
  assert.ok(['none', 'manual', 'scoped'].includes(given.lock), link);
  assert.ok(['allow', 'refuse'].includes(given.overdraft), link);
  whole(given.at, 0, given.schedule.length);
  assert.ok(given.schedule.length <= 4096, link);
  replay(given, given.schedule); // throws where it is not possible
}

// Every lock on real threads in the page: chosen, run, explored, replayed, drawn.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { click, inModuleBrowsers, items, load, outcome, run, settings, tap, untilHash, untilItem } from './support.mjs';

// Name, whether an update can be lost, and whether one can be given up.
const LOCKS = [
  ['none', true], ['manual'], ['scoped'], ['recursive'], ['shared'], ['timed', false, true], ['semaphore'], ['spin'],
  ['ticket'], ['atomic'], ['cas'], ['optimistic'], ['check-then-lock', true], ['wrong-lock', true],
];

inModuleBrowsers('Each lock', ({ open, sharedPage }) => {
  test('keeps what it promises on real threads and in every schedule', async () => {
    const page = await sharedPage();
    for (const [lock, loses = false, givesUp = false] of LOCKS) {
      await load(page, `#v=1&tx=a:50x20,b:-150x20,c:7&workers=3&delay=0&lock=${lock}`);
      const ran = await run(page);
      assert.equal(ran.ending === null, false, lock);
      if (!loses) assert.equal(ran.lostTotal, 0, lock);
      if (!loses && !givesUp) assert.equal(ran.ending, ran.expected, lock);
      assert.equal(ran.updates + ran.givenUp, 41, lock);

      await load(page, `#v=1&delay=0&lock=${lock}`);
      const explored = await page.evaluate(() => interleave.explore());
      assert.ok(explored.complete, lock);
      assert.equal(explored.deadlocks, '0', lock);
      assert.equal(explored.endings.length > 1, loses || givesUp, lock);
      for (const { balance, example } of explored.endings) {
        const replayed = await page.evaluate((link) => interleave.replay(link), `#v=1&lock=${lock}&schedule=${example}`);
        assert.equal(replayed.ending, balance, `${lock} along ${example}`);
        assert.equal(replayed.schedule, example, lock);
      }
    }
  });

  test('is chosen from the menu, with the setting that only it has', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    for (const [lock] of LOCKS.slice(1)) {
      await click(page, 'lock');
      await click(page, `lock ${lock}`);
      await untilHash(page, `#v=1&delay=0&lock=${lock}`);
      const shown = await items(page);
      assert.equal('timeout' in shown, lock === 'timed', lock);
      assert.equal('permits' in shown, lock === 'semaphore', lock);
    }
  });

  test('with two permits lets the race back in', async () => {
    const page = await open('#v=1&delay=0&lock=semaphore&permits=2');
    await outcome(page);
    assert.equal((await page.evaluate(() => interleave.explore())).endings.length, 3);
  });
});

inModuleBrowsers('A transfer', ({ open }) => {
  test('by hand can deadlock, which says who holds what, and in one order for all cannot', async () => {
    const page = await open('#v=1&tx=rent:50,refund:-30&delay=0&lock=manual&mode=transfer');
    await outcome(page);
    const stuck = await page.evaluate(() => interleave.replay('#v=1&tx=rent:50,refund:-30&lock=manual&mode=transfer&schedule=AB'));
    assert.equal(stuck.verdict, 'deadlock');
    assert.deepEqual(stuck.waits, [{ task: 'A', for: 'second lock', heldBy: 'B' }, { task: 'B', for: 'first lock', heldBy: 'A' }]);
    await load(page, '#v=1&tx=rent:50,refund:-30&delay=0&lock=manual&mode=transfer');
    await click(page, 'order');
    await click(page, 'order address');
    await untilHash(page, '#v=1&tx=rent:50,refund:-30&delay=0&lock=manual&mode=transfer&order=address');
    for (let i = 0; i < 20; ++i) {
      const { balances, ending } = await run(page);
      assert.deepEqual([balances, ending], [[80, 120], 200]);
    }
  });

  test('is turned on by a finger, and only where the lock allows it', async () => {
    const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true };
    const page = await open('#v=1&delay=0&lock=scoped', { before: (fresh) => fresh.setViewport(PHONE) });
    await outcome(page);
    await tap(page, 'transfer');
    await untilHash(page, '#v=1&delay=0&lock=scoped&mode=transfer');
    await tap(page, 'transfer');
    await untilHash(page, '#v=1&delay=0&lock=scoped');
    await load(page, '#v=1&delay=0&lock=spin');
    await untilItem(page, 'transfer');
    await tap(page, 'transfer');
    await items(page);
    assert.equal((await settings(page)).mode, 'account');
  });
});

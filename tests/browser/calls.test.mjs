// Calls of window.interleave beside each other: each promise settles, and each stop stops.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NIGHTLY } from './launch.mjs';
import { generator } from './random_links.mjs';
import { inModuleBrowsers, load, outcome } from './support.mjs';

const STOPPED = (what) => `the ${what} was stopped before it began`;

const CALLS = ['run', 'runMany', 'replay', 'explore', 'exploreLittle', 'compare', 'exportRun', 'picture', 'importRun', 'stop', 'stop', 'load',
  'loadOther', 'pause', 'await'];
const AT_ONCE = 250; // sequences of them

/** How each of the promises ends that `call` returns, in words. */
const endsOf = (page, call) => page.evaluate(async (source) => {
  const tell = (value) => (value?.stopped ? 'stopped' : value?.cancelled ? 'cancelled' : 'done');
  const promises = new Function(`return (${source})()`)();
  return Promise.all(promises.map((each) => each.then(tell, ({ message }) => message)));
}, String(call));

inModuleBrowsers('Calls', ({ open, sharedPage }) => {
  test('that have not begun are rejected by stop(), also in the same turn', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=10000');
    assert.deepEqual(await endsOf(page, () => {
      const asked = [interleave.run(), interleave.run(), interleave.runMany(5), interleave.replay('#v=1&schedule=ABAB'), interleave.explore(),
        interleave.compare({ threads: [1], seconds: 1 })];
      interleave.stop();
      return asked;
    }), [...Array(4).fill(STOPPED('run')), STOPPED('exploration'), STOPPED('measurement')]);
    // The first has begun.
    assert.deepEqual(await endsOf(page, () => {
      const asked = [interleave.run(), interleave.run(), interleave.run()];
      setTimeout(() => interleave.stop(), 200);
      return asked;
    }), ['stopped', STOPPED('run'), STOPPED('run')]);
    // What is asked for after that waits for what goes on.
    assert.deepEqual(await endsOf(page, () => {
      const long = { link: '#v=1&start=40&tx=a:1x90,b:-20x90,c:40x90&workers=3&lock=scoped&overdraft=refuse', states: 1e9, seconds: 600 };
      const asked = [interleave.explore(long), interleave.explore(long)];
      return [...asked, new Promise((resolve) => {
        setTimeout(() => {
          interleave.stop();
          resolve(interleave.explore({ link: '#v=1' }));
        }, 200);
      })];
    }), ['stopped', STOPPED('exploration'), 'done']);
    await load(page, '#v=1&delay=0');
    assert.deepEqual(await endsOf(page, () => [interleave.run(), interleave.explore()]), ['done', 'done']);
  });

  test('that run cancel a measurement, also one that waits', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=0');
    for (const begin of ['interleave.run()', 'interleave.runMany(3)', 'interleave.replay("#v=1&delay=0&schedule=ABAB")']) {
      const ends = await endsOf(page, `() => {
        const asked = [interleave.compare({ threads: [1], seconds: 60 }), interleave.compare({ threads: [1], seconds: 60 })];
        return [...asked, new Promise((resolve) => { setTimeout(() => resolve(${begin}), 100); })];
      }`);
      assert.deepEqual(ends.slice(0, 2), ['cancelled', 'cancelled'], begin);
    }
    const refused = await endsOf(page, () => {
      const measuring = interleave.compare({ threads: [1], seconds: 0.002 });
      return [measuring, interleave.runMany({ runs: 0 })];
    });
    assert.equal(refused[0], 'done');
    assert.match(refused[1], /^runs: 0 is not allowed; /);
    const stopped = await endsOf(page, () => {
      setTimeout(() => interleave.stop(), 100);
      return [interleave.compare({ threads: [1], seconds: 60 })];
    });
    assert.deepEqual(stopped, ['cancelled']);
  });

  test('for a picture are rejected where none is drawn', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    assert.deepEqual(await endsOf(page, () => [interleave.exportRun({ format: 'svg' })]), ['done']);
    const lost = await endsOf(page, () => {
      document.querySelector('#canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();
      return [interleave.exportRun({ format: 'svg' }), interleave.exportRun({ format: 'png' }), interleave.exportRun({ format: 'csv' })];
    });
    assert.deepEqual(lost, [...Array(2).fill('a picture takes WebGL2, whose context is lost'), 'done']);
  });

  test('that open a file read no further than its first wrong byte', async () => {
    const page = await sharedPage();
    const { problem, pulled } = await page.evaluate(async () => {
      const endless = new Blob(['x']);
      let pieces = 0;
      endless.stream = () => new ReadableStream({
        pull(controller) {
          ++pieces;
          controller.enqueue(new TextEncoder().encode(pieces === 1 ? '?' : ' '.repeat(65_536)));
        },
      });
      const message = await interleave.importRun(endless).then(() => 'read', (error) => error.message);
      const before = pieces;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
      return { problem: message, pulled: pieces - before };
    });
    assert.match(problem, /^The file is no JSON that can be read: /);
    assert.equal(pulled, 0);
  });

  test('in any order leave none that stays pending', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&delay=0');
    await page.evaluate(() => interleave.run());
    const random = generator(9);
    const all = Array.from({ length: NIGHTLY ? 3_000 : 500 }, () => Array.from({ length: random.from(2, 8) }, () => random.pick(CALLS)));
    const pendingOf = (some) => page.evaluate(async (sequences) => {
      const later = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
      const calls = {
        run: () => interleave.run(),
        runMany: () => interleave.runMany({ runs: 3, delay: 0 }),
        replay: () => interleave.replay('#v=1&delay=0&schedule=ABA'),
        explore: () => interleave.explore({ seconds: 0.05 }),
        exploreLittle: () => interleave.explore({ states: 3 }),
        compare: () => interleave.compare({ threads: [1], seconds: 0.001 }),
        exportRun: () => interleave.exportRun(),
        picture: () => interleave.exportRun({ format: 'svg' }),
        importRun: () => interleave.importRun(new Blob(['\0'])),
        stop: async () => interleave.stop(),
        load: async () => interleave.load('#v=1&delay=2&lock=scoped'),
        loadOther: async () => interleave.load('#v=1&delay=0&workers=3'),
        pause: () => later(3),
      };
      const found = [];
      const note = ({ reason }) => found.push(`unhandled: ${reason}`);
      addEventListener('unhandledrejection', note);
      for (const sequence of sequences) {
        const asked = [];
        for (const name of sequence) {
          if (name === 'await') await asked[0];
          else asked.push(calls[name]().then(() => 'done', () => 'rejected'));
        }
        if (await Promise.race([Promise.all(asked), later(20_000).then(() => 'late')]) === 'late') found.push(sequence.join(', '));
      }
      // One of the last calls may be told of a little later.
      await later(0);
      removeEventListener('unhandledrejection', note);
      return found;
    }, some);
    const pending = [];
    // So many at once are done long before an answer of the page counts as missing.
    for (let at = 0; at < all.length; at += AT_ONCE) pending.push(...await pendingOf(all.slice(at, at + AT_ONCE)));
    assert.deepEqual(pending, []);
    assert.equal((await page.evaluate(() => interleave.run())).stopped, false);
  });
});

// A program of one's own: links with its code, the way back to the account, and the calls for programs on the page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { hash, inEachBrowser, inModuleBrowsers, load, ROOT, settings, until, untilHash, words } from './support.mjs';

const PROGRAMS = path.join(ROOT, 'tests/programs');

const RACE = `# Two threads add to one counter.
import threading
counter = 0
def add(n):
    global counter
    counter += n
threads = [threading.Thread(target=add, args=(n,)) for n in (5, 7)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)
`;
const RACE_LINE = 6;

const program = (page) => page.evaluate(() => interleave.program());
const untilExplored = (page, totals) => until(page, (wanted) => document.getElementById('outcomes-totals').textContent === wanted, totals);
const type = (page, text) => page.evaluate((given) => interleave.load({ code: given }), text);
const steps = (page) => page.evaluate(() => document.getElementById('steps').textContent);

inEachBrowser('A link with code', ({ open, sharedPage }) => {
  test('loads the program, at the step of its schedule', async () => {
    const { link } = await type(await sharedPage(), RACE);
    const page = await open(`${link}&schedule=ABAB&at=3`);
    const told = await program(page);
    assert.equal(told.source, RACE);
    assert.deepEqual([told.schedule, told.at, told.able, told.current, told.summary], ['ABAB', 3, 'B', true, '2 threads, 1 variable']);
    assert.deepEqual(told.faults, []);
    assert.deepEqual(told.lines, [{ line: RACE_LINE, steps: ['reads counter', 'writes counter'] }]);
    assert.deepEqual(told.values, { counter: '5' });
    assert.equal(await hash(page), `${link}&schedule=ABAB&at=3`);
    await untilExplored(page, '6 schedules, 3 endings');
    assert.match(await steps(page), /^Step 3 of 4: counter = 5\. .* B, add\(7\), writes counter next, on line 6\.$/);
  });

  test('without a schedule takes one at random', async () => {
    const { link } = await type(await sharedPage(), RACE);
    const page = await open(link);
    await untilExplored(page, '6 schedules, 3 endings');
    assert.match((await program(page)).schedule, /^[AB]{4}$/);
    // The words follow the outcomes.
    await page.waitForFunction(() => document.getElementById('expected').textContent !== '–');
    const { sentence, ending, expected, verdict, console: printed } = await words(page);
    assert.match(ending, /^counter = (5|7|12)$/);
    assert.equal(expected, 'counter = 12');
    assert.match(verdict, /^(expected|wrong)$/);
    assert.match(sentence, verdict === 'wrong' ? /^Lost update: / : /^As expected: counter = 12\.$/);
    assert.equal(printed[0], ending.slice('counter = '.length));
  });
});

inModuleBrowsers('A program of one\'s own', ({ sharedPage }) => {
  test('and the account are a step of undo apart', async () => {
    const page = await sharedPage();
    await load(page, '#v=1&lock=scoped');
    assert.equal(await page.evaluate(() => interleave.program()), null);
    const { link } = await type(page, RACE);
    assert.equal(await hash(page), link);
    await page.focus('#canvas');
    await page.keyboard.down('Control');
    await page.keyboard.press('KeyZ');
    await untilHash(page, '#v=1&lock=scoped');
    assert.equal(await program(page), null);
    await page.keyboard.press('KeyY');
    await page.keyboard.up('Control');
    await untilHash(page, link);
    assert.equal((await program(page)).source, RACE);
  });

  test('is loaded with its schedule and its output', async () => {
    const page = await sharedPage();
    const told = await page.evaluate((code) => interleave.load({ code, output: true, schedule: 'AABB', at: 2 }), RACE);
    assert.deepEqual([told.code, told.output, told.schedule, told.at, told.delay, told.problems], [RACE, true, 'AABB', 2, null, []]);
    assert.match(told.link, /&output=1&schedule=AABB&at=2$/);
    const { schedule, at, able } = await program(page);
    assert.deepEqual([schedule, at, able], ['AABB', 2, 'B']);
  });

  test('keeps of a schedule what is possible, and says why the rest is not', async () => {
    const page = await sharedPage();
    await page.evaluate((code) => interleave.load({ code, schedule: 'AAAB' }), RACE);
    assert.equal((await program(page)).schedule, 'AA');
    const problems = await page.evaluate(() => document.getElementById('problems').textContent);
    assert.match(problems, /step 3 of the schedule, A, is not possible: only B can step then/);
  });

  test('with faults is loaded as text, and its faults are told', async () => {
    const page = await sharedPage();
    const code = 'x = 1\ny = "😀" + yield\n';
    const told = await page.evaluate((given) => interleave.load({ code: given, schedule: 'AB' }), code);
    assert.deepEqual([told.code, told.schedule], [code, 'AB']);
    const { faults, current, schedule } = await program(page);
    assert.equal(current, false);
    assert.equal(schedule, undefined);
    assert.deepEqual(await page.evaluate((given) => interleave.check(given), code), faults);
    assert.deepEqual([faults[0].line, faults[0].column], [2, 11]);
    const problems = await page.evaluate(() => document.getElementById('problems').textContent);
    assert.match(problems, /The program cannot run: line 2, column 11: /);
    await until(page, () => document.getElementById('code-faults').textContent.startsWith('Line 2, column 12: '));
  });

  test('is not run on real threads', async () => {
    const page = await sharedPage();
    await type(page, RACE);
    const answers = await page.evaluate(() => Promise.all([
      interleave.run(), interleave.runMany(3), interleave.compare(), interleave.replay(), interleave.exportRun(),
    ].map((asked) => asked.then(() => 'ran', (error) => error.message))));
    for (const answer of answers) assert.match(answer, /^Runs on real threads are for the account; /);
    await page.evaluate(() => document.getElementById('run').click());
    assert.match((await program(page)).schedule, /^[AB]{4}$/);
    assert.deepEqual(await page.evaluate(() => [interleave.code('python'), interleave.code('cpp')]), [RACE, null]);
  });

  test('is refused where a call has a bad option, which it names', async () => {
    const page = await sharedPage();
    const refusals = await page.evaluate(async () => {
      const told = [];
      const note = async (call) => {
        try {
          await call();
          told.push('accepted');
        } catch (error) {
          told.push(error.message);
        }
      };
      await note(() => interleave.load({ code: 7 }));
      await note(() => interleave.load({ output: true }));
      await note(() => interleave.load({ code: 'x'.repeat(16_390) }));
      await note(() => interleave.load({ code: '', schedule: 'A?' }));
      await note(() => interleave.load({ code: '', schedule: 'AB', at: 3 }));
      await note(() => interleave.load({ code: '', output: 1 }));
      await note(() => interleave.check(null));
      await note(() => interleave.explore({ code: '', link: '#' }));
      await note(() => interleave.explore({ output: true }));
      await note(() => interleave.explore({ code: 'x = yield' }));
      return told;
    });
    assert.deepEqual(refusals.slice(0, 9), [
      'code: 7 is not allowed; allowed is the text of a program.',
      'code: undefined is not allowed; allowed is the text of a program.',
      'code: 16390 bytes are not allowed; allowed are at most 16384, so 6 are too many.',
      'schedule: "A?" is not allowed; allowed is at most 4096 letters, A to Z and m.',
      'at: 3 is not allowed; allowed is a whole number from 0 to 2, the length of the schedule.',
      'output: 1 is not allowed; allowed is true or false.',
      'code: null is not allowed; allowed is the text of a program.',
      'link: "#" is not allowed; allowed is either a link or code.',
      'output: true is not allowed; allowed is output beside code.',
    ]);
    assert.match(refusals[9], /^code: line 1, column 5: /);
  });

  test('is known to the page around it, too', async () => {
    const page = await sharedPage();
    const told = await page.evaluate(async (code) => {
      const frame = document.createElement('iframe');
      frame.src = `${location.pathname}#v=1&embed=1`;
      document.body.append(frame);
      await new Promise((resolve) => { frame.addEventListener('load', resolve, { once: true }); });
      let last = 0;
      const ask = (call, options) => new Promise((resolve) => {
        const id = ++last;
        const listen = ({ data }) => {
          if (data?.id !== id || data.interleave !== 1) return;
          removeEventListener('message', listen);
          resolve(data.result ?? data.error ?? null);
        };
        addEventListener('message', listen);
        frame.contentWindow.postMessage({ interleave: 1, id, call, options }, location.origin);
      });
      const answers = [
        await ask('program'), (await ask('check', 'x = yield'))[0].line, (await ask('load', { code, schedule: 'ABAB', at: 1 })).at,
        (await ask('program')).schedule, (await ask('explore', { code })).schedules, await ask('run'),
      ];
      frame.remove();
      return answers;
    }, RACE);
    assert.deepEqual(told.slice(0, 5), [null, 1, 1, 'ABAB', '6']);
    assert.match(told[5], /^Runs on real threads are for the account; /);
  });

  test('is explored as by the command', async () => {
    const page = await sharedPage();
    await load(page, '#v=1');
    // The native tests compare the command with this file.
    const { programs } = JSON.parse(await readFile(path.join(PROGRAMS, 'expected.json'), 'utf8'));
    for (const name of ['01-plus-equals.py', '62-transfer-deadlock.py', '47-unlock-lock-again.py', '22-print-in-order-locks.py', '87-submit-after-shutdown.py']) {
      const code = await readFile(path.join(PROGRAMS, name), 'utf8');
      const { output = false, endings, schedules, deadlocks, ...rest } = programs[name];
      const found = await page.evaluate((given) => interleave.explore(given), { code, output });
      const { expected = found.expected } = rest;
      assert.deepEqual([found.complete, found.schedules, found.deadlocks, found.expected], [true, schedules, deadlocks, expected], name);
      const told = found.endings.map(({ deadlock, ...others }) =>
        (deadlock ? { ...others, deadlock: deadlock.map(({ thread }) => thread) } : others));
      assert.equal(told.length, endings.length, name);
      endings.forEach((wanted, k) => {
        for (const [key, value] of Object.entries(wanted)) assert.deepEqual(told[k][key], value, `${name}: ${key} of ending ${k + 1}`);
      });
    }
    assert.equal((await settings(page)).link, '#v=1', 'none is loaded');
  });
});

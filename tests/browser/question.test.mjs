// Questions about a program: asked in the panel and by programs on the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';

import { click, inModuleBrowsers, locate, typeLabel, until, untilItem } from './support.mjs';

const RACE = `import threading

balance = 100

def update(amount):
    global balance
    copy = balance
    balance = copy + amount

a = threading.Thread(target=update, args=(50,))
b = threading.Thread(target=update, args=(-150,))
a.start()
b.start()
a.join()
b.join()
`;
const LINK = `#v=1&code=${deflateRawSync(Buffer.from(RACE)).toString('base64url')}`;

const untilAnswered = (page, answer) => until(page, (wanted) => interleave.program().asked?.answer === wanted, answer);
const untilShown = (page, schedule) => until(page, (wanted) => interleave.settings().schedule === wanted, schedule);

inModuleBrowsers('A question about a program', ({ open }) => {
  test('is answered by the simplest schedule, which is followed; nothing moves meanwhile', async () => {
    const page = await open(LINK);
    await click(page, 'Ask');
    const before = await locate(page, 'when');
    await typeLabel(page, 'A schedule where', 'balance < 0');
    await untilShown(page, 'BB');
    await untilAnswered(page, 'Yes, after BB: the simplest such schedule, with no preemption.');
    await click(page, 'when');
    await untilShown(page, 'BAAB');
    await until(page, () => document.getElementById('asked').textContent.startsWith('balance < 0, at the end? Yes, after BAAB'));
    await typeLabel(page, 'A schedule where', 'balance > 150');
    await untilAnswered(page, 'No, in none of 6 schedules.');
    await typeLabel(page, 'A schedule where', 'balance = 150');
    await untilAnswered(page, 'Column 1: an assignment cannot be asked; compare with `==`.');
    assert.deepEqual(await locate(page, 'when'), before);
    await typeLabel(page, 'A schedule where', 'balance < 0');
    await untilAnswered(page, 'Yes, after BAAB: the simplest such schedule, with 1 preemption.');
    // The answer leads to its schedule again.
    await click(page, 'to start');
    await click(page, 'answer');
    await until(page, () => (interleave.settings().at ?? 4) === 4);
  });

  test('stays while the program changes, and is asked anew', async () => {
    const page = await open(LINK);
    await click(page, 'Ask');
    await typeLabel(page, 'A schedule where', 'balance == 150');
    await untilShown(page, 'AA');
    await page.evaluate((code) => interleave.load({ code }), RACE.replace('(50,)', '(60,)'));
    await untilAnswered(page, 'No, in none of 6 schedules.');
  });

  test('is asked in words, too', async () => {
    const page = await open(LINK);
    await page.evaluate(() => {
      document.getElementById('where').value = 'balance < 0';
      document.getElementById('at-end').checked = true;
      document.getElementById('ask').requestSubmit();
    });
    await untilShown(page, 'BAAB');
    assert.equal(await page.evaluate(() => document.getElementById('asked').textContent),
      'balance < 0, at the end? Yes, after BAAB: the simplest such schedule, with 1 preemption.');
    await page.evaluate(() => interleave.load('#v=1'));
    await until(page, () => document.getElementById('ask').hidden && document.getElementById('asked').textContent === '');
  });

  test('is asked by programs, too, of any program and of the account', async () => {
    const page = await open('#v=1&delay=0');
    const answers = await page.evaluate(async (code) => {
      const why = (promise) => promise.then(() => 'none', (error) => error.message);
      return [
        await interleave.ask({ code, where: 'balance < 0', atEnd: true }),
        await interleave.ask({ where: 'account.balance > 150' }),
        await why(interleave.ask({ code, where: 'balanc < 0' })),
        await why(interleave.ask({ code })),
        await why(interleave.ask({ where: '1', atEnd: 1 })),
      ];
    }, RACE);
    assert.deepEqual(
      [answers[0].found, answers[0].schedule, answers[0].preemptions, answers[0].complete, answers[0].schedules],
      [true, 'BAAB', 1, true, '6'],
    );
    assert.deepEqual([answers[1].found, answers[1].schedule, answers[1].schedules], [false, undefined, '6']);
    assert.deepEqual(answers.slice(2), [
      'where: line 1, column 1: `balanc` is defined nowhere; did you mean `balance`?',
      'where: undefined is not allowed; allowed is an expression, as text.',
      'atEnd: 1 is not allowed; allowed is true or false.',
    ]);
    await untilItem(page, 'Run');
  });
});

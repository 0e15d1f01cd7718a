// A program of the user's own in the canvas: its outcomes, its scheduler, the picture of its schedule, and the way back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';

import { click, clickAt, inEachBrowser, inModuleBrowsers, items, load, locate, pressWith, settings, timeline, until, untilItem } from './support.mjs';

const linkOf = (source, more = '') => `#v=1&code=${deflateRawSync(Buffer.from(source)).toString('base64url')}${more}`;

/** A program with two threads of one function: `first` and `second` are their arguments. */
const inTwoThreads = (before, name, first, second) => `import threading

${before}
a = threading.Thread(target=${name}, args=(${first}))
b = threading.Thread(target=${name}, args=(${second}))
a.start()
b.start()
a.join()
b.join()
`;

const RACE = inTwoThreads(`balance = 100

def update(amount):
    global balance
    copy = balance
    balance = copy + amount
    print(amount)
`, 'update', '50,', '-150,');

const DEADLOCK = inTwoThreads(`left = threading.Lock()
right = threading.Lock()

def eat(first, second):
    with first:
        with second:
            pass
`, 'eat', 'left, right', 'right, left');

// Each gives its lock back as often as the other is taken.
const POLITE = inTwoThreads(`x = threading.Lock()
y = threading.Lock()
done = 0

def polite(mine, other):
    global done
    while True:
        mine.acquire()
        if other.acquire(False):
            break
        mine.release()
    done += 1
    other.release()
    mine.release()
`, 'polite', 'x, y', 'y, x');

// Far more states than are explored while a test waits.
const LARGE = `import threading

counts = [0, 0, 0, 0, 0, 0, 0, 0]

def count(i):
    for turn in range(40):
        counts[i] += turn

threads = [threading.Thread(target=count, args=(i,)) for i in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
`;

/** The schedule and the cursor, as the link has them. */
const shown = async (page) => {
  const { schedule, at } = await settings(page);
  return [schedule, at ?? schedule.length];
};

/** Waits until the schedule is that one, with the cursor there. */
const untilShown = (page, schedule, at = schedule.length) => until(page, (wanted, step) => {
  const now = interleave.settings();
  return now.schedule === wanted && (now.at ?? now.schedule.length) === step;
}, schedule, at);

const namesOf = async (page) => Object.keys(await items(page));
const rowsOf = async (page) => (await namesOf(page)).filter((name) => name.startsWith('ending '));

/** Presses a row of the table where none of its buttons is. */
async function pressRow(page, name) {
  await untilItem(page, name);
  const { left, top } = await locate(page, name);
  await page.mouse.click(left + 20, top + 10);
}

inEachBrowser('A program of one’s own', ({ open }) => {
  test('lists its endings; a press on one follows its simplest schedule, and its button the first', async () => {
    const page = await open(linkOf(RACE));
    await untilItem(page, 'ending balance -50');
    assert.deepEqual(await rowsOf(page), ['ending balance -50', 'ending balance 0', 'ending balance 150']);
    await pressRow(page, 'ending balance -50');
    await untilShown(page, 'BAAB');
    await click(page, 'first of balance -50');
    await untilShown(page, 'ABAB');
  });

  test('takes steps by its rows and by keys, and takes them back', async () => {
    const page = await open(linkOf(RACE, '&schedule=AABB&at=0'));
    await click(page, 'step B');
    await untilShown(page, 'B');
    await click(page, 'step A');
    await untilShown(page, 'BA');
    // The schedule has been pressed last, so that it has the keys.
    await page.keyboard.press('a');
    await untilShown(page, 'BAA');
    await page.keyboard.press('ArrowLeft');
    await untilShown(page, 'BAA', 2);
    await page.keyboard.press('Home');
    await untilShown(page, 'BAA', 0);
    await page.keyboard.press('End');
    await untilShown(page, 'BAA');
    await page.keyboard.press('Backspace');
    await untilShown(page, 'BA');
    await pressWith(page, 'Control', 'y');
    await untilShown(page, 'BAA');
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await items(page);
    assert.deepEqual(await shown(page), ['BAA', 3], 'a letter alone is not the schedule’s any more');
    await pressWith(page, 'Shift', 'B');
    await untilShown(page, 'BAAB');
  });
});

inModuleBrowsers('A program of one’s own: the picture', ({ open }) => {
  test('goes to the step that is pressed, and follows a drag', async () => {
    const page = await open(linkOf(RACE, '&schedule=AABB'));
    const { left, top, width, height } = await locate(page, 'timeline');
    const y = top + height / 2;
    // The axis has room for eight steps: a press in the first of four columns.
    await page.mouse.click(left + 20, y);
    await untilShown(page, 'AABB', 1);
    await page.mouse.move(left + 20, y);
    await page.mouse.down();
    await page.mouse.move(left + width - 4, y, { steps: 6 });
    await untilShown(page, 'AABB', 4);
    await page.mouse.move(left + 2, y, { steps: 6 });
    await page.mouse.up();
    await untilShown(page, 'AABB', 0);
  });

  test('scrolls a long schedule along with the cursor, and all of it is in the strip above', async () => {
    const page = await open(linkOf(LARGE));
    await click(page, 'Run');
    await until(page, () => interleave.settings().schedule.length > 300);
    await untilItem(page, 'minimap');
    await click(page, 'to start');
    await until(page, () => interleave.settings().at === 0);
    const { left, top, height } = await locate(page, 'timeline');
    await page.mouse.click(left + 20, top + height / 2);
    await until(page, () => interleave.settings().at === 1);
  });
});

inModuleBrowsers('A program of one’s own: the tree', ({ open }) => {
  test('leads to the schedule of the leaf that is pressed, and along it, and gives way to levels', async () => {
    const page = await open(linkOf(RACE));
    await click(page, 'Tree');
    await untilItem(page, 'tree');
    // The endings stand below the nodes: the third of six is ABBA's.
    await clickAt(page, 'tree', 2.5 / 6, 0.97);
    await untilShown(page, 'ABBA');
    // On the way of the schedule, it stays: the root is at the top.
    await clickAt(page, 'tree', 0.5, 0.05);
    await untilShown(page, 'ABBA', 0);
    await page.keyboard.press('ArrowRight');
    await untilShown(page, 'ABBA', 1);
    // Far more schedules than a tree is drawn of, of a program whose states are few.
    await load(page, linkOf(RACE.replace('b.start', 'c = threading.Thread(target=update, args=(7,))\nc.start()\nd = '
      + 'threading.Thread(target=update, args=(9,))\nd.start()\ne = threading.Thread(target=update, args=(1,))\ne.start()\nb.start')));
    await untilItem(page, 'levels');
    assert.ok(!(await namesOf(page)).includes('tree'));
    await click(page, 'Back to the account');
    await untilItem(page, 'tree');
  });
});

inModuleBrowsers('A program of one’s own: what can happen', ({ open }) => {
  test('shows a deadlock as such, and the way to it', async () => {
    const page = await open(linkOf(DEADLOCK));
    await until(page, () => document.getElementById('outcomes').textContent.length > 0);
    await untilItem(page, 'Run');
    const deadlock = (await rowsOf(page)).find((name) => name.includes('waits for'));
    assert.match(deadlock, /A waits for right, held by B, line 8; B waits for left, held by A, line 8/);
    await pressRow(page, deadlock);
    await untilShown(page, 'AB');
    // No thread can take a step.
    await click(page, 'step A');
    await items(page);
    assert.deepEqual(await shown(page), ['AB', 2]);
  });

  test('has a row for executions that go on for ever: it leads into the cycle, and twice round', async () => {
    const page = await open(linkOf(POLITE));
    await pressRow(page, 'for ever');
    await untilShown(page, 'ABABABABABAB');
  });

  test('says how far it is, and shows what there is when it is cancelled', async () => {
    const page = await open(linkOf(LARGE));
    await click(page, 'Cancel');
    await untilItem(page, 'Cancel', false);
    assert.ok(!(await namesOf(page)).includes('Cancel'));
  });

  test('tells endings apart by what is printed, once printing is a step', async () => {
    const page = await open(linkOf(RACE));
    await untilItem(page, 'ending balance 0');
    await click(page, 'output');
    await untilItem(page, 'ending balance -50; prints -150; prints 50');
    await until(page, () => location.hash.includes('&output=1'));
  });
});

inModuleBrowsers('A program of one’s own: what stands where', ({ open }) => {
  test('offers neither real threads nor what they are for, and Undo and the card lead back and forth', async () => {
    const page = await open('#v=1&delay=0&tx=a:1,b:2,c:3');
    await untilItem(page, 'label of C');
    await load(page, linkOf(RACE));
    await untilItem(page, 'Back to the account');
    const names = await namesOf(page);
    for (const gone of ['History', 'Speed', 'Lock', 'Loop', 'Stop', 'run many', 'start', 'lock']) {
      assert.ok(!names.includes(gone), gone);
    }
    await click(page, 'Back to the account');
    await untilItem(page, 'label of C');
    assert.ok((await namesOf(page)).includes('Loop'));
    await click(page, 'undo edit');
    await untilItem(page, 'Back to the account');
  });

  test('stays at the panel of the same name in a narrow window', async () => {
    const page = await open('#v=1&delay=0', { before: (next) => next.setViewport({ width: 400, height: 800 }) });
    await click(page, 'Outcomes');
    await untilItem(page, 'run many');
    await load(page, linkOf(RACE, '&schedule=BAAB&at=0'));
    await untilItem(page, 'ending balance -50');
    await click(page, 'Threads');
    await click(page, 'Scheduler');
    await click(page, 'step A');
    await untilShown(page, 'A');
  });

  test('stands beside a step of the lesson that is about a panel of the account', async () => {
    for (const [width, height] of [[1280, 720], [390, 844]]) {
      const page = await open(linkOf(RACE, '&lesson=3'), { before: (next) => next.setViewport({ width, height }) });
      await until(page, () => interleave.lesson().step === 3);
      if (width === 390) await click(page, 'Program');
      await untilItem(page, width === 390 ? 'Back to the account' : 'step A');
    }
  });

  test('is chosen from the gallery beside a panel of the account, and the account beside one of its panels', async () => {
    const page = await open(linkOf(RACE), { before: (next) => next.setViewport({ width: 390, height: 844 }) });
    await untilItem(page, 'step A');
    await click(page, 'Gallery');
    await untilItem(page, 'topic The account');
    await click(page, 'topic The account');
    await untilItem(page, 'program The lock');
    await click(page, 'program The lock');
    await untilItem(page, 'Speed');
    await click(page, 'Speed');
    await click(page, 'Gallery');
    await untilItem(page, 'topic Lost update');
    await click(page, 'topic Lost update');
    await untilItem(page, 'program Deposit and withdrawal');
    await click(page, 'program Deposit and withdrawal');
    // Its text takes the place of the settings.
    await until(page, () => interleave.program() !== null);
    await click(page, 'Program');
    await untilItem(page, 'Back to the account');
    assert.ok(!(await namesOf(page)).includes('Speed'));
  });

  test('hides nothing of what it says', async () => {
    for (const [width, height] of [[1280, 720], [1024, 768], [390, 844]]) {
      const page = await open(linkOf(RACE, '&schedule=BAAB'), { before: (next) => next.setViewport({ width, height }) });
      await timeline(page);
      await items(page);
      assert.deepEqual(await page.evaluate(() => interleave.inspect().cut), [], `${width} x ${height}`);
    }
  });
});

// From a key in the editor to the outcomes of the program that it makes, in Chromium, and what typing takes of the browser's main
// thread. A text is checked and explored when no key has been pressed for 150 ms; the rest is the page's own time.
//
//   node tests/bench/typing.mjs [KEYS OF EACH]

import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { addressOf, serve } from '../../web/server.mjs';
import { launchers } from '../browser/launch.mjs';
import { watchTasks } from './main_thread.mjs';

const START = 100; // with another digit, no ending is one of those before
const KEYS = Number(process.argv[2] ?? 10);
const PATIENCE_MS = 150; // UserProgram::kPatience
const BETWEEN_MS = 100; // keys of somebody who types on

/** Threads that each add their own amount so many times, to what the keys change. */
const adding = (amounts, times) => `import threading
counter = ${START}
def work(amount):
    global counter
    for i in range(${times}): counter += amount
threads = [threading.Thread(target=work, args=(amount,)) for amount in (${amounts.join(', ')})]
for t in threads: t.start()
for t in threads: t.join()
`;
const PROGRAMS = [
  { name: '2 threads, an update each', code: adding([1, 2], 1) },
  { name: '3 threads, 2 updates each', code: adding([1, 2, 4], 2) },
  { name: '4 threads, an update each', code: adding([1, 2, 4, 8], 1) },
  { name: '3 threads, 4 updates each', code: adding([1, 2, 4], 4) },
];

const median = (of) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)];

/** Presses into the code, and goes behind the number of its second line. */
async function edit(page) {
  await page.waitForFunction(() => {
    // Frames tell the places of controls from the first look on; this one means nothing, and is drawn for.
    for (const type of ['keydown', 'keyup']) document.getElementById('canvas').dispatchEvent(new KeyboardEvent(type, { key: 'Shift', code: 'ShiftLeft', keyCode: 16 }));
    return interleave.inspect().items.code;
  });
  const [x, y] = await page.evaluate(() => interleave.inspect().items.code);
  await page.mouse.click(x + 40, y + 10);
  await page.waitForFunction(() => document.getElementById('editor')?.shadowRoot.activeElement?.classList.contains('cm-content'));
  await page.keyboard.down('Control');
  await page.keyboard.press('Home');
  await page.keyboard.up('Control');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
}

/** Presses a key; resolves to the time from it until a frame lists an ending with `counter`, in ms. */
async function untilOutcomes(page, key, counter) {
  await page.evaluate((wanted) => {
    window.shown = new Promise((resolve) => {
      addEventListener('keydown', ({ timeStamp }) => {
        const look = () => {
          if (wanted in interleave.inspect().items) resolve(performance.now() - timeStamp);
          else requestAnimationFrame(look);
        };
        look();
      }, { capture: true, once: true });
    });
  }, `ending counter ${counter}`);
  await page.keyboard.press(key);
  return page.evaluate(() => window.shown);
}

async function measure(browser, address, { code }) {
  const page = await browser.newPage();
  await page.goto(address);
  await page.evaluate(() => interleave.ready);
  await page.evaluate((given) => interleave.load({ code: given }), code);
  await edit(page);
  const { states, endings } = await page.evaluate((given) => interleave.explore({ code: given }), code);
  const added = endings[0].values.counter - START; // in the one that is listed first
  const times = [];
  for (let i = 0; i < KEYS; ++i) {
    const digit = i % 10;
    times.push(await untilOutcomes(page, String(digit), 10 * START + digit + added));
    await page.keyboard.press('Backspace');
    await pause(1_000);
  }
  const tasks = await watchTasks(page, async () => {
    for (let i = 0; i < KEYS; ++i) {
      await page.keyboard.press(i % 2 === 0 ? '1' : 'Backspace');
      await pause(BETWEEN_MS);
    }
  });
  await page.close();
  return { states, times, tasks };
}

const server = await serve({ root: fileURLToPath(new URL('../../build/web/page', import.meta.url)), port: 0 });
const browser = await launchers.chromium({});
console.log(`\nFrom a key to the outcomes, ms, of which ${PATIENCE_MS} are waited for another key; ${KEYS} keys each, in Chromium.\n`);
console.log(`${''.padEnd(28)}${['states', 'median', 'longest', 'task, longest', 'its own'].map((each) => each.padStart(15)).join('')}`);
for (const program of PROGRAMS) {
  const { states, times, tasks } = await measure(browser, addressOf(server), program);
  const cells = [states.toLocaleString('en'), median(times).toFixed(0), Math.max(...times).toFixed(0), tasks.there.toFixed(1), tasks.own.toFixed(1)];
  console.log(program.name.padEnd(28) + cells.map((each) => each.padStart(15)).join(''));
}
await browser.close();
server.close();

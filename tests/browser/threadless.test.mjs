// Where a browser gives no shared memory: the module without threads, in which all works but what takes real threads.
// WebKitGTK has none by itself; Chromium and Firefox have none where the server does not isolate the page.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { click, evaluateUntil as until, inEachBrowser, inModuleBrowsers, items, servePage, typeInto } from './support.mjs';
import { launchWebKit } from './webkit.mjs';

const OFF = /Real threads are off here, because .+\. \S+/;

const ready = (page) => until(page, () => globalThis.interleave?.ready.then(() => true));

// What is the same in every browser; `why` the page must give. A page of its own, or the same for all.
const common = (visit, why, moduleTest) => {
  test('shows a race by itself, and says why it is on no real threads', async () => {
    const page = await visit();
    const told = await until(page, () => {
      const text = (id) => document.getElementById(id).textContent;
      return text('verdict') !== '–' && { sentence: text('sentence'), off: text('threads-off'), problems: text('problems'), run: text('run') };
    });
    assert.match(told.sentence, /lost|overdrawn|-50|150/);
    for (const words of [told.off, told.problems]) {
      assert.match(words, OFF);
      assert.match(words, why);
    }
    assert.equal(told.run, 'Run a random schedule');
    assert.deepEqual(await page.evaluate(() => [interleave.realThreads, interleave.threadsOff.remedy !== '']), [false, true]);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'canvas');
    assert.match(await page.evaluate(() => interleave.settings().schedule), /^[AB]{4}$/);
  });

  moduleTest('explores every schedule, for its user and for programs', async () => {
    const page = await visit();
    await page.evaluate(() => interleave.load('#v=1').link);
    await until(page, () => /^6 schedules, 3 endings/.test(document.getElementById('outcomes-totals').textContent));
    const found = await page.evaluate(() => interleave.explore({ link: '#v=1&tx=a:1,b:2,c:4,d:8,e:16&workers=5' }));
    assert.equal(found.schedules, '113400');
    assert.equal(found.complete, true);
    const expected = await page.evaluate(() => interleave.explore({ link: '#v=1&lock=manual&fail=A' }));
    assert.notEqual(expected.deadlocks, '0');
  });

  moduleTest('gives up an exploration that is too large, and goes on with the next', async () => {
    const page = await visit();
    const told = await page.evaluate(async () => {
      const aborter = new AbortController();
      // The balance's value matters: counted state by state, which takes minutes.
      const asked = interleave.explore({ link: '#v=1&overdraft=refuse&tx=a:1x40,b:-2x40,c:4x40&workers=3', seconds: 600, signal: aborter.signal });
      setTimeout(() => aborter.abort(new Error('enough')), 300);
      const why = await asked.then(() => 'ended', (error) => error.message);
      return { why, next: (await interleave.explore({ link: '#v=1' })).schedules };
    });
    assert.deepEqual(told, { why: 'enough', next: '6' });
  });

  moduleTest('tells what its worker could not do', async () => {
    const page = await visit();
    const told = await page.evaluate(() => new Promise((resolve, reject) => {
      const worker = new Worker('worker.mjs', { type: 'module' });
      worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
      worker.onerror = () => reject(new Error('the worker has failed'));
      worker.postMessage({ task: 0, question: new Uint8Array([1, 2, 3]) });
    }));
    assert.deepEqual(told, { failure: 'the message ends early' });
  });

  moduleTest('refuses what takes real threads, and says why', async () => {
    const page = await visit();
    const answers = await page.evaluate(() => Promise.all([
      interleave.run(), interleave.runMany(3), interleave.compare(), interleave.replay('#v=1&schedule=ABAB'),
    ].map((asked) => asked.then(() => 'ran', (error) => error.message))));
    for (const answer of answers) assert.match(answer, OFF);
  });

  moduleTest('runs random schedules instead', async () => {
    const page = await visit();
    await page.evaluate(() => interleave.load('#v=1&tx=a:1x20,b:-1x20'));
    const seen = new Set();
    for (let i = 0; i < 3; ++i) {
      await page.evaluate(() => document.getElementById('run').click());
      seen.add(await page.evaluate(() => interleave.settings().schedule));
    }
    for (const schedule of seen) assert.match(schedule, /^[AB]{80}$/);
    // Of 80 over 40 schedules, two would have to be the same.
    assert.equal(seen.size, 3);
  });

  moduleTest('walks and explores a program of one\'s own', async () => {
    const page = await visit();
    const code = 'import threading\nx = 0\ndef add():\n    global x\n    x += 1\nfor i in range(2): threading.Thread(target=add).start()\n';
    await page.evaluate((given) => interleave.load({ code: given, schedule: 'ABAB' }), code);
    await until(page, () => document.getElementById('outcomes-totals').textContent === '6 schedules, 2 endings');
    await until(page, () => document.getElementById('sentence').textContent.startsWith('Lost update: '));
    const { grade, schedule } = await page.evaluate(() => interleave.program());
    assert.deepEqual([grade, schedule], ['wrong', 'ABAB']);
    const found = await page.evaluate((given) => interleave.explore({ code: given }), code);
    assert.deepEqual([found.schedules, found.endings.length], ['6', 2]);
    const refused = await page.evaluate(() => interleave.explore({ code: 'x = yield' }).then(() => '', (error) => error.message));
    assert.match(refused, /^code: line 1, column 5: /);
    await page.evaluate(() => interleave.load('#v=1'));
  });

  moduleTest('plays the second thread of the lock by itself', async () => {
    const page = await visit();
    await page.evaluate(() => interleave.lesson(3));
    for (const action of [0, 2, 4]) {
      await page.evaluate((number) => document.querySelector(`#lesson-lock button[value="${number}"]`).click(), action);
    }
    await until(page, () => /The other thread waits/.test(document.getElementById('lock-state').textContent));
    await page.evaluate(() => document.querySelector('#lesson-lock button[value="3"]').click());
    await until(page, () => interleave.lesson().done.includes(3));
    await page.evaluate(() => interleave.lesson(0));
  });

  moduleTest('saves a schedule as a file, and reads it again', async () => {
    const page = await visit();
    const read = await page.evaluate(async () => {
      interleave.load('#v=1&schedule=ABAB');
      const csv = await (await interleave.exportRun({ format: 'csv' })).text();
      const file = await interleave.exportRun({ format: 'chrome' });
      interleave.load('#v=1&lock=scoped');
      const result = await interleave.importRun(file);
      const bad = await interleave.importRun(new Blob(['[1, 2'])).then(() => null, (error) => error.message);
      return { lines: csv.trim().split('\n').length, ending: result.ending, schedule: interleave.settings().schedule, bad };
    });
    assert.equal(read.lines, 1 + 8, 'four steps, and each thread begins and ends');
    assert.equal(read.ending, -50);
    assert.equal(read.schedule, 'ABAB');
    assert.match(read.bad, /no JSON that can be read/);
  });
};

inEachBrowser('The page on a server that does not isolate it', ({ open, moduleTest }) => {
  const HEADERS = /server sends two headers.*Cross-Origin-Opener-Policy: same-origin.*Cross-Origin-Embedder-Policy: require-corp.*\.\/dev serve/;
  common(() => open(), HEADERS, moduleTest);

  test('is operated as ever: keys, fields, the scheduler, the code, the timeline', async () => {
    const page = await open('#v=1&tx=deposit:50x20,withdrawal:-150x20');
    await page.mouse.move(640, 20);
    const before = await page.evaluate(() => interleave.settings().schedule);
    await page.keyboard.press('r');
    await until(page, (old) => interleave.settings().schedule !== old, before);
    await click(page, 'undo');
    await click(page, 'step A');
    await typeInto(page, 'amount of A', '75');
    await page.keyboard.press('Enter');
    await until(page, () => interleave.settings().tx[0].amount === 75);
    assert.match(await page.evaluate(() => interleave.code('python')), /75/);
    const { eventsInSight } = (await page.evaluate(() => interleave.inspect())).timeline;
    assert.ok(eventsInSight > 0);
  });

  moduleTest('says where runs would be that there are none', async () => {
    const page = await open();
    const shown = await items(page);
    assert.ok('threads are off' in shown, Object.keys(shown).join());
    for (const gone of ['Loop', 'Stop', 'run many']) assert.ok(!(gone in shown), gone);
    await page.keyboard.press('l');
    await until(page, (pattern) => new RegExp(pattern).test(document.getElementById('problems').textContent), OFF.source);
    await click(page, 'dismiss banner');
    await until(page, () => document.getElementById('problems').textContent === '');
  });

  test('goes on where the worker cannot be loaded, and says what is missing', async () => {
    const server = await servePage({
      isolate: false,
      intercept(request, response) {
        if (!request.url.startsWith('/worker.mjs')) return false;
        response.writeHead(404).end();
        return true;
      },
    });
    try {
      const page = await open('', { at: server.address, expected: /worker\.mjs|404|Not Found|MIME/ });
      assert.doesNotMatch(await page.evaluate(() => document.getElementById('problems').textContent), /thread could not be started/);
      await until(page, () => /Not every schedule: .*nothing is counted/.test(document.getElementById('outcomes-remarks').textContent));
      await page.evaluate(() => document.getElementById('run').click());
      assert.match(await page.evaluate(() => interleave.settings().schedule), /^[AB]{4}$/);
    } finally {
      await server.close();
    }
  });
}, { server: { isolate: false } });

inEachBrowser('The page in a frame of another that is not isolated', ({ open }) => {
  test('says that the other page is why', async () => {
    const page = await open();
    const told = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.src = `${location.pathname}#v=1&lock=scoped`;
      document.body.append(frame);
      await new Promise((resolve) => { frame.addEventListener('load', resolve, { once: true }); });
      await frame.contentWindow.interleave.ready;
      const words = frame.contentDocument.getElementById('threads-off').textContent;
      frame.remove();
      return words;
    });
    assert.match(told, /shown in is not isolated from others\. Open Interleave in a tab of its own/);
  });
}, { server: { isolate: false } });

inModuleBrowsers('Without threads and without WebGL2', ({ open }) => {
  test('the words and the lesson are there', async () => {
    const page = await open();
    await until(page, () => document.getElementById('verdict').textContent !== '–');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'text');
    await page.click('#lesson-start');
    await until(page, () => interleave.lesson().step === 1);
    for (let i = 0; i < 300 && !await page.evaluate(() => interleave.lesson().done.includes(1)); ++i) await page.click('#run');
    await until(page, () => interleave.lesson().done.includes(1));
    await page.evaluate(() => interleave.lesson(10));
    await until(page, () => /Now choose "Context manager"/.test(document.getElementById('lesson-remark').textContent));
    await page.evaluate(() => interleave.load('#v=1&lock=scoped&lesson=10'));
    await until(page, () => interleave.lesson().done.includes(10));
  });
}, { server: { isolate: false }, launch: { drawing: false } });

describe('The page (WebKitGTK)', () => {
  let server;
  let webkit;
  before(async () => {
    server = await servePage();
    webkit = await launchWebKit();
    await webkit.page.goto(server.address);
    await ready(webkit.page);
  });
  after(async () => {
    await webkit?.close();
    await server?.close();
  });

  test('is isolated, and has no shared memory all the same', async () => {
    assert.deepEqual(await webkit.page.evaluate(() => [crossOriginIsolated, typeof SharedArrayBuffer]), [true, 'undefined']);
  });
  common(() => webkit.page, /this browser gives pages no shared memory \(SharedArrayBuffer\)\. Use a current/, test);

  test('takes keys and the mouse', async () => {
    const { page } = webkit;
    await page.evaluate(() => { interleave.load('#v=1&tx=a:1x20,b:-1x20'); document.getElementById('canvas').focus(); });
    await page.press('r');
    const first = await until(page, () => interleave.settings().schedule);
    const [x, y, width, height] = await until(page, () => interleave.inspect().items.Run);
    await page.clickAt(x + width / 2, y + height / 2);
    await until(page, (before) => interleave.settings().schedule !== before, first);
  });

  test('edits a program, with style sheets that its policy allows', async () => {
    const { page } = webkit;
    await page.evaluate(() => {
      window.violations = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => { window.violations.push(effectiveDirective); });
      interleave.load({ code: 'x = 1\n' });
    });
    await until(page, () => interleave.program()?.current);
    await page.evaluate(() => { document.getElementById('edit').click(); });
    await until(page, () => document.getElementById('editor')?.shadowRoot.activeElement?.classList.contains('cm-content'));
    for (const key of ['y', '=']) await page.press(key);
    await until(page, () => interleave.program().source === 'y=x = 1\n' && interleave.program().current);
    const looks = await page.evaluate(() => {
      const { shadowRoot } = document.getElementById('editor');
      return [getComputedStyle(shadowRoot.querySelector('.cm-gutters')).display, shadowRoot.querySelectorAll('.cm-line').length, window.violations.length];
    });
    assert.deepEqual(looks, ['flex', 2, 0]);
  });
});

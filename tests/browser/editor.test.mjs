// The editor of a program of one's own: what is typed counts at once, nothing of it is lost, and the page stays as it is where the
// editor cannot be loaded.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

import axe from 'axe-core';

import {
  click, inEachBrowser, inModuleBrowsers, outcome, PAGE_FOLDER, pressWith, ROOT, servePage, tap, until, untilItem,
} from './support.mjs';

const MOST_BYTES = 130_000; // of the editor, as ./dev dist compresses it
const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const COUNTER = `import threading

counter = 0

def work():
    global counter
    counter += 1

a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
b.join()
`;

// ---- In the page

/** What the tests look at, and the violations of the policy. */
const prepare = (page) => page.evaluateOnNewDocument(() => {
  window.violations = [];
  addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) => { window.violations.push(`${effectiveDirective}: ${sample}`); });
  window.editor = {
    get root() { return document.getElementById('editor')?.shadowRoot; },
    get shown() { return document.getElementById('editor')?.checkVisibility({ visibilityProperty: true }) === true; },
    get focused() { return this.shown && this.root.activeElement?.classList.contains('cm-content') === true; },
    get lines() { return [...this.root.querySelectorAll('.cm-line')].map(({ textContent }) => textContent); },
    get text() { return this.lines.join('\n'); },
    get faults() { return [...this.root.querySelectorAll('.faults li')].map(({ textContent }) => textContent); },
    get status() { return this.root.querySelector('[role=status]').textContent; },
    button(words) { return [...this.root.querySelectorAll('button')].find(({ textContent }) => textContent === words); },
    kept() {
      return Object.keys(localStorage).filter((key) => key.startsWith('interleave.program.'))
        .map((key) => JSON.parse(localStorage.getItem(key)));
    },
  };
});

const opens = async (open, hash = '#v=1&delay=0', options = {}) => {
  const page = await open(hash, {
    ...options,
    before: async (fresh) => {
      await prepare(fresh);
      await options.before?.(fresh);
    },
  });
  await outcome(page);
  return page;
};

const focused = (page) => until(page, () => window.editor.focused);
const text = (page) => page.evaluate(() => window.editor.text);
const source = (page) => page.evaluate(() => interleave.program()?.source ?? null);
const untilSource = (page, wanted) => until(page, (text) => interleave.program()?.source === text, wanted);

/** Presses into the code, and waits until the editor has it. */
async function press(page) {
  await click(page, 'code');
  await focused(page);
}

/** Replaces all of the text, as one paste. */
async function paste(page, words) {
  await pressWith(page, 'Control', 'a');
  await page.evaluate((given) => {
    const data = new DataTransfer();
    data.setData('text/plain', given);
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true });
    Object.defineProperty(event, 'clipboardData', { value: data }); // Firefox gives an event that a script makes none
    window.editor.root.querySelector('.cm-content').dispatchEvent(event);
  }, words);
}

async function write(page, program) {
  await press(page);
  await paste(page, program);
  await untilSource(page, program);
  await until(page, () => interleave.program().current);
}

const keptTexts = (page) => page.evaluate(() => window.editor.kept().map((each) => each.text));

/** A folder of its own for the test. */
async function scratch(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'interleave-editor-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

/** Drops a file on the page, as a hand does. */
const drop = (page, name, bytes) => page.evaluate((file, content) => {
  const data = new DataTransfer();
  data.items.add(new File([typeof content === 'string' ? content : Uint8Array.from(content)], file));
  const event = (type) => new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
  const canvas = document.getElementById('canvas');
  if (canvas.dispatchEvent(event('dragover'))) throw new Error('the page takes no files');
  canvas.dispatchEvent(event('drop'));
}, name, bytes);

const problems = (page) => page.evaluate(() => document.getElementById('problems').textContent);

// ---- Tests

test(`The editor takes at most ${MOST_BYTES} bytes`, async () => {
  const bytes = await readFile(path.join(PAGE_FOLDER, 'editor.mjs'));
  const { length } = await promisify(brotliCompress)(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  } });
  assert.ok(length <= MOST_BYTES, `${length} bytes`);
});

inEachBrowser('The editor', ({ open, name, moduleTest }) => {
  test('opens where the code is pressed, and makes the program the user\'s with the first key', async () => {
    const asked = [];
    const page = await opens(open, '#v=1&delay=0&lock=scoped', {
      before: (fresh) => fresh.on('request', (request) => asked.push(request.url())),
    });
    assert.deepEqual(asked.filter((url) => url.endsWith('editor.mjs')), [], 'nothing is loaded before');
    await press(page);
    assert.match(await text(page), /with .*lock:/);
    assert.equal(await source(page), null, 'the account is still set');
    const account = await text(page);
    await pressWith(page, 'Control', 'Home');
    await page.keyboard.type('# mine\n');
    await until(page, () => interleave.program()?.source.startsWith('# mine\n'));
    await until(page, () => location.hash.includes('code='));
    // Across the border: the text, and then the account and its settings.
    for (let i = 0; i < 8 && await source(page) !== null; ++i) await pressWith(page, 'Control', 'z');
    assert.equal(await source(page), null);
    assert.equal(await page.evaluate(() => interleave.settings().lock), 'scoped');
    await until(page, () => !window.editor.shown);
    await pressWith(page, 'Control', 'y');
    await until(page, () => interleave.program() !== null);
    assert.notEqual(account, '');
    assert.deepEqual(await page.evaluate(() => window.violations), [], 'the policy is in nobody\'s way');
  });

  moduleTest('is copied from, in part and as a whole', async () => {
    const page = await opens(open);
    await page.evaluate(() => {
      document.addEventListener('copy', ({ clipboardData }) => { window.copied = clipboardData.getData('text/plain'); });
      navigator.clipboard.writeText = async (words) => { window.copied = words; };
    });
    const copied = async (copy) => {
      await page.evaluate(() => { window.copied = null; });
      await copy();
      await until(page, () => window.copied !== null);
      return page.evaluate(() => window.copied);
    };
    await press(page);
    const account = await page.evaluate(() => interleave.code('python'));
    assert.equal(await copied(() => pressWith(page, 'Control', 'a', 'c')), account);
    await write(page, COUNTER);
    assert.equal(await copied(() => pressWith(page, 'Control', 'a', 'c')), COUNTER);
    assert.equal(await copied(() => click(page, 'copy code')), COUNTER);
    await press(page);
    await pressWith(page, 'Control', 'Home');
    await pressWith(page, 'Shift', 'End');
    assert.equal(await copied(() => pressWith(page, 'Control', 'c')), 'import threading');
  });

  test('shows what is wrong where it is, and in a list', async () => {
    const page = await opens(open);
    await write(page, COUNTER);
    assert.deepEqual(await page.evaluate(() => window.editor.faults), []);
    await pressWith(page, 'Control', 'End');
    await page.keyboard.type('yield 1\n');
    await until(page, () => window.editor.faults.length > 0);
    assert.match((await page.evaluate(() => window.editor.faults))[0], /^Line 15 /);
    assert.ok(await page.evaluate(() => window.editor.root.querySelector('.fault').textContent.includes('yield')));
    // It leads to its place.
    await pressWith(page, 'Control', 'Home');
    await page.evaluate(() => window.editor.root.querySelector('.faults button').click());
    await page.keyboard.type('# ');
    await until(page, () => window.editor.text.includes('\n# yield 1\n'));
    await until(page, () => window.editor.faults.length === 0);
  });

  test('marks the lines that have steps, and shows them', async () => {
    const page = await opens(open);
    await write(page, COUNTER);
    await until(page, () => window.editor.root.querySelectorAll('.steps-gutter .dots').length > 1);
    const place = await page.evaluate(() => {
      const marks = [...window.editor.root.querySelectorAll('.steps-gutter .dots')];
      const mark = marks.find(({ title }) => title === 'reads counter · writes counter').getBoundingClientRect();
      return { x: mark.x + mark.width / 2, y: mark.y + mark.height / 2 };
    });
    const shown = () => page.evaluate(() => [...window.editor.root.querySelectorAll('ol.steps li')].map(({ textContent }) => textContent));
    await page.mouse.click(place.x, place.y);
    assert.deepEqual(await shown(), ['reads counter', 'writes counter']);
    await page.mouse.click(place.x, place.y);
    assert.deepEqual(await shown(), []);
    // The threads stand at their lines, those to come filled.
    await until(page, () => window.editor.root.querySelectorAll('.threads-gutter b.next').length > 0);
  });

  test('has Tab for indenting, and is left by Escape and Tab', async () => {
    const page = await opens(open);
    await write(page, 'if True:\n    y = 2\n');
    await pressWith(page, 'Control', 'End');
    await page.keyboard.press('Tab');
    await page.keyboard.type('x = 1');
    await untilSource(page, 'if True:\n    y = 2\n    x = 1');
    await pressWith(page, 'Control', '/');
    await untilSource(page, 'if True:\n    y = 2\n    # x = 1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => !window.editor.focused && window.editor.root.activeElement !== null), 'its buttons come next');
    assert.equal(await source(page), 'if True:\n    y = 2\n    # x = 1');
  });

  test('has numbers that go up and down', async () => {
    const page = await opens(open);
    await write(page, 'x = 9\ny = -1\n');
    await pressWith(page, 'Control', 'Home');
    await page.keyboard.press('End');
    await pressWith(page, 'Alt', 'ArrowUp');
    await untilSource(page, 'x = 10\ny = -1\n');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await pressWith(page, 'Alt', 'ArrowUp', 'ArrowUp');
    await untilSource(page, 'x = 10\ny = 1\n');
    const { x, y } = await page.evaluate(() => {
      const number = [...window.editor.root.querySelectorAll('.cm-line span')].find(({ textContent }) => textContent === '10');
      const box = number.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    await page.keyboard.down('Alt');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 12);
    await page.mouse.move(x, y + 30);
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await untilSource(page, 'x = 5\ny = 1\n');
    await pressWith(page, 'Control', 'z');
    await untilSource(page, 'x = 10\ny = 1\n');
  });

  moduleTest('takes 16 KiB at once, and says what is too long', async () => {
    const page = await opens(open);
    const line = 'x = 1  # a line of the largest program\n';
    const whole = line.repeat(Math.floor(16_384 / line.length));
    await write(page, whole);
    assert.deepEqual(await page.evaluate(() => window.editor.faults), []);
    await paste(page, whole + line);
    await until(page, () => window.editor.faults.some((words) => words.includes('16,384') || words.includes('16384')));
  });

  // A phone's pointer is to be had there alone.
  const phoneTest = name === 'chromium' ? test : () => undefined;
  phoneTest('is operated by a finger, larger, and above the keyboard', async () => {
    const page = await opens(open, '#v=1&delay=0', { before: (fresh) => fresh.setViewport(PHONE) });
    await tap(page, 'Code');
    await untilItem(page, 'code');
    await tap(page, 'code');
    await focused(page);
    assert.ok(await page.evaluate(() => parseFloat(getComputedStyle(window.editor.root.querySelector('.cm-content')).fontSize)) >= 16);
    await page.keyboard.type('#');
    await until(page, () => interleave.program() !== null);
    // A keyboard leaves the upper part of the page in sight.
    const box = await page.evaluate(() => {
      Object.defineProperty(visualViewport, 'height', { configurable: true, value: 400 });
      visualViewport.dispatchEvent(new Event('resize'));
      return document.getElementById('editor').getBoundingClientRect().toJSON();
    });
    assert.deepEqual([box.left, box.top, box.width, box.height], [0, 0, 390, 400]);
    await until(page, () => {
      const line = window.editor.root.querySelector('.cm-activeLine').getBoundingClientRect();
      return line.top >= 0 && line.bottom <= 400;
    });
    await page.evaluate(() => window.editor.button('Done').click());
    await until(page, () => document.getElementById('editor').getBoundingClientRect().top > 0);
  });

  test('stays away where it cannot be loaded, and comes when it can', async (t) => {
    let broken = true;
    const server = await servePage({
      intercept(request, response) {
        if (!broken || !request.url.startsWith('/editor.mjs')) return false;
        response.writeHead(503).end();
        return true;
      },
    });
    t.after(server.close);
    const page = await opens(open, '#v=1&delay=0', { at: server.address, expected: /editor\.mjs|503|import/ });
    await click(page, 'code');
    await until(page, () => document.getElementById('problems').textContent.startsWith('The editor could not be loaded'));
    assert.equal(await page.evaluate(() => document.getElementById('editor')), null, 'the listing stays');
    broken = false;
    await press(page);
  });
}, { fresh: true });

inEachBrowser('Programs on the device', ({ open }) => {
  test('are kept with each pause, and are opened from their list', async () => {
    const page = await opens(open);
    await write(page, '# first\nx = 1\n');
    await until(page, () => window.editor.kept().some(({ text }) => text === '# first\nx = 1\n'));
    assert.match(await page.evaluate(() => window.editor.kept()[0].name), /^first$/);
    assert.match(await page.evaluate(() => window.editor.status), /^Kept on this device at \d\d:\d\d$/);
    // A link that is opened takes its place on the screen, and not in the list.
    const link = await page.evaluate(() => interleave.settings().link ?? location.hash);
    await page.evaluate(() => interleave.load('#v=1&delay=0'));
    await until(page, () => interleave.program() === null);
    assert.ok(link.length > 0);
    await write(page, '# second\ny = 2\n');
    await until(page, () => window.editor.kept().length === 2);
    await page.evaluate(() => window.editor.button('Programs').click());
    const names = await page.evaluate(() => [...window.editor.root.querySelectorAll('.programs li button')].map(({ firstChild }) => firstChild.textContent));
    assert.deepEqual(names, ['second', 'first'], 'the newest first');
    await page.evaluate(() => window.editor.root.querySelectorAll('.programs li button')[1].click());
    await untilSource(page, '# first\nx = 1\n');
    await page.keyboard.press('End');
    await pressWith(page, 'Control', 'z');
    await untilSource(page, '# second\ny = 2\n');
  });

  test('are at most twenty, the newest', async () => {
    const page = await opens(open);
    await page.evaluate(() => {
      for (let i = 0; i < 22; ++i) {
        localStorage.setItem(`interleave.program.old${i}`, JSON.stringify({ name: `old ${i}`, date: 1000 + i, text: `${i}` }));
      }
      localStorage.setItem('interleave.program.broken', '{');
    });
    await write(page, '# new\n');
    await until(page, () => Object.keys(localStorage).filter((key) => key.startsWith('interleave.program.old')).length === 19);
    const texts = await page.evaluate(() => window.editor.root && Object.values(localStorage).filter((each) => each.startsWith('{"name"')).map((each) => JSON.parse(each).text));
    assert.ok(texts.includes('# new\n') && texts.includes('21') && !texts.includes('2'), String(texts));
  });

  test('of two tabs are two', async () => {
    const first = await opens(open);
    await write(first, '# both\nx = 1\n');
    await until(first, () => window.editor.kept().length === 1);
    const second = await first.browserContext().newPage();
    await prepare(second);
    await second.goto(first.url());
    await second.evaluate(() => interleave.ready);
    await until(second, () => interleave.program()?.current);
    await press(second);
    await pressWith(second, 'Control', 'Home');
    await second.keyboard.type('# second tab\n');
    await until(second, () => window.editor.kept().length === 2);
    await first.bringToFront();
    await first.evaluate(() => window.editor.root.querySelector('.cm-content').focus());
    await pressWith(first, 'Control', 'Home');
    await first.keyboard.type('# first tab\n');
    await until(first, () => window.editor.kept().some((each) => each.text.startsWith('# first tab\n')));
    assert.deepEqual((await keptTexts(first)).map((each) => each.split('\n')[0]).sort(), ['# first tab', '# second tab']);
  });

  for (const [what, name, words] of [['full', 'QuotaExceededError', /is full/], ['forbidden', 'SecurityError', /forbids/]]) {
    test(`are not kept where the storage is ${what}, which is said, and editing goes on`, async () => {
      const page = await opens(open);
      await page.evaluate((error) => {
        Storage.prototype.setItem = () => { throw new DOMException('no', error); };
      }, name);
      await write(page, '# lost\n');
      await until(page, () => window.editor.status.startsWith('Not kept on this device'));
      assert.match(await page.evaluate(() => window.editor.status), words);
      await pressWith(page, 'Control', 'End');
      await page.keyboard.type('x = 1\n');
      await untilSource(page, '# lost\nx = 1\n');
    });
  }
}, { fresh: true });

inEachBrowser('A file', ({ open }) => {
  test('that is dropped on the page is the program from then on', async () => {
    const page = await opens(open);
    await drop(page, 'counter.py', COUNTER);
    await untilSource(page, COUNTER);
    await until(page, () => window.editor.shown);
    for (const [name, bytes, words] of [
      ['notes.txt', 'x = 1', 'notes.txt is not opened: allowed is a program in Python, a file *.py.'],
      ['long.py', '#'.repeat(16_385), 'long.py is not opened: it has 16,385 bytes; allowed are at most 16,384.'],
      ['latin.py', [0x23, 0xE9], 'latin.py is not opened: it is not in UTF-8.'],
    ]) {
      await drop(page, name, bytes);
      await until(page, (wanted) => document.getElementById('problems').textContent === wanted, words);
      assert.equal(await source(page), COUNTER);
    }
    await pressWith(page, 'Control', 'z');
    await until(page, () => interleave.program() === null);
    assert.equal(await page.evaluate(() => interleave.settings().lock), 'none');
  });
});

inModuleBrowsers('A program', ({ open }) => {
  test('is opened and saved by keys, with the module that it imports beside it', async (t) => {
    const page = await opens(open);
    const folder = await scratch(t);
    const file = path.join(folder, 'atomic.py');
    const program = 'from interleave import Atomic\n\nvalue = Atomic(0)\n';
    await writeFile(file, program);
    await press(page);
    const chooser = page.waitForFileChooser();
    await page.evaluate(() => undefined); // from then on the browser hands choosers over
    await pressWith(page, 'Control', 'o');
    await (await chooser).accept([file]);
    await untilSource(page, program);
    const cdp = await page.browser().target().createCDPSession();
    const saved = path.join(folder, 'saved');
    await cdp.send('Browser.setDownloadBehavior', {
      behavior: 'allow', browserContextId: page.browserContext().id, downloadPath: saved, eventsEnabled: true,
    });
    const downloaded = async (act) => {
      const done = new Promise((resolve) => {
        cdp.on('Browser.downloadProgress', ({ state }) => { if (state === 'completed') resolve(); });
      });
      await act();
      await done;
      cdp.removeAllListeners();
    };
    await downloaded(() => pressWith(page, 'Control', 's'));
    assert.deepEqual(await readdir(saved), ['atomic.py']);
    assert.equal(await readFile(path.join(saved, 'atomic.py'), 'utf8'), program);
    await downloaded(() => page.evaluate(() => window.editor.root.querySelector('a[download]').click()));
    assert.deepEqual(await readFile(path.join(saved, 'interleave.py')), await readFile(path.join(ROOT, 'tests/programs/interleave.py')));
  });

  for (const theme of ['light', 'dark']) {
    test(`can be edited by all, as far as axe-core can tell, ${theme}`, async () => {
      const page = await opens(open, '#v=1&delay=0', {
        before: (fresh) => fresh.evaluateOnNewDocument((name) => {
          if (origin !== 'null') localStorage.setItem('interleave.theme', name);
        }, theme),
      });
      await page.evaluate(axe.source);
      await write(page, COUNTER);
      await page.keyboard.type('\nyield 1');
      await until(page, () => window.editor.faults.length > 0);
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run('#editor', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
      });
      assert.deepEqual(found, []);
    });
  }
});

inModuleBrowsers('In words, a program', ({ open }) => {
  test('is edited, too', async () => {
    const page = await opens(open);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'text');
    await page.click('#edit');
    await focused(page);
    await paste(page, COUNTER);
    await untilSource(page, COUNTER);
    await until(page, () => document.getElementById('code-summary').textContent.includes('threads'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.id === 'editor' && !window.editor.focused));
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => (await axe.run('#editor')).violations.map(({ id }) => id));
    assert.deepEqual(found, []);
  });
}, { launch: { drawing: false } });

// Runs as files: saved, opened again, and refused where they are no traces that were saved here.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { decodePng } from './png.mjs';
import {
  click, draw, inEachBrowser, inModuleBrowsers, locate, outcome, pixels, run, runLink, timeline, until, untilItem, words,
} from './support.mjs';

const RUN = '#v=1&start=7&tx=a:1x3,b%2C%22%3Cb%3E:-2x3&delay=30';
const OTHER = '#v=1&delay=0&tx=x:5,y:6,z:7&workers=3&lock=scoped';
const MANY = '#v=1&delay=0&tx=a:1x25000,b:1x25000'; // 200,000 events

const exported = (page, format) => page.evaluate(async (wanted) => {
  const blob = await interleave.exportRun({ format: wanted });
  return { type: blob.type, text: await blob.text() };
}, format);
const imported = (page, text) => page.evaluate((given) => interleave.importRun(new Blob([given])), text);
const problems = (page) => page.evaluate(() => document.getElementById('problems').textContent);

async function openRun(open, link = RUN, options = {}) {
  const page = await open('#v=1&delay=0', options);
  await outcome(page);
  const { result } = await runLink(page, link);
  await timeline(page);
  return { page, result };
}

/** A folder of its own for the test. */
async function scratch(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'interleave-files-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

async function choose(page, item) {
  await click(page, 'Save');
  await untilItem(page, item);
  await click(page, item);
}

/** Opens a file as a user does. */
async function openFile(page, file) {
  const [chooser] = await Promise.all([page.waitForFileChooser(), choose(page, 'Open a trace')]);
  await chooser.accept([file]);
}

inModuleBrowsers('A saved run', ({ open }) => {
  test('is the same run and the same picture when it is opened again', async () => {
    const { page, result } = await openRun(open);
    const box = await locate(page, 'timeline');
    const picture = await pixels(page, box);
    const { type, text } = await exported(page, 'chrome');
    assert.equal(type, 'application/json');
    await runLink(page, OTHER);
    assert.ok(!picture.equals(await pixels(page, box)), 'another run is another picture');
    assert.deepEqual(await imported(page, text), result);
    assert.equal((await words(page)).sentence, result.explanation);
    assert.equal((await page.evaluate(() => interleave.settings())).link, RUN);
    assert.ok(picture.equals(await pixels(page, box)), 'the same pixels');
    assert.equal((await exported(page, 'chrome')).text, text);
  });

  test('can be gone through, and run again', async () => {
    const { page } = await openRun(open);
    const { text } = await exported(page, 'chrome');
    await runLink(page, OTHER);
    await imported(page, text);
    await page.keyboard.press('.');
    await until(page, () => document.getElementById('cursor').textContent.startsWith('Event 1 of 24, '));
    assert.equal((await run(page)).expected, 4);
  });

  test('stays what is shown though another one was going on', async () => {
    const { page, result } = await openRun(open);
    const { text } = await exported(page, 'chrome');
    await page.evaluate(() => { interleave.load('#v=1&delay=10000'); });
    await click(page, 'Run');
    await until(page, () => !document.getElementById('stop').disabled);
    assert.deepEqual(await imported(page, text), result);
    await until(page, () => document.getElementById('stop').disabled);
    await timeline(page);
    assert.equal((await words(page)).sentence, result.explanation);
    assert.equal((await exported(page, 'chrome')).text, text);
  });

  test('as JSON has what Perfetto needs of each event', async () => {
    const { page, result } = await openRun(open);
    const { traceEvents } = JSON.parse((await exported(page, 'chrome')).text);
    for (const event of traceEvents) {
      assert.match(event.ph, /^[XibeCsfM]$/);
      assert.equal(typeof event.pid, 'number');
      assert.equal(typeof event.name, 'string');
      if (event.ph === 'M') continue;
      assert.equal(typeof event.tid, 'number');
      assert.ok(event.ts >= 0, JSON.stringify(event));
      if (event.ph === 'X') assert.ok(event.dur >= 0, JSON.stringify(event));
      if ('sbefs'.includes(event.ph)) assert.ok(event.id !== undefined, JSON.stringify(event));
      if (event.ph === 'i') assert.equal(event.s, 't');
    }
    const count = (phase) => traceEvents.filter(({ ph }) => ph === phase).length;
    assert.equal(count('i'), 24);
    assert.equal(count('b'), count('e'));
    assert.equal(count('s'), result.lostTotal);
    assert.equal(count('f'), result.lostTotal);
    assert.ok(count('X') > 0 && count('C') > 0 && count('M') > 0);
  });

  test('as CSV has a line for each event', async () => {
    const { page } = await openRun(open);
    const { type, text } = await exported(page, 'csv');
    assert.equal(type, 'text/csv');
    const lines = text.split('\r\n');
    assert.equal(lines.pop(), '');
    assert.equal(lines.shift(), 'time_ns,task,label,worker,update,account,event,value,link');
    assert.equal(lines.length, 24);
    let last = 0;
    for (const line of lines) {
      const [, ns, task] = line.match(/^(\d+),([AB]),"(?:a|b,""<b>)",[01],[0-2],0,(?:updating|read|write|finishing),-?\d+,\d*$/) ?? assert.fail(line);
      assert.ok(Number(ns) >= last && task);
      last = Number(ns);
    }
  });

  test('as PNG is the panel as it is drawn', async () => {
    const { page } = await openRun(open);
    await page.mouse.move(1, 1);
    await timeline(page);
    await draw(page);
    const bytes = await page.evaluate(async () => {
      const blob = await interleave.exportRun({ format: 'png' });
      if (blob.type !== 'image/png') throw new Error(blob.type);
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const picture = decodePng(Uint8Array.from(bytes));
    const screen = decodePng(await page.screenshot());
    const [save, minimap, plot] = [await locate(page, 'Save'), await locate(page, 'minimap'), await locate(page, 'timeline')];
    // Of the panel, what is below its buttons, with the margins.
    const left = minimap.left - 16;
    const top = plot.top - 8;
    const wanted = { width: save.left + save.width + 16 - left, height: plot.top + plot.height + 34 - top };
    assert.ok(Math.abs(picture.width - wanted.width) <= 2 && Math.abs(picture.height - wanted.height) <= 2,
      `${picture.width} x ${picture.height} is not ${JSON.stringify(wanted)}`);
    let differ = 0;
    for (let y = 0; y < wanted.height - 2; ++y) {
      for (let x = 0; x < wanted.width - 2; ++x) if (picture.at(x, y) !== screen.at(left + x, top + y)) ++differ;
    }
    assert.ok(differ < 0.01 * wanted.width * wanted.height, `${differ} pixels differ`);
  });

  test('as SVG is well-formed, and says the one sentence', async () => {
    const { page, result } = await openRun(open);
    const { type, text } = await exported(page, 'svg');
    assert.equal(type, 'image/svg+xml');
    const found = await page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const { width } = parsed.documentElement.viewBox?.baseVal ?? {};
      return {
        root: parsed.documentElement.tagName, wrong: parsed.querySelector('parsererror')?.textContent ?? null, width,
        title: parsed.querySelector('title').textContent,
        circles: parsed.querySelectorAll('circle').length,
        texts: [...parsed.querySelectorAll('text')].map(({ textContent }) => textContent),
        others: parsed.querySelectorAll('script, foreignObject').length,
      };
    }, text);
    assert.equal(found.wrong, null);
    assert.equal(found.root, 'svg');
    assert.equal(found.title, result.explanation);
    assert.ok(found.width > 100);
    assert.equal(found.circles, 24, 'a mark in its lane and one on the balance of each of 12 accesses');
    assert.ok(found.texts.includes(result.explanation) && found.texts.includes('B  b,"<b>'), JSON.stringify(found.texts));
    assert.equal(found.others, 0);
    assert.equal((await exported(page, 'svg')).text, text, 'the same again');
  });

  test('of a schedule opens as that schedule', async () => {
    const page = await open('#v=1&delay=0&schedule=ABAB&at=3');
    await until(page, () => !document.getElementById('steps').hidden);
    const told = await page.evaluate(() => document.getElementById('steps').textContent);
    const { text } = await exported(page, 'chrome');
    await runLink(page, OTHER);
    await until(page, () => document.getElementById('steps').hidden);
    await imported(page, text);
    await until(page, (wanted) => document.getElementById('steps').textContent === wanted, told);
    assert.equal((await exported(page, 'chrome')).text, text);
  });
}, { seen: true });

inEachBrowser('A file', ({ open, moduleTest }) => {
  moduleTest('that is no trace is refused with what is wrong, and nothing is changed', async () => {
    const { page, result } = await openRun(open);
    const good = (await exported(page, 'chrome')).text;
    const changed = (from, to) => {
      assert.ok(good.includes(from), from);
      return good.replace(from, to);
    };
    for (const [text, words] of [
      ['', /^The file is no JSON that can be read: /],
      ['no JSON', /^The file is no JSON that can be read: /],
      [good.slice(0, good.length / 2), /^The file is no JSON that can be read: /],
      ['[1]', /^The file is no trace: it is array, and not an object$/],
      ['{}', /^otherData is missing: this is no trace of Interleave$/],
      [changed('"interleave":1', '"interleave":9'), /^otherData\.interleave: 9 is not allowed; allowed is a whole number from 1 to 1$/],
      [changed('"link":"#v=1', '"link":"#v=2'), /^otherData\.link: .*2/],
      [changed('"event":"read"', '"event":"red"'), /^event \d\.event: "red" is not allowed; allowed is one of updating, .*read, /],
      [changed('"worker":0', '"worker":7'), /^event \d\.worker: 7 is not allowed; allowed is a whole number from 0 to 1$/],
    ]) {
      await assert.rejects(imported(page, text), ({ message }) => {
        assert.match(message.replace(/^Error: /, ''), words);
        return true;
      });
    }
    await assert.rejects(page.evaluate(() => interleave.importRun('text')), /file: "text" is not allowed; allowed is a Blob/);
    await assert.rejects(page.evaluate(() => interleave.exportRun({ format: 'gif' })), /format: "gif" is not allowed; allowed is any of chrome, csv, png, svg/);
    assert.equal((await words(page)).sentence, result.explanation);
    assert.equal((await exported(page, 'chrome')).text, good);
  });

  test('is chosen by its button, and its run shown', async (t) => {
    const { page, result } = await openRun(open);
    const folder = await scratch(t);
    const file = path.join(folder, 'trace.json');
    await writeFile(file, (await exported(page, 'chrome')).text);
    await runLink(page, OTHER);
    await openFile(page, file);
    await until(page, (sentence) => document.getElementById('sentence').textContent === sentence, result.explanation);

    await writeFile(file, '{"otherData":{"interleave":3}}');
    await openFile(page, file);
    await untilItem(page, 'dismiss');
    assert.equal(await problems(page), 'The file is no trace that was saved here. ' +
      'otherData.interleave: 3 is not allowed; allowed is a whole number from 1 to 1');
    assert.equal((await words(page)).sentence, result.explanation);

    // What is said of it may quote letters that the page has not had yet.
    const letters = page.waitForResponse((response) => response.url().endsWith('/letters.ttf'));
    await writeFile(file, '["\u0416');
    await openFile(page, file);
    assert.equal((await letters).status(), 200);
    assert.match(await problems(page), /last read: '"\u0416'/);
  });

  moduleTest('of many events is made while the page goes on drawing', async () => {
    const { page } = await openRun(open, MANY);
    const { size, frames, asked } = await page.evaluate(async () => {
      let counted = 0;
      let going = true;
      (function count() {
        counted += 1;
        if (going) requestAnimationFrame(count);
      })();
      const before = interleave.inspect().frames;
      const blob = await interleave.exportRun();
      going = false;
      return { size: blob.size, frames: interleave.inspect().frames - before, asked: counted };
    });
    assert.ok(size > 10_000_000, `${size} bytes`);
    // It takes less time than a few frames do.
    assert.ok(frames >= 1 && asked >= 2, `${frames} frames, ${asked} callbacks`);

    const csv = await page.evaluate(async () => (await (await interleave.exportRun({ format: 'csv' })).text()).split('\n').length);
    assert.equal(csv, 200_000 + 2);
  });

  // The browser may read each frame back, and wait for the GPU process.
  test('of many events is written without a frame for each piece', async () => {
    const { page } = await openRun(open, MANY);
    await until(page, () => interleave.inspect().still);
    const { frames, timers, pieces } = await page.evaluate(async () => {
      const { setTimeout: plain } = window;
      let fired = 0;
      window.setTimeout = (use, milliseconds, ...rest) => plain(() => {
        fired += 1;
        use(...rest);
      }, milliseconds);
      const before = interleave.inspect().frames;
      const blob = await interleave.exportRun({ format: 'csv' });
      return { frames: interleave.inspect().frames - before, timers: fired, pieces: blob.size / 65_536 };
    });
    assert.ok(pieces > 100, `${pieces} pieces`);
    assert.ok(frames <= timers + 6, `${frames} frames, and ${timers} of them were due`);
  });

  moduleTest('of many events is read while the page goes on drawing, and can be given up', async (t) => {
    const { page } = await openRun(open, MANY);
    const file = path.join(await scratch(t), 'many.json');
    await writeFile(file, (await exported(page, 'chrome')).text);
    await runLink(page, OTHER);
    const before = await page.evaluate(() => interleave.inspect().frames);
    await openFile(page, file);
    await click(page, 'cancel file');
    await untilItem(page, 'cancel file', false);
    assert.notEqual((await words(page)).expected, '50,100', 'it was given up');
    await openFile(page, file);
    await untilItem(page, 'cancel file');
    await untilItem(page, 'cancel file', false);
    assert.ok(await page.evaluate(() => interleave.inspect().frames) > before + 10);
    assert.equal((await words(page)).expected, '50,100');
  });

  moduleTest('takes the place of one that is still being read, and gets none of its bytes', async (t) => {
    const { page } = await openRun(open, OTHER);
    const folder = await scratch(t);
    const [first, second] = ['first.json', 'second.json'].map((name) => path.join(folder, name));
    await writeFile(first, (await exported(page, 'chrome')).text);
    const { result } = await runLink(page, RUN);
    await writeFile(second, (await exported(page, 'chrome')).text);
    await runLink(page, '#v=1&delay=0');
    // Files come in two halves from now on, the second one when it is asked for.
    await page.evaluate(() => {
      window.halves = [];
      Blob.prototype.stream = function stream() {
        const middle = this.size >> 1;
        const parts = [this.slice(0, middle), this.slice(middle)];
        return new ReadableStream({
          async pull(controller) {
            const part = parts.shift();
            if (parts.length === 0 && part) await new Promise((resolve) => { halves.push(resolve); });
            if (part) controller.enqueue(new Uint8Array(await part.arrayBuffer()));
            else controller.close();
          },
        }, { highWaterMark: 0 });
      };
    });
    for (const [i, file] of [first, second].entries()) {
      await openFile(page, file);
      await until(page, (wanted) => halves.length === wanted, i + 1);
    }
    await page.evaluate(() => halves[0]());
    await timeline(page);
    await page.evaluate(() => halves[1]());
    await until(page, (sentence) => document.getElementById('sentence').textContent === sentence, result.explanation);
    assert.equal(await problems(page), '');
  });
});

inEachBrowser('The menu of files', ({ open }) => {
  const FILES = [
    ['Trace (JSON)', 'interleave-trace.json', (bytes) => assert.equal(JSON.parse(bytes).otherData.events, 24)],
    ['Events (CSV)', 'interleave-events.csv', (bytes) => assert.equal(bytes.toString().split('\r\n').length, 26)],
    ['Picture (PNG)', 'interleave-timeline.png', (bytes) => assert.ok(decodePng(bytes).width > 100)],
    ['Picture (SVG)', 'interleave-timeline.svg', (bytes) => assert.match(bytes.toString(), /^<svg [^]*<\/svg>\n$/)],
  ];

  test('saves each of them as a download', async (t) => {
    const { page } = await openRun(open);
    const folder = await scratch(t);
    const cdp = await page.browser().target().createCDPSession();
    await cdp.send('Browser.setDownloadBehavior', {
      behavior: 'allow', browserContextId: page.browserContext().id, downloadPath: folder, eventsEnabled: true,
    });
    for (const [item, name, check] of FILES) {
      const saved = new Promise((resolve) => {
        cdp.on('Browser.downloadProgress', ({ state }) => { if (state === 'completed') resolve(); });
      });
      await choose(page, item);
      await saved;
      cdp.removeAllListeners();
      assert.ok((await readdir(folder)).includes(name), `${name} is none of ${await readdir(folder)}`);
      check(await readFile(path.join(folder, name)));
    }
  });
}, { names: ['chromium'] });

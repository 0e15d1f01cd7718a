// The timeline, moved as a user does: wheel, drags, keys, buttons, minimap, fingers; and the cursor in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodePng } from './png.mjs';
import {
  click, inEachBrowser, inModuleBrowsers, items, load, locate, NIGHTLY_FIREFOX, outcome, pixels, run, runLink, timeline, until,
  untilItem,
} from './support.mjs';

// Updates are lost in it, whoever comes first: all read before anybody has written.
const RUN = '#v=1&delay=40&tx=a:1x3,b:2x3';

const length = ({ fromNs, toNs }) => toNs - fromNs;
const plot = (page) => locate(page, 'timeline');
/** The moment that is shown at `x`, and where a moment is shown. */
const timeAt = ({ fromNs, toNs }, { left, width }, x) => fromNs + ((x - left) / width) * (toNs - fromNs);
const placeOf = ({ fromNs, toNs }, { left, width }, ns) => left + ((ns - fromNs) / (toNs - fromNs)) * width;

function assertClose(found, wanted, within, what) {
  assert.ok(Math.abs(found - wanted) <= within, `${what}: ${found} is not within ${within} of ${wanted}`);
}

/** Opens the page with a run that has ended; one whose link has a schedule was forced to follow it. */
async function openRun(open, link = RUN) {
  const page = await open('#v=1&delay=0');
  await outcome(page);
  if (link.includes('&schedule=')) await page.evaluate((given) => interleave.replay(given), link);
  else await runLink(page, link);
  await timeline(page);
  return page;
}

/** The events of the run that is shown: { ns, task, event }. */
const events = (page) => page.evaluate(async () => {
  const blob = await interleave.exportRun({ format: 'chrome' });
  return JSON.parse(await blob.text()).traceEvents.filter(({ ph }) => ph === 'i')
    .map(({ ts, tid, args }) => ({ ns: Math.round(ts * 1000), task: 'ABCD'[tid - 1], event: args.event }));
});
/** Indices of the writes that lost an update. */
const losses = (page) => page.evaluate(async () => {
  const { traceEvents } = JSON.parse(await (await interleave.exportRun({ format: 'chrome' })).text());
  const all = traceEvents.filter(({ ph }) => ph === 'i');
  const found = traceEvents.filter(({ ph }) => ph === 'f')
    .map(({ ts, tid }) => all.findIndex((each) => each.ts === ts && each.tid === tid && each.args.event === 'write'));
  return [...new Set(found)].sort((a, b) => a - b);
});

async function wheel(page, x, y, deltaY) {
  await page.mouse.move(x, y);
  await items(page);
  // Firefox turns its wheel after it has said that it has.
  await page.evaluate(() => {
    window.turned = new Promise((resolve) => { addEventListener('wheel', resolve, { capture: true, once: true }); });
  });
  await page.mouse.wheel({ deltaY });
  await page.evaluate(() => window.turned.then(() => {}));
  return timeline(page);
}

async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await items(page);
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await items(page);
  await page.mouse.move(to.x, to.y);
  await items(page);
  await page.mouse.up();
  return timeline(page);
}

async function press(page, key) {
  await page.keyboard.press(key);
  return timeline(page);
}

/** A key at a place where another keyboard has another letter. */
async function pressAt(page, code, key) {
  for (const type of ['keydown', 'keyup']) {
    await page.evaluate((kind, where, what) => {
      const keyCode = what.toUpperCase().charCodeAt(0);
      document.getElementById('canvas').dispatchEvent(new KeyboardEvent(kind, { code: where, key: what, keyCode, which: keyCode, bubbles: true, cancelable: true }));
    }, type, code, key);
    await items(page);
  }
  return timeline(page);
}

inEachBrowser('The timeline', ({ name, open, moduleTest }) => {
  test('is zoomed by the wheel at the pointer, and panned by a drag', async () => {
    const page = await openRun(open);
    const box = await plot(page);
    const whole = await timeline(page);
    assert.equal(whole.fromNs, 0);
    assert.equal(whole.toNs, whole.wholeNs);
    let before = whole;
    for (const [part, deltaY] of [[0.3, -300], [0.7, -200], [0.5, -100], [0.6, 100]]) {
      const x = Math.round(box.left + part * box.width);
      const after = await wheel(page, x, box.y, deltaY);
      assert.ok(deltaY < 0 ? length(after) < 0.9 * length(before) : length(after) > 1.1 * length(before), `${length(before)} to ${length(after)}`);
      // Within a pixel.
      assertClose(timeAt(after, box, x), timeAt(before, box, x), length(after) / box.width, 'the time under the pointer');
      before = after;
    }
    const grabbed = timeAt(before, box, box.x);
    const dragged = await drag(page, box, { x: box.x + 150, y: box.y });
    assertClose(length(dragged), length(before), 1e-3 * length(before), 'the length in sight');
    // What it takes to be a drag is a few pixels, and is not dragged.
    assertClose(placeOf(dragged, box, grabbed), box.x + 150, 8, 'the place of what is dragged');
    assert.equal(dragged.cursor, null, 'a drag is no click');
  });

  moduleTest('shows all of the time by F and by its button, and zooms by its buttons', async () => {
    const page = await openRun(open);
    const whole = await timeline(page);
    for (const fit of [() => page.keyboard.press('f'), () => click(page, 'Fit')]) {
      await click(page, 'zoom into time');
      await click(page, 'zoom into time');
      let view = await timeline(page);
      assertClose(length(view), whole.wholeNs / 4, 1, 'twice closer');
      assertClose(view.fromNs + length(view) / 2, whole.wholeNs / 2, 1, 'the middle');
      await click(page, 'zoom out of time');
      view = await timeline(page);
      assertClose(length(view), whole.wholeNs / 2, 1, 'further away');
      await fit();
      assert.deepEqual(await timeline(page), whole);
    }
  });

  moduleTest('is moved by W, S, A, D by where they are', async () => {
    const page = await openRun(open);
    await click(page, 'zoom into time');
    await click(page, 'zoom into time');
    let before = await timeline(page);
    const zooms = (after, what) => assert.ok(length(after) < 0.8 * length(before), `${what}: ${length(before)} to ${length(after)}`);
    let after = await press(page, 'KeyW');
    zooms(after, 'W');
    before = after;
    after = await press(page, 'KeyS');
    assert.ok(length(after) > 1.25 * length(before), 'S');
    before = after;
    after = await press(page, 'KeyA');
    assert.ok(after.fromNs < before.fromNs, 'A');
    assertClose(length(after), length(before), 1, 'A only pans');
    before = after;
    after = await press(page, 'KeyD');
    assert.ok(after.fromNs > before.fromNs, 'D');

    // Where an English keyboard has W, a French one has Z.
    before = after;
    after = await pressAt(page, 'KeyW', 'z');
    zooms(after, 'Z of a French keyboard');
    before = after;
    after = await pressAt(page, 'KeyA', 'q');
    assert.ok(after.fromNs < before.fromNs, 'Q of a French keyboard');
    before = after;
    assert.deepEqual(await pressAt(page, 'KeyZ', 'w'), before, 'W of a French keyboard');
  });

  test('goes on moving while a key is held', async () => {
    const page = await openRun(open);
    const { wholeNs } = await timeline(page);
    await page.keyboard.down('KeyW');
    await until(page, (whole) => {
      const { fromNs, toNs } = interleave.inspect().timeline;
      return toNs - fromNs < whole / 20;
    }, wholeNs);
    await page.keyboard.up('KeyW');
    const held = await timeline(page);
    await items(page);
    assert.deepEqual(await timeline(page), held, 'and stops with it');
  });

  moduleTest('has a minimap while not all is in sight, which moves the view', async () => {
    const page = await openRun(open);
    const { width, height, left, top } = await locate(page, 'minimap');
    const area = { left, top, width: Math.floor(width), height: Math.floor(height) };
    // Threads have colours; words and frames have none.
    const coloured = async () => {
      const picture = decodePng(await pixels(page, area));
      let count = 0;
      for (let y = 0; y < picture.height; ++y) {
        for (let x = 0; x < picture.width; ++x) {
          const [red, green, blue] = [1, 3, 5].map((at) => parseInt(picture.at(x, y).slice(at, at + 2), 16));
          if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) ++count;
        }
      }
      return count;
    };
    assert.equal(await coloured(), 0);
    for (let i = 0; i < 3; ++i) await click(page, 'zoom into time');
    const before = await timeline(page);
    assert.ok(await coloured() > 100, 'lanes in the minimap');
    await page.mouse.click(left + width * 0.2, top + height / 2);
    const left20 = await timeline(page);
    assertClose(left20.fromNs + length(left20) / 2, 0.2 * before.wholeNs, before.wholeNs / width, 'the middle of the view');
    assertClose(length(left20), length(before), 1, 'its length');
    const right70 = await drag(page, { x: left + width * 0.3, y: top + height / 2 }, { x: left + width * 0.7, y: top + height / 2 });
    assertClose(right70.fromNs + length(right70) / 2, 0.7 * before.wholeNs, before.wholeNs / width, 'the middle that was dragged there');
    await press(page, 'f');
    assert.equal(await coloured(), 0);
  });

  moduleTest('measures by a drag with Shift, or once Measure is on, until Escape', async () => {
    const page = await openRun(open);
    const box = await plot(page);
    const view = await timeline(page);
    const clean = await pixels(page, box);
    const measure = () => drag(page, { x: box.left + box.width * 0.2, y: box.y }, { x: box.left + box.width * 0.6, y: box.y });
    const ways = [
      async () => {
        await page.keyboard.down('Shift');
        await measure();
        await page.keyboard.up('Shift');
      },
      async () => {
        await click(page, 'Measure');
        await measure();
      },
    ];
    for (const way of ways) {
      await way();
      assert.deepEqual(await timeline(page), view, 'nothing is moved');
      const measured = decodePng(await pixels(page, box));
      const plain = decodePng(clean);
      const differs = (part) => {
        const x = Math.round(box.width * part);
        let count = 0;
        for (let y = 0; y < plain.height; ++y) if (plain.at(x, y) !== measured.at(x, y)) ++count;
        return count > plain.height / 2;
      };
      assert.deepEqual([0.1, 0.25, 0.5, 0.7].map(differs), [false, true, true, false]);
      await page.keyboard.press('Escape');
      assert.ok(clean.equals(await pixels(page, box)), 'Escape takes it away');
    }
    // Without either it is a drag again.
    await click(page, 'zoom into time');
    const closer = await timeline(page);
    assert.notEqual((await measure()).fromNs, closer.fromNs);
  });

  moduleTest('is drawn at once where less motion is wished for, and otherwise glides', async () => {
    const page = await openRun(open);
    const lengths = async (reduced) => {
      if (reduced) await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
      await press(page, 'f');
      await page.evaluate(() => {
        window.seen = [];
        window.watching = true;
        (function look() {
          const { fromNs, toNs } = interleave.inspect().timeline;
          seen.push(toNs - fromNs);
          if (watching) requestAnimationFrame(look);
        })();
      });
      await click(page, 'zoom into time');
      await timeline(page);
      return page.evaluate(() => {
        watching = false;
        return new Set(seen).size;
      });
    };
    assert.ok(await lengths(false) > 3, 'there are frames between the two views');
    // Firefox's driver cannot change what the page is told; the next suite starts it so.
    if (name === 'chromium') assert.equal(await lengths(true), 2);
  });
}, { seen: true });

inEachBrowser('Where less motion is wished for, the timeline', ({ open }) => {
  test('does not glide', async () => {
    const page = await openRun(open);
    await page.evaluate(() => {
      window.seen = new Set();
      (function look() {
        seen.add(interleave.inspect().timeline.toNs);
        requestAnimationFrame(look);
      })();
    });
    await click(page, 'zoom into time');
    await timeline(page);
    assert.equal(await page.evaluate(() => seen.size), 2);
  });
}, { names: NIGHTLY_FIREFOX, launch: { prefs: { 'ui.prefersReducedMotion': 1 } } });

inModuleBrowsers('The cursor', ({ open }) => {
  const told = (page) => page.evaluate(() => {
    const row = document.querySelector('#events [aria-current]');
    const { hidden, textContent } = document.getElementById('cursor');
    return { sentence: hidden ? null : textContent, row: row ? row.cells[0].textContent : null, live: document.getElementById('cursor').ariaLive };
  });
  /** All that tells where the cursor stands says `index`. */
  const assertAt = async (page, index, all) => {
    assert.equal((await timeline(page)).cursor, index);
    const { sentence, row, live } = await told(page);
    assert.match(sentence, new RegExp(`^Event ${index + 1} of ${all.length}, after .*: ${all[index].task}, [ab], `));
    assert.equal(row, String(index + 1));
    assert.equal(live, 'polite');
  };

  test('goes from event to event by . and , and by the buttons in words', async () => {
    const page = await openRun(open);
    const all = await events(page);
    assert.equal(all.length, 24);
    assert.deepEqual(await told(page), { sentence: null, row: null, live: 'polite' });
    for (const index of [0, 1, 2]) {
      await page.keyboard.press('.');
      await assertAt(page, index, all);
    }
    await page.keyboard.press(',');
    await assertAt(page, 1, all);
    const words = (id) => page.evaluate((button) => document.getElementById(button).click(), id);
    await words('event-next');
    await assertAt(page, 2, all);
    await words('event-previous');
    await assertAt(page, 1, all);
    // From the end the one before is the last one; there it stays.
    await run(page);
    const again = await events(page);
    assert.equal((await timeline(page)).cursor, null);
    await page.keyboard.press(',');
    await assertAt(page, 23, again);
    await page.keyboard.press('.');
    await assertAt(page, 23, again);
  });

  test('goes from lost update to lost update by [ and ]', async () => {
    // Twice two have read before one writes: each second write takes the first away.
    const page = await openRun(open, '#v=1&tx=a:1,b:2,a:4,b:8&workers=4&schedule=ABABCDCD');
    const all = await events(page);
    const lost = await losses(page);
    assert.ok(lost.length > 1, `lost at ${lost}`);
    for (const index of lost) {
      await page.keyboard.press(']');
      await assertAt(page, index, all);
      assert.equal(all[index].event, 'write');
    }
    await page.keyboard.press(']');
    await assertAt(page, lost.at(-1), all);
    await page.keyboard.press('[');
    await assertAt(page, lost.at(-2), all);
    await page.evaluate(() => document.getElementById('lost-next').click());
    await assertAt(page, lost.at(-1), all);
    await page.evaluate(() => document.getElementById('lost-previous').click());
    await assertAt(page, lost.at(-2), all);
  });

  test('moves the line of each thread in the code', async () => {
    // High enough for all of the code.
    const page = await open('#v=1&delay=0', { before: (fresh) => fresh.setViewport({ width: 1280, height: 1300 }) });
    await outcome(page);
    await runLink(page, RUN);
    const all = await events(page);
    await untilItem(page, 'code line A', false);
    const lines = new Map();
    for (let index = 0; all[index].task !== 'A' || all[index].event !== 'write'; ++index) {
      await page.keyboard.press('.');
      await assertAt(page, index, all);
      if (all[index].task === 'A') lines.set(all[index].event, (await locate(page, 'code line A')).y);
    }
    assert.ok(lines.get('read') > lines.get('updating'), JSON.stringify([...lines]));
  });

  test('comes to the event that is nearest to a click', async () => {
    const page = await openRun(open);
    const all = await events(page);
    const box = await plot(page);
    const view = await timeline(page);
    for (const part of [0.02, 0.33, 0.5, 0.71, 0.99]) {
      const x = Math.round(box.left + part * box.width);
      await page.mouse.click(x, box.y);
      const { cursor } = await timeline(page);
      const far = all.map(({ ns }) => Math.abs(placeOf(view, box, ns) - x));
      // Of some that are at one place, the one whose mark is nearest.
      assert.ok(far[cursor] < Math.min(...far) + 3, `event ${cursor} is ${far[cursor]} pixels away, the nearest ${Math.min(...far)}`);
      await assertAt(page, cursor, all);
    }
  });

  test('is at the only event in sight at full zoom, and its time is told to the nanosecond', async () => {
    // One thread gives up waiting in the middle, and nothing else happens then, however coarse the clock is.
    const page = await openRun(open, '#v=1&delay=60&lock=timed&timeout=20');
    const all = await events(page);
    const box = await plot(page);
    const alone = all.findIndex(({ event }) => event === 'gave up');
    for (let i = 0; i <= alone; ++i) await page.keyboard.press('.');
    let view = await timeline(page);
    assert.equal(view.cursor, alone);
    for (let i = 0; i < 20 && length(view) > 4; ++i) {
      view = await wheel(page, Math.round(placeOf(view, box, all[alone].ns)), box.y, -1000);
    }
    assertClose(length(view), 4, 1e-3, 'the shortest view');
    assert.equal(view.eventsInSight, 1);
    assert.ok(view.fromNs <= all[alone].ns && all[alone].ns <= view.toNs);
    const ticks = await page.evaluate(async () => {
      const svg = await (await interleave.exportRun({ format: 'svg' })).text();
      return [...new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('text')].map(({ textContent }) => textContent);
    });
    const exact = `${(all[alone].ns / 1e6).toFixed(6)} ms`;
    assert.ok(ticks.includes(exact), `${exact} is none of ${ticks}`);
    // Further along there is no closer look.
    assert.deepEqual(await wheel(page, box.x, box.y, -1000), view);
  });

  test('is gone with the next run', async () => {
    const page = await openRun(open);
    await page.keyboard.press('.');
    assert.equal((await timeline(page)).cursor, 0);
    await run(page);
    assert.equal((await timeline(page)).cursor, null);
    assert.deepEqual(await told(page), { sentence: null, row: null, live: 'polite' });
  });
});

inEachBrowser('A finger and another', ({ open }) => {
  test('zoom the timeline where they pinch it', async () => {
    const page = await open('#v=1&delay=0', { before: (fresh) => fresh.setViewport({ width: 1280, height: 800, hasTouch: true }) });
    await outcome(page);
    await runLink(page, RUN);
    const box = await plot(page);
    const whole = await timeline(page);
    const cdp = await page.createCDPSession();
    const pinch = async (from, to) => {
      const points = (apart) => [-1, 1].map((side, id) => ({ x: box.x + (side * apart) / 2, y: box.y, id }));
      const touch = (type, touchPoints) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
      await touch('touchStart', points(from));
      for (let i = 1; i <= 6; ++i) {
        await touch('touchMove', points(from + ((to - from) * i) / 6));
        await items(page);
      }
      await touch('touchEnd', []);
      return timeline(page);
    };
    const closer = await pinch(60, 400);
    assert.ok(length(closer) < 0.7 * length(whole), `${length(whole)} to ${length(closer)}`);
    assert.equal(closer.cursor, null, 'a pinch is no tap');
    const further = await pinch(400, 60);
    assert.ok(length(further) > 1.4 * length(closer), `${length(closer)} to ${length(further)}`);
  });
}, { names: ['chromium'] });

inEachBrowser('The timeline of a page', ({ open, moduleTest }) => {
  test('that has lost its graphics is the same when they are back', async () => {
    const page = await openRun(open);
    for (let i = 0; i < 2; ++i) await click(page, 'zoom into time');
    await page.keyboard.press('.');
    const view = await timeline(page);
    const box = await plot(page);
    const before = await pixels(page, box);
    await page.evaluate(() => {
      window.losing = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
      losing.loseContext();
    });
    await until(page, () => document.documentElement.dataset.view === 'text');
    await page.evaluate(() => losing.restoreContext());
    await until(page, () => document.documentElement.dataset.view === 'canvas');
    await page.focus('#canvas');
    assert.deepEqual(await timeline(page), view);
    assert.ok(before.equals(await pixels(page, box)), 'the same pixels');
  });

  moduleTest('grows while a long run goes on, and shows all of it once that is stopped', async () => {
    const page = await open('#v=1&delay=0');
    await outcome(page);
    await load(page, '#v=1&delay=1&workers=8&tx=a:1x100000,b:1x100000,c:1x100000,d:1x100000,e:1x100000,f:1x100000,g:1x100000,h:1x100000');
    await page.keyboard.press('r');
    await until(page, () => interleave.inspect().timeline.eventsInSight > 10_000);
    const early = await page.evaluate(() => interleave.inspect().timeline);
    await until(page, ({ eventsInSight, wholeNs }) => {
      const now = interleave.inspect().timeline;
      return now.eventsInSight > eventsInSight + 1_000 && now.wholeNs > wholeNs;
    }, early);
    assert.equal(await page.evaluate(() => document.getElementById('stop').disabled), false, 'it goes on');
    await click(page, 'Stop');
    await until(page, () => document.getElementById('stop').disabled);
    const shown = await timeline(page);
    assert.ok(shown.eventsInSight > early.eventsInSight);
    assert.equal(shown.eventsInSight, (await events(page)).length, 'each event that was recorded');
  });

  moduleTest('whose program loops goes on being drawn', async () => {
    const page = await openRun(open, '#v=1&delay=5&tx=a:1x2,b:1x2');
    await page.evaluate(() => {
      window.lengths = new Set();
      (function look() {
        const { frames, timeline } = interleave.inspect();
        lengths.add(timeline.wholeNs);
        window.drawn = frames;
        requestAnimationFrame(look);
      })();
    });
    await click(page, 'Loop');
    const begun = await page.evaluate(() => interleave.inspect().frames);
    // Runs are of different lengths, and each that ends is drawn.
    await until(page, (from) => drawn > from + 60 && lengths.size > 5, begun);
    await click(page, 'Stop');
    await until(page, () => document.getElementById('stop').disabled);
  });

  moduleTest('has S while the pointer is over it or it was pressed last; elsewhere S stops a run', async () => {
    const page = await openRun(open);
    const stopped = () => page.evaluate(() => document.getElementById('stop').disabled);
    const box = await plot(page);
    for (const have of [
      () => page.mouse.move(box.x, box.y),
      async () => {
        await page.mouse.click(box.x, box.y);
        await page.mouse.move(5, 5);
      },
    ]) {
      await load(page, '#v=1&delay=10000&lock=scoped');
      await click(page, 'Run');
      await until(page, () => !document.getElementById('stop').disabled);
      await have();
      await press(page, 'KeyW');
      await press(page, 'KeyW');
      const before = await page.evaluate(() => interleave.inspect().timeline);
      await page.keyboard.press('KeyS');
      await until(page, (was) => {
        const { fromNs, toNs } = interleave.inspect().timeline;
        return toNs - fromNs > 1.2 * was;
      }, length(before));
      assert.equal(await stopped(), false);
      await click(page, 'Fit');
      // Beside all panels.
      const presets = await locate(page, 'Gallery');
      await page.mouse.click(presets.left - 100, presets.top);
      await page.keyboard.press('KeyS');
      await until(page, () => document.getElementById('stop').disabled);
      assert.equal((await outcome(page)).verdict, 'stopped');
    }
  });
}, { seen: true });

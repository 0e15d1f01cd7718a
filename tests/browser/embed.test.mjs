// The page inside another one: compact, and called by it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { PATIENCE } from './launch.mjs';
import { click, evaluateUntil as until, inEachBrowser, items, notice } from './support.mjs';

// A page of another origin, whose frames keep what they are told.
const HOST = `<!doctype html><title>A lesson of mine</title><p>Here is a race:</p>
<script>
  const told = [];
  let last = 0;
  addEventListener('message', ({ data, origin }) => told.push({ ...data, origin }));
  const frame = () => document.querySelector('iframe');
  function show(html) { document.body.insertAdjacentHTML('beforeend', html); }
  async function ask(call, options, target) {
    const id = ++last;
    frame().contentWindow.postMessage({ interleave: 1, id, call, options }, target);
    for (;;) {
      const answer = told.find((each) => each.id === id);
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
</script>`;

let host;
before(async () => {
  host = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (request.url.startsWith('/isolated')) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    response.end(HOST);
  });
  await new Promise((resolve) => { host.listen(0, '127.0.0.1', resolve); });
});
after(() => new Promise((resolve) => {
  host.close(resolve);
  host.closeAllConnections();
}));
const hostOrigin = () => `http://127.0.0.1:${host.address().port}`;

const SLOPPY = /favicon|404|postMessage/; // the host has no icon, and one frame is for another host

inEachBrowser('A page of another origin', ({ open, address }) => {
  const openHost = async (html, where = '/') => {
    const page = await open('', { at: hostOrigin() + where, wait: false, expected: SLOPPY });
    await page.evaluate((given) => show(given), html);
    return page;
  };
  const frameOf = (more = '') => `<iframe src="${address()}?origin=${encodeURIComponent(hostOrigin())}#v=1&delay=0&embed=1${more}" width="600" height="420" allow="cross-origin-isolated"></iframe>`;
  const target = () => new URL(address()).origin;
  const readyIn = (page) => until(page, () => told.find(({ event }) => event === 'ready'));

  test('is told that the frame is ready, what it shows, and how it ended', async () => {
    const page = await openHost(frameOf());
    const ready = await readyIn(page);
    assert.equal(ready.realThreads, false, 'this page is not isolated, so the frame cannot be');
    assert.equal(ready.origin, target());
    const outcome = await until(page, () => told.find(({ event }) => event === 'outcome'));
    assert.equal(outcome.expected, 0);
    assert.match(outcome.explanation, /\S/);
    const settings = await until(page, () => told.find(({ event }) => event === 'settings'));
    assert.match(settings.link, /^#v=1&delay=0.*&embed=1$/);
  });

  test('calls it, and is told what is wrong with a call', async () => {
    const page = await openHost(frameOf());
    await readyIn(page);
    const ask = (call, options) => page.evaluate((...given) => ask(...given), call, options, target());
    assert.equal((await ask('load', '#v=1&lock=scoped&start=7')).result.start, 7);
    assert.equal((await ask('settings')).result.lock, 'scoped');
    assert.equal((await ask('settings')).result.embed, true, 'whatever is loaded');
    assert.equal((await ask('explore', { link: '#v=1' })).result.schedules, '6');
    assert.match((await ask('run')).error, /Real threads are off here/);
    assert.match((await ask('importRun')).error, /call: "importRun" is not allowed; allowed is any of settings, load/);
    assert.match((await ask('explore', { states: 0 })).error, /states: 0 is not allowed/);
  });

  test('may call before the frame has started', async () => {
    const page = await openHost('');
    // The frame can have loaded before a second call of evaluate() listens for it.
    const answer = await page.evaluate(async (html, to) => {
      show(html);
      await new Promise((resolve) => { frame().addEventListener('load', resolve, { once: true }); });
      return ask('settings', undefined, to);
    }, frameOf(), target());
    assert.equal(answer.result?.start, 100, JSON.stringify(answer));
    await readyIn(page);
  });

  test('that the address does not name is neither answered nor told', async () => {
    const page = await openHost(frameOf().replace(encodeURIComponent(hostOrigin()), encodeURIComponent('https://example.org')));
    const isOurs = (each) => each.url().startsWith(address());
    const inside = page.frames().find(isOurs) ?? await page.waitForFrame(isOurs);
    await until(inside, () => globalThis.interleave?.ready.then(() => true));
    await page.evaluate((to) => document.querySelector('iframe').contentWindow.postMessage({ interleave: 1, id: 1, call: 'load', options: '#v=1&start=9' }, to), target());
    await inside.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 200); }));
    assert.equal(await inside.evaluate(() => interleave.settings().start), 100);
    assert.deepEqual(await page.evaluate(() => told), []);
  });

  test('keeps its focus', async () => {
    const page = await openHost(frameOf());
    await readyIn(page);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY');
  });
});

// A frame is isolated only where every page around it is, and lets it be.
inEachBrowser('An isolated page of another origin', ({ open, address }) => {
  test('has real threads in its frame', async () => {
    const page = await open('', { at: `${hostOrigin()}/isolated`, wait: false, expected: SLOPPY });
    await page.evaluate((html) => show(html),
      `<iframe src="${address()}?origin=${encodeURIComponent(hostOrigin())}#v=1&delay=0&lock=scoped&embed=1" allow="cross-origin-isolated"></iframe>`);
    const ready = await until(page, () => told.find(({ event }) => event === 'ready'));
    assert.equal(ready.realThreads, true);
    const ran = await page.evaluate((...given) => ask('run', ...given), undefined, new URL(address()).origin);
    assert.equal(ran.result.ending, 0);
  });
}, { names: ['chromium'] });

inEachBrowser('The page with embed=1', ({ open, address, moduleTest }) => {
  test('has no header, and a way to the page in full', async () => {
    const page = await open('#v=1&delay=0&lock=scoped&embed=1');
    await page.setViewport({ width: 560, height: 360 });
    const shown = await items(page);
    assert.ok('Run' in shown && 'Open' in shown, Object.keys(shown).join());
    for (const gone of ['copy', 'Gallery', 'theme', 'Lesson']) assert.ok(!(gone in shown), gone);
    assert.equal(await notice(page), null);
    await until(page, () => document.getElementById('verdict').textContent !== '–');
    // What would be opened: headless browsers differ in what a new tab is.
    await page.evaluate(() => { window.open = (...given) => { window.opened = given; }; });
    await click(page, 'Open');
    const [url, where, features] = await until(page, () => window.opened);
    assert.match(url, new RegExp(`^${address()}#v=1&delay=0&lock=scoped&schedule=(AAAABBBB|BBBBAAAA)$`));
    assert.deepEqual([where, features], ['_blank', 'noopener']);
  });

  moduleTest('fits every size of a frame', async () => {
    const page = await open('#v=1&delay=0&embed=1');
    for (const [width, height] of [[320, 240], [400, 300], [720, 480], [1200, 700]]) {
      await page.setViewport({ width, height });
      await until(page, (wanted) => innerWidth === wanted, width);
      const shown = await items(page);
      for (const name of ['Run', 'Open']) {
        const [x, y, w, h] = shown[name];
        assert.ok(x >= 0 && y >= 0 && x + w <= width + 1 && y + h <= height + 1, `${name} at ${shown[name]} in ${width} x ${height}`);
      }
    }
  });

  moduleTest('is copied as HTML and as Markdown', async () => {
    const page = await open('#v=1&delay=0');
    const copied = [];
    await page.exposeFunction('keep', (words) => { copied.push(words); });
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (words) => { await window.keep(words); } } });
    });
    for (const way of ['Copy as iframe', 'Copy as Markdown']) {
      await click(page, 'Embed');
      await click(page, way);
    }
    for (const end = Date.now() + PATIENCE; copied.length < 2 && Date.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 50); });
    assert.match(copied[0], new RegExp(`^<iframe src="${address()}#v=1&amp;delay=0&amp;embed=1"`));
    assert.match(copied[1], new RegExp(`^\\[Interleave: .*\\]\\(<${address()}#v=1&delay=0>\\)$`));
  });
});

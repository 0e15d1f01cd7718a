// The page under its content security policy: whatever it does, the browser finds nothing to object to.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { contentSecurityPolicy } from '../../web/server.mjs';
import { inEachBrowser, outcome, ROOT, run, tap, typeInto, until } from './support.mjs';

test('the policy of index.html is the one that servers send', async () => {
  const html = await readFile(path.join(ROOT, 'web/index.html'), 'utf8');
  assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`));
});

const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true };

/** Every violation from before the page's first line on, its own and those of its threads. */
const listen = (page) => page.evaluateOnNewDocument(() => {
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
  });
});
const violations = (page) => page.evaluate(() => window.violations);

// What the policy has to forbid, so that what is not reported above is known to have been looked at.
const forbidden = {
  'script-src-elem': () => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true;';
    document.body.append(script);
  },
  'style-src-attr': () => document.body.setAttribute('style', 'color: red'),
  'img-src': () => { new Image().src = 'https://elsewhere.invalid/picture.png'; },
  'connect-src': () => { fetch('https://elsewhere.invalid/').catch(() => {}); },
  'base-uri': () => {
    const base = document.createElement('base');
    base.href = 'https://elsewhere.invalid/';
    document.head.append(base);
  },
};

inEachBrowser('The policy', ({ open }) => {
  test('is in nobody\'s way', async () => {
    const page = await open('#v=1&delay=0', { before: listen });
    await outcome(page);
    await run(page);
    for (const format of ['chrome', 'csv', 'png', 'svg']) {
      const size = await page.evaluate(async (given) => (await interleave.exportRun({ format: given })).size, format);
      assert.ok(size > 0, format);
    }
    await page.evaluate(async () => interleave.importRun(await interleave.exportRun({ format: 'chrome' })));
    await page.evaluate(() => interleave.explore());
    await page.evaluate(() => interleave.compare({ threads: [2], seconds: 0.001 }));
    await typeInto(page, 'starting balance', '7');
    await until(page, () => interleave.settings().start === 7);
    assert.deepEqual(await violations(page), []);
  });

  test('is not in the way of a finger, for which a field of the page lies over the canvas', async () => {
    const page = await open('#v=1&delay=0', { before: async (made) => {
      await listen(made);
      await made.setViewport(PHONE);
    } });
    await outcome(page);
    // The first finger on the page may find the controls that are made for a mouse.
    await tap(page, 'starting balance');
    if (!await page.evaluate(() => document.activeElement.matches('input.field'))) await tap(page, 'starting balance');
    await until(page, () => document.activeElement.matches('input.field'));
    const { left } = await page.evaluate(() => document.activeElement.getBoundingClientRect().toJSON());
    assert.ok(left > 0, 'it is where the script has put it');
    assert.deepEqual(await violations(page), []);
  });

  test('forbids what others could bring in', async () => {
    const page = await open('#v=1&delay=0', { before: listen, expected: /Content.Security.Policy|violates|blocked/i });
    for (const [directive, attempt] of Object.entries(forbidden)) {
      await page.evaluate(attempt);
      await until(page, (wanted) => window.violations.some((each) => each.startsWith(wanted)), directive);
    }
    assert.equal(await page.evaluate(() => window.injected), undefined);
  });
});

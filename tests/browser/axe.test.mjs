// Whether the page is accessible, as far as axe-core can tell: the page around the canvas, and the page in words.
//
// What the canvas draws is no element, and no tool looks into it: for who cannot see it there are the words, whose
// looks and names are checked here whether they are shown, hidden beside the canvas, or in front of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import axe from 'axe-core';

import { inModuleBrowsers, outcome, servePage, until } from './support.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIZES = {
  wide: { width: 1280, height: 800 },
  phone: { width: 390, height: 844, hasTouch: true },
};

/** What axe-core finds wrong, or cannot tell to be right: a line for each rule and each element that it is about. */
async function findings(page) {
  const { violations, incomplete, passes } = await page.evaluate(async (tags) => {
    // What covers the page and can be pressed is taken for a dialog, beside which neither headings nor landmarks count.
    const { style } = document.getElementById('canvas');
    style.pointerEvents = 'none';
    // What has changed while it was looked at says nothing about what there is, where things stand above all.
    let changed = true;
    const observer = new MutationObserver(() => { changed = true; });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    let results;
    for (let looks = 1; changed; ++looks) {
      if (looks > 10) throw new Error('the page never came to rest');
      await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
      changed = false;
      results = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    }
    observer.disconnect();
    style.pointerEvents = '';
    // Of a wide table's cells some are out of sight: what they look like cannot be told there, only on a wide screen.
    for (const rule of results.incomplete) {
      rule.nodes = rule.nodes.filter(({ target }) => {
        const element = document.querySelector(target); // none: a table was filled anew meanwhile
        return element && !element.closest('.scroll');
      });
    }
    results.incomplete = results.incomplete.filter(({ nodes }) => nodes.length > 0);
    return results;
  }, TAGS);
  // A page that is not there violates nothing.
  assert.ok(passes.some(({ id }) => id === 'document-title'), 'axe-core has seen the page');
  return [...violations, ...incomplete].flatMap(({ id, help, nodes }) => [
    `${id}: ${help}`, ...nodes.map(({ html, failureSummary }) => `  ${html}\n    ${failureSummary.replaceAll('\n', '\n    ')}`),
  ]);
}

async function assertAccessible(page, state) {
  assert.equal((await findings(page)).join('\n'), '', `${state}:`);
  // WCAG 1.4.10: no line is read by scrolling sideways, but in a table.
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${state}: wider than the screen`);
}

const lesson = (page, step) => page.evaluate((number) => interleave.lesson(number), step);

/** Brings the page from its first result through what it can show in words, and looks at each. */
async function lookAtEachState(page) {
  await outcome(page);
  await assertAccessible(page, 'the first screen');
  for (const step of [1, 3]) {
    await lesson(page, step);
    await until(page, (number) => document.getElementById('lesson-title').textContent.startsWith(`Step ${number} `), step);
    await assertAccessible(page, `step ${step} of the lesson`);
  }
  await page.evaluate(() => document.querySelector('#lesson-lock button').click());
  await until(page, () => document.getElementById('lock-log').children.length > 0);
  await assertAccessible(page, 'a lock that is looked at by itself');
  await page.evaluate(() => interleave.explore());
  await page.evaluate(() => interleave.runMany({ runs: 20, delay: 0 }));
  await page.evaluate(() => interleave.compare({ threads: [1, 2], seconds: 0.01 }));
  await until(page, () => ['outcomes', 'speeds'].every((id) => document.getElementById(id).tBodies[0].rows.length > 0));
  await page.evaluate(() => interleave.load('#v=2&nonsense=1'));
  await until(page, () => document.getElementById('problems').children.length > 0);
  await assertAccessible(page, 'outcomes, speeds, and a link with problems');
}

/** Opens the page with axe-core in it. */
const openWithAxe = async (open, theme, size, options = {}) => {
  const page = await open('#v=1&delay=0', {
    before: async (fresh) => {
      await fresh.setViewport({ deviceScaleFactor: 1, ...SIZES[size] });
      await fresh.evaluateOnNewDocument((name) => {
        if (origin !== 'null') localStorage.setItem('interleave.theme', name); // the empty page before it has none
      }, theme);
    },
    ...options,
  });
  await page.evaluate(axe.source);
  return page;
};

const view = (page) => page.evaluate(() => document.documentElement.dataset.view);

/** Declares a test for each theme and each size; `body` gets the page. */
function inEachLook(open, body) {
  for (const theme of ['light', 'dark']) {
    for (const size of Object.keys(SIZES)) {
      test(`is accessible, ${theme}, ${size}`, async () => {
        const page = await openWithAxe(open, theme, size);
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
        await body(page);
      });
    }
  }
}

inModuleBrowsers('The page beside the canvas', ({ open }) => {
  inEachLook(open, async (page) => {
    assert.equal(await view(page), 'canvas');
    await lookAtEachState(page);
    await page.focus('.skip');
    await assertAccessible(page, 'the link to the words');
    await page.focus('#run');
    await assertAccessible(page, 'the words in front of the canvas');
  });
});

inModuleBrowsers('The page in words', ({ open }) => {
  inEachLook(open, async (page) => {
    assert.equal(await view(page), 'text');
    await lookAtEachState(page);
  });
}, { launch: { drawing: false } });

inModuleBrowsers('A page that cannot start', ({ open }) => {
  test('is accessible', async (t) => {
    const server = await servePage({
      intercept(request, response) {
        if (!request.url.startsWith('/interleave.mjs')) return false;
        response.writeHead(404).end();
        return true;
      },
    });
    t.after(server.close);
    const page = await openWithAxe(open, 'light', 'wide', { at: server.address, wait: false, expected: /interleave\.mjs|404|Not Found|import/ });
    await until(page, () => document.documentElement.dataset.view === 'failed');
    await assertAccessible(page, 'the notice and the lesson');
  });
});

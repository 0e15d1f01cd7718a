// What a first visit costs: the bytes of each file that it asks for, and the time until the page has drawn and can be
// used, from this machine, in a Chromium that has been running and drawing, with nothing kept of the page.
//
//   node tests/bench/weight.mjs

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { addressOf, serve } from '../../web/server.mjs';
import { launchers } from '../browser/launch.mjs';

const VISITS = 5;
const root = fileURLToPath(new URL('../../build/web/page', import.meta.url));

const median = (of) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)];

/** In milliseconds since the visit began; `asked`: the address of each request. */
async function visit(address) {
  const browser = await launchers.chromium({}); // with a profile of its own
  try {
    // Its graphics process takes time to start, which is not part of a page's load.
    const other = await browser.newPage();
    await other.evaluate(() => { document.createElement('canvas').getContext('webgl2').finish(); });
    await other.close();
    const page = await (await browser.createBrowserContext()).newPage();
    const asked = [];
    page.on('request', (request) => asked.push(request.url().split('#')[0]));
    await page.evaluateOnNewDocument(() => {
      addEventListener('readystatechange', () => {
        new MutationObserver(() => { window.drawnAt ??= performance.now(); })
          .observe(document.documentElement, { attributeFilter: ['data-view'] });
      }, { capture: true, once: true });
    });
    await page.goto(`${address}#v=1&delay=0`);
    const usable = await page.evaluate(() => interleave.ready.then(() => performance.now()));
    await page.waitForFunction(() => document.getElementById('verdict').textContent !== '–');
    return { asked, drawn: await page.evaluate(() => window.drawnAt), usable };
  } finally {
    await browser.close();
  }
}

const server = await serve({ root, port: 0 });
const address = addressOf(server);
const visits = [];
for (let i = 0; i < VISITS; ++i) visits.push(await visit(address));
server.close();

const { asked } = visits[0];
const line = (...cells) => console.log(cells.map((cell, i) => (i === 0 ? String(cell).padEnd(20) : String(cell).padStart(12))).join(''));
line('file', 'bytes', 'gzip -9', 'brotli -11');
const sums = [0, 0, 0];
for (const url of new Set(asked)) {
  const name = url.slice(address.length) || 'index.html';
  const bytes = await readFile(path.join(root, name));
  const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes, { params: {
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  } })].map(({ length }) => length);
  sizes.forEach((size, i) => { sums[i] += size; });
  line(name, ...sizes);
}
line('together', ...sums);
console.log(`\n${asked.length} requests, for ${new Set(asked).size} files: each thread asks for its script again.`);
console.log(`Median of ${VISITS} visits: drawn after ${Math.round(median(visits.map(({ drawn }) => drawn)))} ms, usable after ${
  Math.round(median(visits.map(({ usable }) => usable)))} ms.`);

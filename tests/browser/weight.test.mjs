// What a first visit costs: how much of it, in how many requests, and from nowhere else.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

import { inEachBrowser, outcome, PAGE_FOLDER } from './support.mjs';

const MOST_BYTES = 600_000; // as ./dev dist compresses them
// Of different files: each thread asks for its script again. Some visits of Chromium ask for the manifest, too.
const MOST_REQUESTS = 16;

/** As web/dist.mjs does it. */
const packed = async (bytes) => (await promisify(brotliCompress)(bytes, { params: {
  [constants.BROTLI_PARAM_QUALITY]: 11,
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
} })).length;

inEachBrowser('A first visit', ({ open, address }) => {
  test(`takes at most ${MOST_BYTES} bytes in ${MOST_REQUESTS} requests, all from the page's own host`, async (t) => {
    const asked = new Set();
    const page = await open('#v=1&delay=0', { before: (made) => made.on('request', (request) => asked.add(request.url().split('#')[0])) });
    await outcome(page);
    const names = [...asked].map((url) => {
      assert.ok(url.startsWith(address()), url);
      return url.slice(address().length) || 'index.html';
    }).sort();
    const sizes = await Promise.all(names.map(async (name) => packed(await readFile(path.join(PAGE_FOLDER, name)))));
    names.forEach((name, index) => t.diagnostic(`${name} ${sizes[index]}`));
    const bytes = sizes.reduce((sum, each) => sum + each, 0);
    assert.ok(names.length <= MOST_REQUESTS, `${names.length} requests: ${names.join(', ')}`);
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
  });
}, { names: ['chromium'], fresh: true });

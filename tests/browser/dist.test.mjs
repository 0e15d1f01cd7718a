// What web/dist.mjs makes of a built page, here of one without its module, which would only take long to compress.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { ROOT } from './support.mjs';

let scratch;
let page;
before(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'interleave-dist-'));
  page = path.join(scratch, 'page');
  for (const name of ['index.html', 'service-worker.js', 'style.css', 'text.mjs', 'icon-192.png', 'preview.png']) {
    await cp(path.join(ROOT, 'web', name), path.join(page, name));
  }
});
after(() => rm(scratch, { recursive: true, force: true }));

const dist = (to, ...more) => new Promise((resolve) => {
  execFile(process.execPath, [path.join(ROOT, 'web/dist.mjs'), '--from', page, '--to', path.join(scratch, to), ...more],
    (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }));
});
const read = (to, name) => readFile(path.join(scratch, to, name));
const html = async (to) => (await read(to, 'index.html')).toString();
const version = async (to) => (await html(to)).match(/<html data-version="([0-9a-f]{16})" /)[1];

describe('dist', () => {
  before(() => dist('first'));

  test('lays a smaller file of each kind beside what can be compressed, and nothing beside a picture', async () => {
    const names = await readdir(path.join(scratch, 'first'));
    for (const name of ['index.html', 'style.css', 'text.mjs', 'service-worker.js']) {
      const bytes = await read('first', name);
      assert.deepEqual(brotliDecompressSync(await read('first', `${name}.br`)), bytes, name);
      assert.deepEqual(gunzipSync(await read('first', `${name}.gz`)), bytes, name);
    }
    assert.deepEqual(names.filter((name) => name.includes('.png.')), []);
    assert.ok(names.includes('.nojekyll') && names.includes('_headers'));
  });

  test('gives the same version to the same content, and another to any other', async () => {
    await dist('again');
    assert.equal(await version('again'), await version('first'));
    const styles = await readFile(path.join(page, 'style.css'));
    await writeFile(path.join(page, 'style.css'), `${styles}\n`);
    await dist('changed');
    await writeFile(path.join(page, 'style.css'), styles);
    assert.notEqual(await version('changed'), await version('first'));
  });

  test('names the previews in full where it is told the address', async () => {
    const url = 'https://example.org/some/where/';
    assert.equal((await dist('addressed', '--url', url)).status, 0);
    const whole = await html('addressed');
    assert.ok(whole.includes(`<meta property="og:image" content="${url}preview.png">`));
    assert.ok(whole.includes(`<meta name="twitter:image" content="${url}preview.png">`));
    assert.ok(whole.includes(`<meta property="og:url" content="${url}">`));
    assert.ok((await html('first')).includes('<meta property="og:image" content="preview.png">'));
  });

  test('refuses what is no address of a folder', async () => {
    for (const url of ['example.org', 'ftp://example.org/', 'https://example.org/page', 'https://example.org/"/']) {
      const { status, stderr } = await dist('refused', '--url', url);
      assert.equal(status, 1);
      assert.equal(stderr, `--url takes the address of the page's folder, as in https://example.org/interleave/, and not '${url}'.\n`);
    }
  });
});

// ./dev watch: the real watcher on a copy of the page's HTML, with a build that takes no time.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { addressOf, serve } from '../../web/server.mjs';
import { watchAndServe } from '../../web/watch.mjs';

import { launchers, PATIENCE } from './launch.mjs';
import { ROOT } from './support.mjs';

const HTML = readFileSync(path.join(ROOT, 'web/index.html'), 'utf8');
// Copies title.txt into the page; fails where there is "wrong" in it.
const BUILD = `const fs = require('fs'), [from, to] = process.argv.slice(1), title = fs.readFileSync(from, 'utf8');
if (title === 'wrong') process.exit(1);
fs.writeFileSync(to, fs.readFileSync(to, 'utf8').replace(/<title>.*?<\\/title>/s, '<title>' + title + '</title>'));`;

let browser;
before(async () => { browser = await launchers.chromium({}); });
after(() => browser.close());

async function watched(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'watch-'));
  const root = path.join(folder, 'page');
  const src = path.join(folder, 'src');
  mkdirSync(root);
  mkdirSync(path.join(src, 'deep'), { recursive: true });
  writeFileSync(path.join(root, 'index.html'), HTML);
  writeFileSync(path.join(src, 'title.txt'), 'first');
  const said = [];
  const server = await watchAndServe({
    root,
    port: 0,
    folders: [src, path.join(folder, 'not-there')],
    build: [process.execPath, '-e', BUILD, path.join(src, 'title.txt'), path.join(root, 'index.html')],
    say: (line) => said.push(line),
  });
  const page = await browser.newPage();
  t.after(async () => {
    await page.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });
  // The page's own modules are not there; the one that is added is.
  const listens = page.waitForResponse((response) => response.url().endsWith('/~changes'), { timeout: PATIENCE });
  await page.goto(server.address);
  await listens;
  const hasTitle = (title) => page.waitForFunction((wanted) => document.title === wanted, { timeout: PATIENCE }, title);
  return { page, said, src, root, hasTitle };
}

async function until(holds) {
  for (const end = Date.now() + PATIENCE; !holds();) {
    assert.ok(Date.now() < end, 'it takes too long');
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

test('a change is built, and the open page loads itself anew', async (t) => {
  const { said, src, hasTitle } = await watched(t);
  writeFileSync(path.join(src, 'title.txt'), 'second');
  await hasTitle('second');
  // In a folder that is new, too.
  const builds = () => said.filter((line) => line.includes('Building')).length;
  for (const change of [() => mkdirSync(path.join(src, 'deep/new')),
                        () => writeFileSync(path.join(src, 'deep/new/file.txt'), 'x')]) {
    const before = builds();
    change();
    await until(() => builds() > before);
  }
  writeFileSync(path.join(src, 'title.txt'), 'third');
  await hasTitle('third');
});

test('a build that ends while the page is loading is not missed', async (t) => {
  const { said, page, src, hasTitle } = await watched(t);
  // The page is held back after its HTML, until the next build has ended.
  await page.setRequestInterception(true);
  let built;
  const ended = new Promise((resolve) => { built = resolve; });
  page.on('request', async (request) => {
    if (request.url().includes('~reload.mjs')) await ended;
    await request.continue();
  });
  writeFileSync(path.join(src, 'title.txt'), 'second');
  await hasTitle('second');
  said.length = 0;
  writeFileSync(path.join(src, 'title.txt'), 'third');
  await until(() => said.some((line) => line.includes('loads itself anew')));
  built();
  await hasTitle('third');
});

test('after a build that fails the page stays, and the next one counts', async (t) => {
  const { page, said, src, hasTitle } = await watched(t);
  await page.evaluate(() => { window.kept = true; });
  writeFileSync(path.join(src, 'title.txt'), 'wrong');
  await until(() => said.some((line) => line.includes('could not be built')));
  assert.equal(await page.evaluate(() => window.kept), true);
  writeFileSync(path.join(src, 'title.txt'), 'right');
  await hasTitle('right');
});

test('nobody else serves what the page learns of builds by', async (t) => {
  const { root } = await watched(t);
  assert.ok(!readFileSync(path.join(root, 'index.html'), 'utf8').includes('~reload'));
  const server = await serve({ root, port: 0 });
  t.after(() => server.close());
  for (const name of ['~changes', '~reload.mjs']) {
    assert.equal((await fetch(addressOf(server) + name)).status, 404);
  }
});

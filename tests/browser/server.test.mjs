// The server of web/server.mjs by itself, asked with Node's own HTTP client.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { addressOf, isolationHeaders, serve } from '../../web/server.mjs';
import { ROOT } from './support.mjs';

const COMMAND = path.join(ROOT, 'web/server.mjs');

let scratch;
let root;
let server;

before(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'interleave-server-'));
  root = path.join(scratch, 'page');
  await mkdir(path.join(root, 'sub'), { recursive: true });
  const files = {
    'index.html': '<p>page</p>', 'sub/index.html': '<p>sub</p>', 'module.mjs': 'export {};',
    'program.wasm': '\0asm', 'style.css': 'p {}', 'icon.svg': '<svg/>', 'data.json': '{}',
    'unknown.thing': '?', 'with space.txt': 'text',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(root, name), content);
  await writeFile(path.join(scratch, 'secret.txt'), 'secret');
  await mkdir(path.join(scratch, 'page-beside'));
  await writeFile(path.join(scratch, 'page-beside', 'secret.txt'), 'secret');
  await symlink(path.join(scratch, 'secret.txt'), path.join(root, 'way-out.txt'));
  // A moment with a fraction of a second, which dates in headers do not have.
  await utimes(path.join(root, 'style.css'), 1_700_000_000.5, 1_700_000_000.5);
  server = await serve({ root, port: 0 });
});

after(async () => {
  server?.close();
  server?.closeAllConnections();
  await rm(scratch, { recursive: true, force: true });
});

/** The path goes out as it is: a URL would tidy up its dots. */
function ask(target, { method = 'GET', headers = {}, from = server } = {}) {
  return new Promise((resolve, reject) => {
    const { port } = from.address();
    request({ host: 'localhost', port, path: target, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (data) => { body += data; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    }).on('error', reject).end();
  });
}

function command(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], (error, stdout, stderr) => {
      resolve({ status: error?.code ?? 0, stdout, stderr });
    });
  });
}

function assertIsolated(answer) {
  for (const [name, value] of Object.entries(isolationHeaders)) {
    assert.equal(answer.headers[name.toLowerCase()], value, name);
  }
}

describe('The server', () => {
  test('sends the isolation headers with every kind of answer', async () => {
    for (const target of ['/', '/module.mjs', '/nothing-here', '/%zz']) assertIsolated(await ask(target));
    const { etag } = (await ask('/style.css')).headers;
    assertIsolated(await ask('/style.css', { headers: { 'If-None-Match': etag } }));
    assertIsolated(await ask('/', { method: 'POST' }));
  });

  test('leaves the isolation headers out when told to, and adds others', async () => {
    const bare = await serve({ root, port: 0, isolate: false, headers: { 'X-More': 'yes' } });
    try {
      const answer = await ask('/', { from: bare });
      for (const name of Object.keys(isolationHeaders)) assert.equal(answer.headers[name.toLowerCase()], undefined);
      assert.equal(answer.headers['x-more'], 'yes');
    } finally {
      bare.close();
      bare.closeAllConnections();
    }
  });

  test('names the type of every file', async () => {
    const types = {
      '/': 'text/html; charset=utf-8', '/sub/': 'text/html; charset=utf-8',
      '/module.mjs': 'text/javascript; charset=utf-8', '/program.wasm': 'application/wasm',
      '/style.css': 'text/css; charset=utf-8', '/icon.svg': 'image/svg+xml',
      '/data.json': 'application/json; charset=utf-8', '/unknown.thing': 'application/octet-stream',
    };
    for (const [target, type] of Object.entries(types)) {
      const answer = await ask(target);
      assert.equal(answer.status, 200, target);
      assert.equal(answer.headers['content-type'], type, target);
    }
  });

  test('finds a file by an escaped name, whatever follows as a query', async () => {
    assert.equal((await ask('/with%20space.txt?x=../..')).body, 'text');
  });

  test('sends no body for HEAD, and says how long it would be', async () => {
    const answer = await ask('/index.html', { method: 'HEAD' });
    assert.equal(answer.status, 200);
    assert.equal(answer.body, '');
    assert.equal(answer.headers['content-length'], '11');
  });

  test('answers 304 while a file is as the browser has it, and 200 when it is not', async () => {
    const { etag, 'last-modified': date } = (await ask('/style.css')).headers;
    const conditional = async (headers) => (await ask('/style.css', { headers })).status;
    assert.equal(await conditional({ 'If-None-Match': etag }), 304);
    assert.equal(await conditional({ 'If-None-Match': `"other", ${etag}` }), 304);
    assert.equal(await conditional({ 'If-None-Match': '*' }), 304);
    assert.equal(await conditional({ 'If-None-Match': '"other"' }), 200);
    assert.equal(await conditional({ 'If-Modified-Since': date }), 304);
    assert.equal(await conditional({ 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' }), 200);
    assert.equal(await conditional({ 'If-Modified-Since': 'nonsense' }), 200);
    // An ETag outranks a date.
    assert.equal(await conditional({ 'If-None-Match': '"other"', 'If-Modified-Since': date }), 200);
  });

  test('gives nothing from outside its folder', async () => {
    const ways = [
      '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/sub/../../secret.txt', '/way-out.txt',
      '/../page-beside/secret.txt', '/%2e%2e%2fpage-beside%2fsecret.txt', '//../secret.txt', '/..%5csecret.txt',
    ];
    for (const way of ways) {
      const answer = await ask(way);
      assert.equal(answer.status, 404, way);
      assert.doesNotMatch(answer.body, /^secret/, way);
    }
  });

  test('refuses a malformed address, and other methods', async () => {
    assert.equal((await ask('/%zz')).status, 400);
    assert.equal((await ask('/%00')).status, 400);
    const posted = await ask('/', { method: 'POST' });
    assert.equal(posted.status, 405);
    assert.equal(posted.headers.allow, 'GET, HEAD');
  });

  test('escapes what it repeats of an address', async () => {
    const answer = await ask('/%3Cscript%3E');
    assert.equal(answer.status, 404);
    assert.match(answer.body, /&lt;script&gt;/);
    assert.doesNotMatch(answer.body, /<script>/);
  });
});

describe('The server command', () => {
  test('says where the page is', async () => {
    const { execPath } = process;
    await new Promise((resolve, reject) => {
      const child = execFile(execPath, [COMMAND, '--root', root, '--port', '0']);
      child.on('error', reject);
      child.stdout.on('data', (line) => {
        child.kill();
        try {
          assert.match(line, /^Interleave is at http:\/\/localhost:[1-9]\d*\/\n$/);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  });

  test('says that a port is taken, and what to do', async () => {
    const other = createServer();
    await new Promise((resolve) => other.listen(0, 'localhost', resolve));
    try {
      const { port } = other.address();
      const { status, stderr } = await command('--root', root, '--port', String(port));
      assert.equal(status, 1);
      assert.equal(stderr, `Port ${port} is taken: stop what uses it, or choose another with --port N.\n`);
    } finally {
      other.close();
    }
  });

  test('says that there is nothing to serve, and what to do', async () => {
    const { status, stderr } = await command('--root', path.join(root, 'missing'));
    assert.equal(status, 1);
    assert.match(stderr, /^There is no folder .*missing to serve: build the page first with '\.\/dev build'\.\n$/);
  });

  test('refuses a port that is none', async () => {
    for (const port of ['65536', '-1', 'x', '']) {
      const { status, stderr } = await command('--root', root, `--port=${port}`);
      assert.equal(status, 1);
      assert.equal(stderr, `--port takes a number from 0 to 65535, and not '${port}'.\n`);
    }
  });
});

test('addresses are written as browsers read them', () => {
  const at = (host) => addressOf({ address: () => ({ port: 8080 }) }, host);
  assert.equal(at('localhost'), 'http://localhost:8080/');
  assert.equal(at('::1'), 'http://[::1]:8080/');
});

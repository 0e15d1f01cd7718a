// The page on the servers that web/README.md tells how to set up, each with what is written there, below a path.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { pageHeaders } from '../../web/server.mjs';
import { PATIENCE } from './launch.mjs';
import { inEachBrowser, outcome, PAGE_FOLDER, ROOT, until } from './support.mjs';

const FOLDER = path.join(ROOT, 'build/servers');
const SITE = path.join(FOLDER, 'srv');
const DIST = path.join(SITE, 'interleave');

/** What web/README.md has for a server, for a site that lies in SITE. */
async function snippet(language) {
  const readme = await readFile(path.join(ROOT, 'web/README.md'), 'utf8');
  const [, text] = readme.match(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms')) ?? assert.fail(`web/README.md has nothing for ${language}`);
  return text.replaceAll('/srv', SITE);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Each sets up a server that stays in the foreground, and leaves the machine's own configuration alone.
const SERVERS = {
  async nginx(port, folder) {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`);
    await writeFile(path.join(folder, 'nginx.conf'), `
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        ${temporary.join('\n')}
        server {
          listen 127.0.0.1:${port};
          ${await snippet('nginx')}
        }
      }`);
    return ['nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr']];
  },
  async caddy(port, folder) {
    const config = (await snippet('caddy')).replace('example.org', `http://localhost:${port}`);
    await writeFile(path.join(folder, 'Caddyfile'), `{\n  admin off\n  auto_https off\n}\n${config}`);
    return ['caddy', ['run', '--config', path.join(folder, 'Caddyfile'), '--adapter', 'caddyfile']];
  },
  /** Without any header of ours. */
  python: async (port) => ['python3', ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', SITE]],
};

async function start(name) {
  const folder = path.join(FOLDER, name);
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const [command, args] = await SERVERS[name](port, folder);
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const address = `http://localhost:${port}/interleave/`;
  const end = Date.now() + PATIENCE;
  while (!await ask(`${address}style.css`).catch(() => null)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${name} did not start: ${said}`);
    await pause(20);
  }
  return { address, close: () => { child.kill(); return ended; } };
}

function ask(address, headers = {}) {
  return new Promise((resolve, reject) => {
    request(address, { headers, agent: false }, (response) => {
      let length = 0;
      response.on('data', (bytes) => { length += bytes.length; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, length }));
    }).on('error', reject).end();
  });
}

before(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(SITE, { recursive: true });
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'web/dist.mjs'), '--from', PAGE_FOLDER, '--to', DIST]);
});
after(() => rm(FOLDER, { recursive: true, force: true }));

const TYPES = {
  '': 'text/html', 'style.css': 'text/css', 'boot.mjs': 'text/javascript', 'service-worker.js': 'text/javascript',
  'interleave.wasm': 'application/wasm', 'icon.svg': 'image/svg+xml', 'icon-192.png': 'image/png',
  'interleave.webmanifest': 'application/manifest+json',
};

for (const [name, encodings] of Object.entries({ nginx: ['gzip'], caddy: ['br', 'gzip'] })) {
  describe(name, () => {
    let server;
    before(async () => { server = await start(name); });
    after(() => server?.close());

    test('names types, sends what is compressed already, and the headers', async () => {
      for (const [file, type] of Object.entries(TYPES)) {
        const { status, headers } = await ask(server.address + file);
        assert.equal(status, 200, file);
        assert.equal(headers['content-type'].split(';')[0], type, file);
        for (const [header, value] of Object.entries({ ...pageHeaders, 'Cache-Control': 'no-cache' })) {
          assert.equal(headers[header.toLowerCase()], value, `${header} of ${file}`);
        }
      }
      for (const encoding of encodings) {
        const { headers, length } = await ask(`${server.address}interleave.wasm`, { 'Accept-Encoding': encoding });
        const packed = await readFile(path.join(DIST, `interleave.wasm.${encoding === 'br' ? 'br' : 'gz'}`));
        assert.equal(headers['content-encoding'], encoding);
        assert.equal(length, packed.length);
      }
    });

    inEachBrowser('The page', ({ open }) => {
      test('is isolated and runs', async () => {
        const page = await open('#v=1&delay=0', { at: server.address });
        await outcome(page);
        assert.ok(await page.evaluate(() => crossOriginIsolated));
      });
    }, { names: ['chromium'], fresh: true });
  });
}

describe('A plain file server', () => {
  let server;
  before(async () => { server = await start('python'); });
  after(() => server?.close());

  inEachBrowser('The page', ({ open }) => {
    test('is isolated by its worker and runs', async () => {
      const page = await open('#v=1&delay=0', { at: server.address, wait: false });
      await until(page, () => crossOriginIsolated);
      await outcome(page);
    });
  }, { names: ['chromium'], fresh: true });
});

test('what hosts are told by _headers is what servers send', async () => {
  const lines = (await readFile(path.join(DIST, '_headers'), 'utf8')).trimEnd().split('\n');
  assert.equal(lines.shift(), '/*');
  const told = Object.fromEntries(lines.map((line) => line.trim().split(/: (.*)/s, 2)));
  assert.deepEqual(told, { ...pageHeaders, 'Cache-Control': 'no-cache' });
});

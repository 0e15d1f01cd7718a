// Serves the page during development: changed files are built, and the open page reloads itself.
//
//   node web/watch.mjs [--root FOLDER] [--port N] [--watch FOLDER]... [--build COMMAND]
//
// After a failed build the page stays as it is, and the error is in the terminal. Server-Sent Events from /~changes
// notify the page of a build, and /~reload.mjs handles them; both are served only here, and are not part of the built
// page.

import { spawn } from 'node:child_process';
import { readdirSync, watch } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { addressOf, pageHeaders, serve } from './server.mjs';

const QUIET_MS = 150; // an editor writes a file in several steps

// Each build has a number. The page knows the one that it was served with, and each connection begins with the newest
// one: a build that ends while the page is still loading, or while the server is away, is not missed.
const RELOADER = `const mine = new URL(import.meta.url).searchParams.get('build');
new EventSource('/~changes').addEventListener('message', ({ data }) => { if (data !== mine) location.reload(); });
`;

/**
 * Calls `onChange` when something in the folders has changed and nothing has for a moment.
 * Returns a function that ends it.
 */
export function watchFolders(folders, onChange) {
  // Folder by folder: Node 18 watches no trees on Linux.
  const watchers = new Map();
  let timer;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      folders.forEach(add);
      onChange();
    }, QUIET_MS);
  };
  const remove = (folder) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder) => {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
      if (!watchers.has(folder)) {
        watchers.set(folder, watch(folder, changed).on('error', () => remove(folder)));
      }
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return remove(folder);
    }
    for (const entry of entries) if (entry.isDirectory()) add(path.join(folder, entry.name));
  };
  folders.forEach(add);
  return () => {
    clearTimeout(timer);
    [...watchers.keys()].forEach(remove);
  };
}

/** Runs a command with its output in this terminal; resolves to whether it succeeded. */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('exit', (code) => resolve(code === 0));
  });
}

/** Serves `root`, watches `folders` and runs `build`, a list of words. Resolves to { address, close }. */
export async function watchAndServe({ root, port = 8080, folders, build, say = console.log }) {
  const server = await serve({ root, port });
  const pages = new Set(); // open responses that report changes
  // Starts at the time, so that a page of an earlier server has another number.
  let newest = Date.now();
  const report = (page) => page.write(`data: ${newest}\n\n`);
  const [answer] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const [pathname] = request.url.split(/[?#]/, 1);
    if (pathname === '/~changes') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      report(response);
      pages.add(response);
      response.on('close', () => pages.delete(response));
    } else if (pathname === '/~reload.mjs') {
      response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' }).end(RELOADER);
    } else if (request.method === 'GET' && (pathname === '/' || pathname === '/index.html')) {
      sendPage(root, newest, response).catch(() => answer(request, response));
    } else {
      answer(request, response);
    }
  });

  let building = false;
  let again = false; // a file has changed while a build was running
  const change = async () => {
    again = true;
    if (building) return;
    building = true;
    let built = false;
    while (again) {
      again = false;
      say('• Building what has changed');
      built = await run(build);
    }
    building = false;
    say(built ? '• The page loads itself anew' : '• That could not be built: the page stays as it was');
    if (!built) return;
    newest += 1;
    pages.forEach(report);
  };
  const unwatch = watchFolders(folders, change);
  return {
    address: addressOf(server),
    close: () => new Promise((resolve) => {
      unwatch();
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

// A module of the page's own origin, since its policy allows no inline script.
async function sendPage(root, build, response) {
  const html = await readFile(path.join(root, 'index.html'), 'utf8');
  const body = html.replace(/<\/head>|(?=<body)|$/, (found) => `<script type="module" src="/~reload.mjs?build=${build}"></script>\n${found}`);
  for (const header of ['Content-Length', 'ETag', 'Last-Modified']) response.removeHeader(header);
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(body);
}

async function main() {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: 'build/web/page' },
      port: { type: 'string', default: '8080' },
      watch: { type: 'string', multiple: true, default: ['src', 'web', 'shaders'] },
      build: { type: 'string', default: './dev build' },
    },
  });
  if (!/^\d+$/.test(values.port) || Number(values.port) > 65535) {
    throw new Error(`--port takes a number from 0 to 65535, and not '${values.port}'.`);
  }
  const { address } = await watchAndServe({
    root: values.root,
    port: Number(values.port),
    folders: values.watch,
    build: values.build.split(' '),
  });
  console.log(`Interleave is at ${address}, and follows what changes in ${values.watch.join(', ')}`);
}

if (process.argv[1] && (await realpath(process.argv[1])) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.code === 'EADDRINUSE' ? 'That port is taken: choose another with --port N.' : error.message);
    process.exitCode = 1;
  });
}

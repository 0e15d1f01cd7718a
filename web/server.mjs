// A small static server for the page: Node's http alone, made for development and tests.
//
// The page shares memory between threads, which browsers allow only to a page that is
// isolated from others; the headers in `isolationHeaders` ask for that.
//
//   node web/server.mjs [--root FOLDER] [--port N] [--host NAME]
//
//   import { serve } from './web/server.mjs';
//   const server = await serve({ root: 'build/web/page', port: 0 });

import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

// The same policy as in web/index.html, which applies on any host; as a header it also applies to the page's threads.
export const contentSecurityPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'";

/** The headers that a server should send with every file of the page. */
export const pageHeaders = { ...isolationHeaders, 'Content-Security-Policy': contentSecurityPolicy };

const mimeTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.py': 'text/x-python; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves the files below `root` and returns the listening http.Server.
 * Port 0 takes a free one; `isolate: false` leaves the headers of `pageHeaders` out;
 * `headers` are sent with every answer.
 */
export async function serve({
  root,
  port = 8080,
  host = 'localhost',
  isolate = true,
  headers = {},
}) {
  const folder = await realpath(root);
  const everyAnswer = { ...(isolate ? pageHeaders : {}), ...headers };
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(everyAnswer)) response.setHeader(name, value);
    answer(folder, request, response).catch((error) => fail(response, error));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

/** The address of a server that `serve` returned. */
export function addressOf(server, host = 'localhost') {
  return `http://${host.includes(':') ? `[${host}]` : host}:${server.address().port}/`;
}

async function answer(folder, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(request, response, 405, 'Only GET and HEAD are answered here.');
  }
  const urlPath = decodePath(request.url);
  if (urlPath === null) return sendText(request, response, 400, 'The address is malformed.');
  const file = await findFile(folder, urlPath);
  if (file === null) return sendText(request, response, 404, `There is no ${urlPath} here.`);
  return sendFile(request, response, file);
}

/** The decoded path of a request, or null when it is malformed. */
function decodePath(url) {
  try {
    const decoded = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    return decoded.startsWith('/') && !decoded.includes('\0') ? decoded : null;
  } catch {
    return null;
  }
}

/** The file that a path names, index.html for a folder; null when there is none inside `folder`. */
async function findFile(folder, urlPath) {
  let name = path.join(folder, path.posix.normalize(urlPath));
  try {
    if ((await stat(name)).isDirectory()) name = path.join(name, 'index.html');
    name = await realpath(name); // a link must not lead out of the folder either
    const status = await stat(name);
    return name.startsWith(folder + path.sep) && status.isFile() ? { name, status } : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(error.code)) return null;
    throw error;
  }
}

function sendFile(request, response, { name, status }) {
  const etag = `"${status.size.toString(36)}-${Math.trunc(status.mtimeMs).toString(36)}"`;
  response.setHeader('Cache-Control', 'no-cache'); // may be stored, but must be revalidated each time
  response.setHeader('ETag', etag);
  response.setHeader('Last-Modified', status.mtime.toUTCString());
  if (isUnchanged(request, etag, status.mtime)) {
    response.writeHead(304).end();
    return;
  }
  const type = mimeTypes[path.extname(name).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': status.size });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(name)
    .on('error', (error) => response.destroy(error))
    .pipe(response);
}

/** Whether the browser's copy is the file's content; an ETag outranks a date. */
function isUnchanged(request, etag, mtime) {
  const known = request.headers['if-none-match'];
  if (known !== undefined) return known === '*' || known.split(/\s*,\s*/).includes(etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return Math.trunc(mtime.getTime() / 1000) * 1000 <= since;
}

function sendText(request, response, status, text) {
  const escaped = text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title><p>${escaped}</p></html>\n`;
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Type': mimeTypes['.html'],
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function fail(response, error) {
  console.error(error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end();
}

// --- The command ---

function readOptions() {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: 'build/web/page' },
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: 'localhost' },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) {
    throw new Error(`--port takes a number from 0 to 65535, and not '${values.port}'.`);
  }
  return { ...values, port };
}

function explain(error, { port, root, host } = {}) {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken: stop what uses it, or choose another with --port N.`;
    case 'EACCES':
      return `Port ${port} may not be used here: choose one from 1024 with --port N.`;
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return `This machine has no address '${host}' to serve on.`;
    case 'ENOENT':
      return `There is no folder ${root} to serve: build the page first with './dev build'.`;
    default:
      return error.message;
  }
}

async function main() {
  let options;
  try {
    options = readOptions();
    const server = await serve(options);
    console.log(`Interleave is at ${addressOf(server, options.host)}`);
  } catch (error) {
    console.error(explain(error, options));
    process.exitCode = 1;
  }
}

if (process.argv[1] && (await realpath(process.argv[1])) === fileURLToPath(import.meta.url)) {
  await main();
}

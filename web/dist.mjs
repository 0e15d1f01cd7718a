// Makes a folder for any static host from the built page: gives it a version, writes its service worker, and adds
// compressed files and a file of headers.
//
//   node web/dist.mjs --from FOLDER --to FOLDER [--url https://HOST/PATH/]

import { createHash } from 'node:crypto';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { pageHeaders } from './server.mjs';

const WORKER = 'service-worker.js';
const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.json', '.mjs', '.py', '.svg', '.ttf', '.txt', '.wasm', '.webmanifest']);
// Files that most visits never load; they are kept for offline use after the first request.
const LATER = /-single[.-]|-part\.|^preview\.|^editor\.|\.(?:ttf|py)$/;

// Names of files do not change with their content, so browsers have to revalidate.
const headersFile = `/*\n${Object.entries({ ...pageHeaders, 'Cache-Control': 'no-cache' })
  .map(([name, value]) => `  ${name}: ${value}\n`).join('')}`;

const sha = (bytes) => createHash('sha256').update(bytes);

/** Replaces a text that must occur exactly once. */
function replaceOnce(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`'${from}' is there ${parts.length - 1} times, and has to be there once.`);
  return parts.join(to);
}

/** index.html with absolute addresses for crawlers. */
function withAddress(html, url) {
  return html
    .replace(/(<meta (?:property="og|name="twitter):image" content=")/g, `$1${url}`)
    .replace('</title>', `</title>\n  <link rel="canonical" href="${url}">\n  <meta property="og:url" content="${url}">`);
}

async function writeVersion(folder, url) {
  const at = (name) => path.join(folder, name);
  const names = (await readdir(folder)).filter((name) => name !== WORKER).sort();
  let html = await readFile(at('index.html'), 'utf8');
  if (url) html = withAddress(html, url);
  const worker = await readFile(at(WORKER), 'utf8');
  const version = sha(worker).update(JSON.stringify(pageHeaders));
  for (const name of names) version.update(`${name}\0`).update(name === 'index.html' ? html : await readFile(at(name)));
  const short = version.digest('hex').slice(0, 16);
  await writeFile(at('index.html'), replaceOnce(html, '<html ', `<html data-version="${short}" `));

  const files = {};
  for (const name of names) {
    const integrity = `sha256-${sha(await readFile(at(name))).digest('base64')}`;
    files[name] = LATER.test(name) ? { integrity, later: true } : { integrity };
  }
  const dist = JSON.stringify({ version: short, headers: pageHeaders, files }, null, 2);
  await writeFile(at(WORKER), replaceOnce(worker, 'const DIST = null;', `const DIST = ${dist};`));
  return short;
}

/** Writes FILE.br and FILE.gz beside each file that they make smaller. */
async function compress(folder) {
  await Promise.all((await readdir(folder)).filter((name) => COMPRESSIBLE.has(path.extname(name))).map(async (name) => {
    const bytes = await readFile(path.join(folder, name));
    const packed = {
      br: await promisify(brotliCompress)(bytes, { params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      } }),
      gz: await promisify(gzip)(bytes, { level: 9 }),
    };
    for (const [suffix, smaller] of Object.entries(packed)) {
      if (smaller.length < bytes.length) await writeFile(path.join(folder, `${name}.${suffix}`), smaller);
    }
  }));
}

function readOptions() {
  const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' }, url: { type: 'string' } } });
  const { from, to, url } = values;
  if (!from || !to) throw new Error('--from and --to each take a folder.');
  if (url !== undefined && !/^https?:\/\/[^\s"<>&?#]+\/$/.test(url)) {
    throw new Error(`--url takes the address of the page's folder, as in https://example.org/interleave/, and not '${url}'.`);
  }
  return values;
}

try {
  const { from, to, url } = readOptions();
  await cp(from, to, { recursive: true });
  const version = await writeVersion(to, url);
  await compress(to);
  await writeFile(path.join(to, '_headers'), headersFile);
  await writeFile(path.join(to, '.nojekyll'), '');
  console.log(`Version ${version} is in ${to}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

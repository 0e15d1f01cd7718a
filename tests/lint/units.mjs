// The sources that clang-tidy reads in every ./dev test: few, which between them include every header. To read them all
// takes four times as long, as each reads the standard library anew; ./dev test nightly does.
//
//   node tests/lint/units.mjs FOLDER    of the compile commands in FOLDER; prints a path a line

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// The headers below `root` that `path` includes, directly or not.
function headersOf(path, root, read, known) {
  if (known.has(path)) return known.get(path);
  const found = new Set();
  known.set(path, found);
  for (const [, name] of read(path).matchAll(/^#include "([^"]+)"/gm)) {
    const header = join(root, name);
    if (read(header) === '') continue;
    found.add(header);
    for (const each of headersOf(header, root, read, known)) found.add(each);
  }
  return found;
}

// Of `sources`, as few as it takes: always the one that adds the most headers, of those the first by name.
export function covering(sources, root, read) {
  const known = new Map();
  const left = new Map([...sources].sort().map((path) => [path, new Set(headersOf(path, root, read, known))]));
  const chosen = [];
  while (left.size > 0) {
    const [path, headers] = [...left].reduce((best, each) => (each[1].size > best[1].size ? each : best));
    if (headers.size === 0) break;
    chosen.push(path);
    left.delete(path);
    for (const rest of left.values()) for (const each of headers) rest.delete(each);
  }
  return chosen.sort();
}

export function readSource(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve('src');
  const commands = JSON.parse(readFileSync(join(process.argv[2], 'compile_commands.json'), 'utf8'));
  const sources = commands.map(({ directory, file }) => resolve(directory, file)).filter((path) => path.startsWith(`${root}/`));
  console.log(covering(new Set(sources), root, readSource).join('\n'));
}

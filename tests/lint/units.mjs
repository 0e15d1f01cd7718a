// What clang-tidy reads in every ./dev test: every header once, in one unit, as reading the standard library takes most of the
// time. Beside it, the compiler alone reads the sources that take few to include every header, without what precompiled headers
// would lend them. ./dev test nightly has clang-tidy read every source.
//
//   node tests/lint/units.mjs FOLDER    of the compile commands in FOLDER; makes FOLDER/headers, with commands of its own, and
//                                       prints the sources, a path a line

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
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

// All headers that `sources` include, in the order of their names.
export function everyHeader(sources, root, read) {
  const known = new Map();
  return [...new Set([...sources].flatMap((path) => [...headersOf(path, root, read, known)]))].sort();
}

// Of `sources`, as few as it takes to include every header: always the one that adds the most, of those the first by name.
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

// The command that compiles `file` as `commands` compile their files: with the options of the first, and the folders of all.
export function commandOf(file, commands) {
  const folders = new Set(commands.flatMap(({ command }) => command.match(/-isystem \S+/g) ?? []));
  const options = commands[0].command.replace(/ -isystem \S+/g, '').replace(/ -o .*$/, '');
  return [options, ...folders, '-c', file].join(' ');
}

export function readSource(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve('src');
  const commands = JSON.parse(readFileSync(join(process.argv[2], 'compile_commands.json'), 'utf8'))
    .filter(({ directory, file }) => resolve(directory, file).startsWith(`${root}/`));
  const sources = new Set(commands.map(({ directory, file }) => resolve(directory, file)));
  const folder = resolve(process.argv[2], 'headers');
  const file = join(folder, 'headers.cpp');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, everyHeader(sources, root, readSource).map((path) => `#include "${relative(root, path)}"\n`).join(''));
  writeFileSync(join(folder, 'compile_commands.json'), JSON.stringify([{ directory: folder, file, command: commandOf(file, commands) }]));
  console.log(covering(sources, root, readSource).join('\n'));
}

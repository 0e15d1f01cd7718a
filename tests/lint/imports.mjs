// Checks every #include in src/ against src/layers.json: which folder may include which, and which may use which
// library. The table and the picture in README.md are made from the same file.
//
//   node tests/lint/imports.mjs [ROOT]            prints FILE:LINE and the broken rule; exit code 1 if there is one
//   node tests/lint/imports.mjs --write [ROOT]    makes the table and the picture in README.md anew
//
// A row of `folders` has `folder`, `what` (for the table), `headless` and `includes`: folders, or "headless" for all
// headless ones. A row of `libraries` has `name`, `folders` that may use it, and the regular expressions `header` (of
// what stands in an #include) and, optionally, `word` (anywhere in a line).

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAYERS = 'src/layers.json';
const BEGIN = `<!-- Made from ${LAYERS} by "node tests/lint/imports.mjs --write". -->\n`;
const END = '<!-- End of what is made. -->\n';

const listed = (folders) => folders.map((each) => `src/${each}`).join(', ');

/** { folders, libraries } of the file's text; `includes` are names of folders, and expressions are compiled. */
export function readLayers(text) {
  const layers = JSON.parse(text);
  const names = layers.folders.map(({ folder }) => folder);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new Error(`${LAYERS}: "${twice}" has two rows`);
  const headless = layers.folders.filter((row) => row.headless).map(({ folder }) => folder);
  const check = (name, where) => {
    if (!names.includes(name)) throw new Error(`${LAYERS}: "${name}" in ${where} is none of the folders ${names.join(', ')}`);
  };
  const folders = layers.folders.map((row) => {
    const includes = row.includes.flatMap((name) => (name === 'headless' ? headless : [name])).filter((name) => name !== row.folder);
    for (const name of includes) {
      check(name, `"${row.folder}"`);
      if (row.headless && !headless.includes(name)) throw new Error(`${LAYERS}: "${row.folder}" is headless, and "${name}" is not`);
    }
    return { ...row, includes, inWords: row.includes };
  });
  const libraries = layers.libraries.map((row) => {
    for (const name of row.folders) check(name, row.name);
    return { ...row, header: new RegExp(row.header), word: row.word && new RegExp(row.word) };
  });
  return { folders, libraries };
}

/** Which arrows are drawn, as [from, to]: from each folder to those that may include it, unless a way of several arrows
 *  leads there, too. Of two folders that include each other the first row has the arrow. */
function arrows({ folders }) {
  const all = folders.flatMap(({ folder, includes }, at) => includes
    .filter((name) => folders.findIndex((row) => row.folder === name) < at).map((name) => [name, folder]));
  const leads = (from, to) => all.some(([a, b]) => a === from && (b === to || leads(b, to)));
  return all.filter(([from, to]) => !all.some(([a, b]) => a === from && b !== to && leads(b, to)));
}

/** The part of README.md that is made: a picture and a table. */
export function drawn(layers) {
  const targets = new Map(); // of each folder, in words
  for (const [from, to] of arrows(layers)) targets.set(from, targets.has(from) ? `${targets.get(from)} & ${to}` : to);
  const lines = new Map(); // the folders with the same targets share a line
  for (const [from, to] of targets) lines.set(to, lines.has(to) ? `${lines.get(to)} & ${from}` : from);
  return [
    '```mermaid', 'flowchart LR', ...[...lines].map(([to, from]) => `  ${from} --> ${to}`), '```', '',
    '| folder | what | may include |', '| --- | --- | --- |',
    ...layers.folders.map(({ folder, what, headless, inWords }) => `| \`src/${folder}\`${headless ? ' *' : ''} | ${what} | ${
      inWords.map((name) => (name === 'headless' ? 'all of *' : name)).join(', ') || 'nothing else'} |`),
    '',
  ].join('\n');
}

/** README.md with that part made anew. */
export function withDrawn(readme, layers) {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md has no lines "${BEGIN.trim()}" and "${END.trim()}"`);
  return `${readme.slice(0, begin + BEGIN.length)}\n${drawn(layers)}\n${readme.slice(end)}`;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(h|cpp)$/.test(entry.name)) yield path;
  }
}

/** The rules that a line of src/`own.folder` breaks. */
function brokenBy(line, own, { folders, libraries }) {
  const [, bracket, include] = line.match(/^\s*#\s*include\s+(["<])([^">]+)[">]/) ?? [];
  const broken = libraries.filter((library) => ((include && library.header.test(include)) || library.word?.test(line)) && !library.folders.includes(own.folder))
    .map((library) => `src/${own.folder} may not use ${library.name}, which is for ${listed(library.folders)}`);
  if (!include) return broken;
  const isLibrary = libraries.some(({ header }) => header.test(include));
  if (bracket === '<') {
    // The headers of C++ itself have neither a folder nor an ending.
    if (!isLibrary && /[/.]/.test(include)) broken.push(`<${include}> is of no library in ${LAYERS}`);
    return broken;
  }
  const target = include.split('/')[0];
  if (!include.includes('/')) broken.push(`"${include}" does not say its folder, as in "model/settings.h"`);
  else if (isLibrary || target === own.folder) return broken;
  else if (!folders.some(({ folder }) => folder === target)) broken.push(`"${include}" is in no folder of ${LAYERS}`);
  else if (!own.includes.includes(target)) {
    broken.push(`src/${own.folder} may include ${own.includes.join(', ') || 'nothing else'}, and not src/${target} ("${include}")`);
  }
  return broken;
}

/** Every broken rule as { file, line, rule }. */
export function brokenRules(root) {
  const layers = readLayers(readFileSync(join(root, LAYERS), 'utf8'));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const broken = [];
  if (withDrawn(readme, layers) !== readme) {
    const line = readme.slice(0, readme.indexOf(BEGIN)).split('\n').length;
    broken.push({ file: 'README.md', line, rule: `the table or the picture is not that of ${LAYERS}: "node tests/lint/imports.mjs --write" makes it` });
  }
  for (const path of sources(join(root, 'src'))) {
    const file = relative(root, path);
    const own = layers.folders.find(({ folder }) => file.startsWith(`src/${folder}/`));
    if (!own) {
      broken.push({ file, line: 1, rule: `its folder is not in ${LAYERS}` });
      continue;
    }
    readFileSync(path, 'utf8').split('\n').forEach((text, at) => {
      for (const rule of brokenBy(text, own, layers)) broken.push({ file, line: at + 1, rule });
    });
  }
  return broken;
}

function write(root) {
  const readme = join(root, 'README.md');
  writeFileSync(readme, withDrawn(readFileSync(readme, 'utf8'), readLayers(readFileSync(join(root, LAYERS), 'utf8'))));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const places = process.argv.slice(2).filter((each) => each !== '--write');
  const root = resolve(places[0] ?? fileURLToPath(new URL('../..', import.meta.url)));
  if (process.argv.includes('--write')) write(root);
  const broken = brokenRules(root);
  for (const { file, line, rule } of broken) console.log(`${file}:${line}: ${rule}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

// Holds every #include in src/ against what the layers may know of each other: the table in README.md, "How it is laid
// out", which is read here, so that the two cannot differ.
//
//   node tests/lint/imports.mjs [ROOT]    prints FILE:LINE and the rule that is broken; exit code 1 if there is one

import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Beside the project's own headers: which folders may use what, and how it is recognised in a line. `headers` stand in
// an #include, `words` anywhere.
const LIBRARIES = [
  { name: 'Dear ImGui', headers: /^(imgui|imstb)/, folders: ['ui', 'app'] },
  { name: 'SDL', headers: /^(SDL2\/)?SDL/, folders: ['app'] },
  { name: 'GL', headers: /^(GLES\d|GL|EGL)\//, folders: ['render', 'app'] },
  { name: 'Emscripten', headers: /^emscripten/, words: /__EMSCRIPTEN(_PTHREADS)?__|\bEM_(ASM|JS)/, folders: ['platform'] },
];
// Made by the build: pictures and fonts as arrays.
const EMBEDDED = { folder: 'embedded', folders: ['ui', 'render'] };

const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

// { core, rows: [{ folder, knows }] } of README's table, in its order; `knows` are folders.
export function readLayers(readme) {
  const section = readme.split(/^## /m).find((each) => each.startsWith('How it is laid out'));
  if (!section) throw new Error('README.md has no section "How it is laid out"');
  const rows = [...section.matchAll(/^\| `src\/(\w+)`[^|]*\|[^|]*\| ([^|]*?) \|$/gm)].map(([, folder, words]) => ({ folder, words }));
  if (rows.length === 0) throw new Error('README.md, "How it is laid out", has no table of folders');
  const first = NUMBERS.indexOf(section.match(/The first (\w+) are the headless core/)?.[1]);
  if (first < 1 || first > rows.length) throw new Error('README.md does not say which folders are the headless core: "The first nine are …"');
  const core = rows.slice(0, first).map(({ folder }) => folder);
  const names = rows.map(({ folder }) => folder);
  return { core, rows: rows.map(({ folder, words }, at) => ({ folder, knows: foldersOf(words, names, at, core) })) };
}

function foldersOf(words, names, at, core) {
  const known = words.split(/, (?:and )?/).flatMap((word) => {
    if (word === 'nothing else') return [];
    if (word === 'everything') return names;
    if (word === 'all of the above') return names.slice(0, at);
    if (word === 'the headless core') return core;
    if (!names.includes(word)) throw new Error(`README.md: "${word}" is none of the folders ${names.join(', ')}`);
    return [word];
  });
  return [...new Set(known)];
}

// Where README's picture of the folders, "a & b --> c", says something else than the table: as sentences.
export function pictureProblems(readme, layers = readLayers(readme)) {
  const picture = readme.match(/```mermaid\n([^]*?)```/)?.[1];
  if (!picture) return ['there is no picture of the folders'];
  const before = new Map(layers.rows.map(({ folder }) => [folder, new Set()])); // what arrows lead from
  const problems = [];
  for (const [, from, to] of picture.matchAll(/^ *([\w &]+?) --> ([\w &]+)$/gm)) {
    for (const known of from.split(' & ')) {
      for (const knower of to.split(' & ')) {
        const allowed = layers.rows.find(({ folder }) => folder === knower)?.knows.includes(known);
        if (allowed) before.get(knower).add(known);
        else problems.push(`an arrow leads from ${known} to ${knower}, which the table does not allow`);
      }
    }
  }
  const reaches = (known, knower, seen = new Set()) => [...before.get(knower)].some(
    (each) => each === known || (!seen.has(each) && reaches(known, each, seen.add(each))),
  );
  for (const { folder, knows } of layers.rows) {
    for (const known of knows) {
      // Two that know each other are drawn by one arrow; nobody includes a command.
      const mutual = layers.rows.find((row) => row.folder === known).knows.includes(folder);
      if (known === folder || known === 'cli' || reaches(known, folder) || (mutual && reaches(folder, known))) continue;
      problems.push(`no arrow leads from ${known} to ${folder}, which knows it`);
    }
  }
  return problems;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(h|cpp)$/.test(entry.name)) yield path;
  }
}

function brokenBy(line, own, layers) {
  const include = line.match(/^\s*#\s*include\s+["<]([^">]+)[">]/)?.[1];
  const broken = LIBRARIES.filter(
    ({ headers, words, folders }) => ((include && headers.test(include)) || words?.test(line)) && !folders.includes(own.folder),
  ).map(({ name, folders }) => `src/${own.folder} knows nothing of ${name}, which is for ${folders.map((each) => `src/${each}`).join(', ')}`);
  if (!/^\s*#\s*include\s+"/.test(line)) return broken;
  const target = include.split('/')[0];
  if (!include.includes('/')) broken.push(`"${include}" does not say its folder, as in "model/settings.h"`);
  else if (target === EMBEDDED.folder) {
    if (!EMBEDDED.folders.includes(own.folder)) broken.push(`"${include}" is for ${EMBEDDED.folders.map((each) => `src/${each}`).join(', ')}`);
  } else if (!layers.rows.some(({ folder }) => folder === target)) broken.push(`"${include}" is in no folder of README's table`);
  else if (target !== own.folder && !own.knows.includes(target)) {
    broken.push(`src/${own.folder} knows ${own.knows.join(', ') || 'nothing else'}, and not src/${target} ("${include}")`);
  }
  return broken;
}

// Every broken rule as { file, line, rule }.
export function brokenRules(root) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const layers = readLayers(readme);
  const picture = readme.slice(0, readme.indexOf('```mermaid')).split('\n').length;
  const broken = pictureProblems(readme, layers).map((rule) => ({ file: 'README.md', line: picture, rule }));
  for (const path of sources(join(root, 'src'))) {
    const file = relative(root, path);
    const own = layers.rows.find(({ folder }) => file.startsWith(`src/${folder}/`));
    if (!own) {
      broken.push({ file, line: 1, rule: 'its folder is not in README\'s table' });
      continue;
    }
    readFileSync(path, 'utf8').split('\n').forEach((text, at) => {
      for (const rule of brokenBy(text, own, layers)) broken.push({ file, line: at + 1, rule });
    });
  }
  return broken;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
  const broken = brokenRules(root);
  for (const { file, line, rule } of broken) console.log(`${file}:${line}: ${rule}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

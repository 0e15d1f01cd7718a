// Finds the tests that start threads, and holds them against those that run under ThreadSanitizer: `thread_test_sources`
// in tests/CMakeLists.txt.
//
//   node tests/lint/threads.mjs [ROOT]    prints each test file that is missing there; exit code 1 if there is one
//
// What starts threads is found in the sources themselves. As clang-format lays them out, whatever is declared in a
// namespace begins in the first column and ends with a closing brace there. A class or function that names std::thread,
// std::jthread or pthread_create starts threads, and so does each that names one of those, and so on. That is too many
// rather than too few: to name a class is not yet to use it.

import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// A thread, and not what else std::thread has (::hardware_concurrency).
const THREAD = /\bstd::j?thread\b(?!::)|\bpthread_create\b/;
// The command, which a test runs as a process of its own.
const PROCESS = /\bINTERLEAVE_COMMAND\b/;
// What takes a window, of which the unit tests have nothing.
const WINDOW = ['platform', 'ui'];
// The folder of the unit tests: what they share may use everything.
const UNIT = 'unit';

// Without comments, includes, and what strings and characters hold; its lines stay where they are.
export function bare(text) {
  return text.replace(
    /\/\/.*|\/\*[^]*?\*\/|^#include.*$|R"(\w*)\([^]*?\)\1"|"(?:[^"\\\n]|\\.)*"|(?<![\w'])'(?:[^'\\\n]|\\.)+'/gm,
    (all) => all.replace(/[^\n]/g, ' '),
  );
}

// { name, code } of each class and function at the first column. A function of a class is a part of the class.
export function declarations(text) {
  const found = [];
  for (const [code] of bare(text).matchAll(/^(?![\s}#]|namespace\b|using\b|static_assert\b)[^\n]*(?:\n(?![}\S])[^\n]*)*(?:\n\}[^\n]*)?/gm)) {
    const head = code.replace(/^template <.*>\s+/, '');
    const type = head.match(/^(?:class|struct|union)\s+(?:\w+\(\d*\)\s+)?(\w+)/)?.[1] ?? head.match(/^[^(=]*?\b([A-Z]\w*)::~?\w+\s*\(/)?.[1];
    const name = type ?? head.match(/^[^(=]*?\b([a-z]\w*)\(/)?.[1];
    if (name !== undefined && !/^\w+ \w+;/.test(head)) found.push({ name, code });
  }
  return found;
}

// Whether `code` names the type or calls the function; what follows a dot belongs to an object.
function uses(code, name) {
  return new RegExp(/^[A-Z]/.test(name) ? `\\b${name}\\b` : `(?<![.>\\w])${name}\\(`).test(code);
}

const folderOf = (path) => basename(dirname(path));

// The names that start threads and that a header declares, each with the folders of these headers. `files` are [{ path, text }];
// `mayUse(folder, other)`: whether a file of one folder may name what is declared in another.
export function starters(files, mayUse = () => true) {
  const parts = files.flatMap(({ path, text }) => declarations(text).map((part) => ({ ...part, path, folder: folderOf(path) })));
  const keyInFolder = ({ folder, name }) => `${folder} ${name}`;
  const declared = new Set(parts.filter(({ path }) => path.endsWith('.h')).map(keyInFolder));
  const isDeclared = (part) => declared.has(keyInFolder(part));
  const keyOf = (part) => (isDeclared(part) ? keyInFolder(part) : `${part.path} ${part.name}`); // else it is known to its file alone
  const found = new Map(); // by key: part
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const part of parts) {
      if (found.has(keyOf(part))) continue;
      const known = [...found.values()].filter((each) => each.path === part.path || (isDeclared(each) && mayUse(part.folder, each.folder)));
      if (THREAD.test(part.code) || known.some(({ name }) => uses(part.code, name))) found.set(keyOf(part), part);
    }
  }
  const names = new Map();
  for (const part of found.values()) {
    if (isDeclared(part)) names.set(part.name, (names.get(part.name) ?? new Set()).add(part.folder));
  }
  return names;
}

// What of `text`, a test, starts threads: names, sorted. It may name what the folders declare that it includes, and what these may.
export function startedIn(text, names, mayUse = () => true) {
  const code = bare(text);
  const folders = [...text.matchAll(/^#include "(?:(\w+)\/)?[\w/]+\.h"/gm)].map(([, folder]) => folder ?? UNIT);
  const isReached = (declaring) => declaring === UNIT || folders.some((folder) => mayUse(folder, declaring));
  const found = [...names].filter(([name, declaring]) => [...declaring].some(isReached) && uses(code, name)).map(([name]) => name);
  for (const each of [THREAD, PROCESS]) found.push(...(code.match(each) ?? []));
  return found.sort();
}

export function listed(cmake) {
  const list = cmake.match(/^set\(thread_test_sources\n([^)]*)\)/m);
  if (!list) throw new Error('tests/CMakeLists.txt has no set(thread_test_sources …)');
  return new Set(list[1].trim().split(/\s+/).map((each) => basename(each)));
}

function read(folder, pattern) {
  return readdirSync(folder).filter((each) => pattern.test(each)).sort().map((each) => ({ path: join(folder, each), text: readFileSync(join(folder, each), 'utf8') }));
}

// Sentences, one for each test file that starts threads and is not in `list`.
export function missing(root, list = listed(readFileSync(join(root, 'tests/CMakeLists.txt'), 'utf8'))) {
  const unit = join(root, 'tests/unit');
  const tests = read(unit, /_test\.cpp$/);
  const { folders } = JSON.parse(readFileSync(join(root, 'src/layers.json'), 'utf8'));
  const headless = folders.filter((each) => each.headless).map(({ folder }) => folder);
  const allowed = new Map(folders.map(({ folder, includes }) => [folder, new Set(includes.flatMap((each) => (each === 'headless' ? headless : each)))]));
  const tested = folders.map(({ folder }) => folder).filter((folder) => !WINDOW.includes(folder));
  const sources = tested.flatMap((each) => read(join(root, 'src', each), /\.(h|cpp)$/)).concat(read(unit, /(?<!_test)\.(h|cpp)$/));
  const mayUse = (folder, other) => folder === UNIT || folder === other || allowed.get(folder)?.has(other);
  const names = starters(sources, mayUse);
  if (names.size === 0) throw new Error('Nothing in src/ starts a thread: the search is wrong.');
  return tests.flatMap(({ path, text }) => {
    const started = startedIn(text, names, mayUse);
    if (started.length === 0 || list.has(basename(path))) return [];
    return [`tests/unit/${basename(path)} starts threads (${started.join(', ')}): name it in thread_test_sources of tests/CMakeLists.txt`];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = missing(resolve(process.argv[2] ?? '.'));
  for (const each of problems) console.log(each);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

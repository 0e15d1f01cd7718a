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
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// A thread, and not what else std::thread has (::hardware_concurrency).
const THREAD = /\bstd::j?thread\b(?!::)|\bpthread_create\b/;
// The command, which a test runs as a process of its own.
const PROCESS = /\bINTERLEAVE_COMMAND\b/;
// What takes a window, of which the unit tests have nothing.
const WINDOW = ['platform', 'ui'];

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

// The names that start threads and that a header declares. `files` are [{ path, text }].
export function starters(files) {
  const parts = files.flatMap(({ path, text }) => declarations(text).map((part) => ({ ...part, path })));
  const declared = new Set(parts.filter(({ path }) => path.endsWith('.h')).map(({ name }) => name));
  const keyOf = ({ path, name }) => (declared.has(name) ? name : `${path} ${name}`); // else it is known to its file alone
  const found = new Map(); // by key: part
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const part of parts) {
      if (found.has(keyOf(part))) continue;
      const known = [...found.values()].filter((each) => each.path === part.path || declared.has(each.name));
      if (THREAD.test(part.code) || known.some(({ name }) => uses(part.code, name))) found.set(keyOf(part), part);
    }
  }
  return new Set([...found.keys()].filter((key) => declared.has(key)));
}

// What of `text`, a test, starts threads: names, sorted.
export function startedIn(text, names) {
  const code = bare(text);
  const found = [...names].filter((name) => uses(code, name));
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
  const tested = folders.map(({ folder }) => folder).filter((folder) => !WINDOW.includes(folder));
  const sources = tested.flatMap((each) => read(join(root, 'src', each), /\.(h|cpp)$/)).concat(read(unit, /(?<!_test)\.(h|cpp)$/));
  const names = starters(sources);
  if (names.size === 0) throw new Error('Nothing in src/ starts a thread: the search is wrong.');
  return tests.flatMap(({ path, text }) => {
    const started = startedIn(text, names);
    if (started.length === 0 || list.has(basename(path))) return [];
    return [`tests/unit/${basename(path)} starts threads (${started.join(', ')}): name it in thread_test_sources of tests/CMakeLists.txt`];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = missing(resolve(process.argv[2] ?? '.'));
  for (const each of problems) console.log(each);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

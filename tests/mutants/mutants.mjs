// What the native tests catch: changes one operator of the headless core at a time, at random, builds, and runs them.
//
//   node tests/mutants/mutants.mjs N [SEED]    from the checkout's root; ./dev mutants sets up what it takes
//
// All happens in a copy of the tree, build/mutants/tree. A change that does not compile is drawn again. One that makes a
// test fail, crash, or take far longer than it does is caught. Each that survives is printed as file:line with the line
// before and after: it changes no behaviour, or a test is missing. The same seed draws the same changes of the same tree.

import { spawn } from 'node:child_process';
import {
  copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bare } from '../lint/threads.mjs';

// ---- What can be changed ---------------------------------------------------------------------------

// The folders of src/ that are the headless core.
const coreOf = (tree) => JSON.parse(readFileSync(join(tree, 'src/layers.json'), 'utf8')).folders
  .filter(({ headless }) => headless).map(({ folder }) => folder);

// As clang-format sets them: what has a space on both sides has two operands, and the brackets of templates have none.
const BINARY = {
  '<': ['<=', '>'], '<=': ['<', '>='], '>': ['>=', '<'], '>=': ['>', '<='], '==': ['!='], '!=': ['=='],
  '+': ['-'], '-': ['+'], '*': ['+', '/'], '/': ['*'], '%': ['*'], '+=': ['-='], '-=': ['+='], '&&': ['||'], '||': ['&&'],
};

const closing = (text, open) => {
  for (let at = open, depth = 0; at < text.length; ++at) {
    if (text[at] === '(') ++depth;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
};

// Spaces in place of what is not looked at: comments, strings, lines of the preprocessor, heads of templates, and what is
// only checked while compiling or in debug builds.
function lookedAt(text) {
  const blank = (all) => all.replace(/[^\n]/g, ' ');
  let code = bare(text).replace(/^#.*(?:\\\n.*)*$/gm, blank).replace(/\btemplate <[^;{]*?>(?=\s)/g, blank);
  for (const { index } of [...code.matchAll(/\b(?:static_assert|assert)\(/g)]) {
    const end = closing(code, code.indexOf('(', index));
    code = code.slice(0, index) + blank(code.slice(index, end)) + code.slice(end);
  }
  return code;
}

// Every change of one operator: [{ at, length, options }], in the text's order; `options` are what may stand there.
export function sites(text) {
  const code = lookedAt(text);
  const found = [];
  const add = (at, length, options) => found.push({ at, length, options });
  for (const { index, 1: operator } of code.matchAll(/(?<= )(<=|>=|==|!=|\+=|-=|&&|\|\||[-<>+*/%])(?=[ \n])/g)) {
    add(index, operator.length, BINARY[operator]);
  }
  for (const { index, 0: step } of code.matchAll(/\+\+|--/g)) add(index, 2, [step === '++' ? '--' : '++']);
  for (const { index } of code.matchAll(/(?<=[\s(])!(?=[\w(])/g)) add(index, 1, ['']);
  for (const { index, 0: word } of code.matchAll(/\b(?:true|false)\b/g)) add(index, word.length, [word === 'true' ? 'false' : 'true']);
  // Off by one. A number before a bracket is a template's.
  for (const { index, 0: number } of code.matchAll(/(?<![\w.'])\d{1,9}(?=[uUlLzZ]*(?![\w.'>]))/g)) {
    const value = Number(number);
    if (String(value) === number) add(index, number.length, value === 0 ? ['1'] : [String(value + 1), String(value - 1)]);
  }
  // A condition turned round.
  for (const { 0: head, index } of code.matchAll(/\b(?:if|while) \(/g)) {
    const open = index + head.length - 1;
    const end = closing(code, open);
    add(open, end + 1 - open, [`(!${text.slice(open, end + 1)})`]);
  }
  return found.sort((a, b) => a.at - b.at || a.length - b.length);
}

// Numbers from 0 to below `n`, the same for the same seed (mulberry32).
export function randomOf(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

// Changes without end, none twice, as long as there are any: { path, line, before, after, text }.
export function* draws(files, seed) {
  const random = randomOf(seed);
  const left = files.flatMap(({ path, text }) => sites(text).map((site) => ({ path, text, ...site })));
  while (left.length > 0) {
    const at = random(left.length);
    const { path, text, at: start, length, options } = left[at];
    left[at] = left.at(-1);
    left.pop();
    const changed = text.slice(0, start) + options[random(options.length)] + text.slice(start + length);
    const line = text.slice(0, start).split('\n').length;
    yield { path, line, before: text.split('\n')[line - 1].trim(), after: changed.split('\n')[line - 1].trim(), text: changed };
  }
}

// ---- Trying them -----------------------------------------------------------------------------------

// Tries `wanted` changes that compile. `apply(change)` puts one in place and `restore(change)` takes it back; `builds()` and
// `passes()` say whether what is there does.
export async function judge(changes, wanted, { apply, restore, builds, passes, tell = () => {} }) {
  const result = { caught: 0, survivors: [], uncompiled: 0 };
  while (result.caught + result.survivors.length < wanted) {
    const next = changes.next();
    if (next.done) break;
    apply(next.value);
    if (!(await builds())) {
      ++result.uncompiled;
    } else if (await passes()) {
      result.survivors.push(next.value);
      tell(next.value, 'survived');
    } else {
      ++result.caught;
      tell(next.value, 'caught');
    }
    restore(next.value);
  }
  return result;
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

// Makes `to` the same as `from`, and touches no file that is so already: then little is built again.
function mirror(from, to) {
  const wanted = new Set();
  for (const path of statSync(from).isDirectory() ? filesBelow(from) : [from]) {
    const copy = join(to, relative(from, path));
    wanted.add(copy);
    if (existsSync(copy) && readFileSync(copy).equals(readFileSync(path))) continue;
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(path, copy);
  }
  if (statSync(from).isDirectory()) for (const path of [...filesBelow(to)]) if (!wanted.has(path)) rmSync(path);
}

// Files that Ninja goes on writing. All others are replaced where they change, so that two folders can share them.
const NINJA_FILES = ['.ninja_deps', '.ninja_log'];

// Makes `to` a copy of the build folder `from`, of which what is built in one does not change the other.
function copyBuild(from, to) {
  rmSync(to, { recursive: true, force: true });
  for (const path of filesBelow(from)) {
    const copy = join(to, relative(from, path));
    mkdirSync(dirname(copy), { recursive: true });
    if (NINJA_FILES.includes(relative(from, path))) cpSync(path, copy, { preserveTimestamps: true });
    else linkSync(path, copy);
  }
}

// The time on a CPU that a process has had, and what it has waited for, in ticks of the clock; 0 where it has ended.
function ticksOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 16).reduce((sum, each) => sum + Number(each), 0);
  } catch {
    return 0;
  }
}

// Runs processes side by side until all have ended well, one has not, or time is up; resolves to whether all went well. With
// `idle`, so many seconds in which none does anything are an end, too: that of tests which wait for ever.
function allSucceed(commands, { seconds, idle = Infinity }) {
  return new Promise((done) => {
    let left = commands.length;
    const children = commands.map(({ command, args, env, cwd, log }) => {
      // A process group each, so that what a test has started ends with it.
      const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      child.stdout.on('data', (data) => { text = (text + data).slice(-100_000); });
      child.stderr.on('data', (data) => { text = (text + data).slice(-100_000); });
      child.on('error', () => end(false));
      child.on('close', (code) => {
        if (log) writeFileSync(log, text);
        if (code !== 0) end(false);
        else if (--left === 0) end(true);
      });
      return child;
    });
    const timer = setTimeout(() => end(false), seconds * 1_000);
    // Of each that has not ended; when one ends, something has been done.
    let before = new Map();
    const watch = idle < Infinity && setInterval(() => {
      const now = new Map(children.filter(({ exitCode }) => exitCode === null).map(({ pid }) => [pid, ticksOf(pid)]));
      const grown = [...now].reduce((sum, [pid, ticks]) => sum + ticks - (before.get(pid) ?? 0), 0);
      if (now.size === before.size && grown < IDLE_TICKS) end(false);
      before = now;
    }, idle * 1_000);
    let ended = false;
    function end(well) {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      clearInterval(watch);
      for (const child of children) {
        try {
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It has ended.
        }
      }
      done(well);
    }
  });
}

// Compiling one file takes seconds, a header that all include takes minutes.
const BUILD_SECONDS = 1_800;
// Tests that do so little in so long a time wait for what never comes, and at most look for it now and then.
const IDLE_SECONDS = 15;
const IDLE_TICKS = 10;
// The memory that a change makes a test ask for is not the machine's: in KiB, and more than any test takes.
const MEMORY = 8 << 20;
const JOBS = availableParallelism?.() ?? cpus().length;

async function main([count, seed = '1']) {
  const wanted = Number(count);
  if (!/^[1-9]\d{0,4}$/.test(count ?? '') || !/^\d{1,9}$/.test(seed)) {
    console.error('mutants takes how many changes to try, 1 to 99999, and the seed that draws them, a number of at most 9 digits.');
    process.exitCode = 2;
    return;
  }
  const root = resolve('.');
  const tree = join(root, 'build/mutants/tree');
  for (const part of ['src', 'tests', 'shaders', 'web', 'CMakeLists.txt', 'CMakePresets.json', 'README.md']) {
    const copy = statSync(part).isDirectory() ? join(tree, part) : tree;
    mkdirSync(copy, { recursive: true });
    if (statSync(part).isDirectory()) mirror(part, copy);
    else if (!existsSync(join(tree, part)) || !readFileSync(join(tree, part)).equals(readFileSync(part))) copyFileSync(part, join(tree, part));
  }
  const log = join(root, 'build/mutants/log');
  const cmake = (...args) => allSucceed([{ command: 'cmake', args, cwd: tree, log }], { seconds: BUILD_SECONDS });
  const builds = () => cmake('--build', '--preset', 'native', '--target', 'interleave_tests');
  // Programs that are compiled out of listings take long, and are of the core's texts alone.
  const shards = (seconds) => allSucceed(
    [...Array(JOBS).keys()].map((shard) => ({
      command: 'bash',
      args: ['-c', `ulimit -v ${MEMORY}; exec build/native/tests/interleave_tests --gtest_fail_fast --gtest_filter=-*CodeRuns*`],
      env: { GTEST_TOTAL_SHARDS: String(JOBS), GTEST_SHARD_INDEX: String(shard) },
      cwd: tree,
      log: join(root, `build/mutants/shard-${shard}.log`),
    })),
    { seconds, idle: IDLE_SECONDS },
  );

  if (!(await cmake('--preset', 'native', `-DINTERLEAVE_DEPS=${join(root, '.deps')}`)) || !(await builds())) {
    throw new Error(`the tests could not be built; the log is ${log}`);
  }
  const begin = Date.now();
  if (!(await shards(1_800))) throw new Error('the native tests fail as they are; build/mutants/shard-*.log tells how');
  const limit = 30 + (2 * (Date.now() - begin)) / 1_000;
  // What is built of the unchanged tree is kept: to take a change back is not to build again.
  const build = join(tree, 'build/native');
  const kept = join(root, 'build/mutants/kept');
  copyBuild(build, kept);

  const files = coreOf(tree).flatMap((folder) => [...filesBelow(join(tree, 'src', folder))])
    .filter((path) => /\.(h|cpp)$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const originals = new Map(files.map(({ path, text }) => [path, { text, at: statSync(path).mtime }]));
  const { caught, survivors, uncompiled } = await judge(draws(files, Number(seed)), wanted, {
    apply: ({ path, text }) => writeFileSync(path, text),
    restore: ({ path }) => {
      // The build first: what is interrupted in between is built again.
      copyBuild(kept, build);
      const { text, at } = originals.get(path);
      writeFileSync(path, text);
      utimesSync(path, at, at);
    },
    builds,
    passes: () => shards(limit),
    tell: ({ path, line, before, after }, how) => {
      console.log(`${how}  ${relative(tree, path)}:${line}`);
      if (how === 'survived') console.log(`  - ${before}\n  + ${after}`);
    },
  });
  const tried = caught + survivors.length;
  console.log(`${caught} of ${tried} caught (${Math.round((100 * caught) / tried)} %), seed ${seed}; ${uncompiled} more did not compile`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(`mutants: ${error.message}`);
    process.exitCode = 1;
  });
}

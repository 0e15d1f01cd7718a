// What the benchmarks of exploring share: running ours, spin and Rumur, and printing tables.
//
// Their arguments: --native FILE [--wasm FILE], each interleave_explore_bench. Times are in milliseconds, without the start
// of a process and without compiling, each the fastest of some runs.

import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const { values: files } = parseArgs({ options: { native: { type: 'string' }, wasm: { type: 'string' } } });
const compiler = 'clang-19';
const inFolder = (name) => fileURLToPath(new URL(name, import.meta.url));
const stopwatch = inFolder('stopwatch.c');

export const mostRuns = 5; // of each; none begins after this long:
const enoughMs = 2_000;
const deepest = 1_000_000; // steps of a path, for spin
const mostMs = 60_000; // of one run

// ---- The account ---------------------------------------------------------------------------------

const letters = 'abcdefghijklmnopqrstuvwxyz';

export const link = (amounts, { times = 1, lock = 'none', start = 0, workers = amounts.length } = {}) =>
  `#v=1&start=${start}&tx=${amounts.map((amount, task) => `${letters[task]}:${amount}x${times}`).join()}` +
  `&workers=${workers}&lock=${lock}`;

export const powers = (base, count) => Array.from({ length: count }, (_, exponent) => base ** exponent);

// `tasks` of `times` updates each; `model` are the options for spin's model.
export const grid = (tasks, times, lock) => ({
  name: `${tasks}x${times}${lock ? ', lock' : ''}`,
  link: link(powers(10, tasks), { times, lock: lock ? 'scoped' : 'none' }),
  model: [`-DN=${tasks}`, `-DM=${times}`, ...(lock ? ['-DLOCK'] : [])],
});

// ---- Running ---------------------------------------------------------------------------------------

// Ours did not end well, or two do not agree.
export function fail(message) {
  process.exitCode = 1;
  console.error(message);
}

const output = path.join(mkdtempSync(path.join(os.tmpdir(), 'interleave-')), 'output');
process.on('exit', () => rmSync(path.dirname(output), { recursive: true }));

// { out } of a command that went well, else { problem }. Its output goes into a file: a module's that is
// larger than a pipe would be cut.
function run(command, args, options = {}) {
  const file = openSync(output, 'w');
  const ran = spawnSync(command, args, { encoding: 'utf8', timeout: mostMs, killSignal: 'SIGKILL', stdio: ['ignore', file, 'pipe'], ...options });
  closeSync(file);
  if (ran.error?.code === 'ETIMEDOUT') return { problem: `over ${mostMs / 1000} s` };
  if (ran.error || ran.status !== 0) return { problem: ran.error?.code ?? `failed (${ran.signal ?? ran.status})`, told: ran.stderr };
  return { out: readFileSync(output, 'utf8') };
}

// `files.native` or `files.wasm` with these arguments: what it prints, parsed, or { problem }.
function ours(args, wasm) {
  const command = wasm ? [process.execPath, files.wasm] : [files.native];
  const { out, problem, told } = run(command[0], [...command.slice(1), ...args.map(String)]);
  return problem ? { problem, told: told?.trim() } : JSON.parse(out);
}

// The fastest of some runs; `once(previous)` gives { ms, ... } or { problem }.
function fastest(once) {
  let best;
  let spent = 0;
  for (let runs = 0; runs < mostRuns && spent < enoughMs; ++runs) {
    const result = once(best);
    if (result.problem) return result;
    spent += result.ms;
    if (!best || result.ms < best.ms) best = result;
  }
  return best;
}

// `method` of interleave_explore_bench, `runs` times in each process, for a link or the text of a program; `threads`: 0, as
// many as there are.
export function explore(method, link, { wasm = false, runs = 1, threads = 0 } = {}) {
  return fastest(() => {
    const result = ours([method, link, runs, threads], wasm);
    if (result.problem && ['states', 'symmetry', 'program', 'graph'].includes(method)) fail(`${method} ${link}: ${result.told ?? result.problem}`);
    return result;
  });
}

// How long it takes to cancel the exploration of a program once it has found `states`: the longest of some runs.
export function cancel(program, states, { wasm = false, threads = 0 } = {}) {
  let worst;
  for (let runs = 0; runs < 3; ++runs) {
    const result = ours(['cancel', program, states, threads], wasm);
    if (result.problem || !result.cancelled) return { problem: result.problem ?? 'ended before' };
    if (!worst || result.ms > worst.ms) worst = result;
  }
  return worst;
}

// A folder for one verifier, beside what was built.
function folderFor(tool, name) {
  const folder = path.join(path.dirname(files.native), tool, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

// Runs the commands that make a verifier; { problem } where one fails.
function make(folder, steps) {
  for (const [command, ...args] of steps) {
    const { problem, told } = run(command, args, { cwd: folder });
    if (!problem) continue;
    console.error(`${command}: ${told || problem}`);
    return { problem: `no ${command}` };
  }
  return {};
}

const milliseconds = (out) => Number(out.match(/^milliseconds: (\S+)/m)[1]);

// A verifier of spin's: its search of all of spin/NAME.pml with these definitions, reduced or not.
export const spin = (() => {
  const { out } = run('spin', ['-V']);
  const version = out?.match(/Version (\S+)/)?.[1];
  if (!version) return { version: 'cannot be run here', search: () => ({ problem: 'no spin' }) };

  const search = (model, flags, reduced) => {
    const folder = folderFor('spin', [model, ...flags, ...(reduced ? [] : ['-DNOREDUCE'])].join('').replaceAll('-D', '_'));
    const { problem } = make(folder, [
      // Without bounds to check and liveness to look for, which is when it is fastest.
      ['spin', '-a', `-P${compiler} -E -x c`, ...flags, inFolder(`spin/${model}.pml`)],
      [compiler, '-O2', '-w', '-DSAFETY', '-DNOFAIR', '-DNOBOUNDCHECK', '-DMEMLIM=8000', ...(reduced ? [] : ['-DNOREDUCE']), '-o', 'pan', 'pan.c', stopwatch],
    ]);
    if (problem) return { problem };
    return fastest((previous) => {
      // Its table and its stack are made for what there is, once that is known: neither cleared nor searched for nothing.
      const bits = previous ? Math.max(8, Math.ceil(Math.log2(previous.states))) : 20;
      const depth = previous ? previous.depth + 100 : deepest;
      const { out, problem } = run('./pan', ['-b', '-n', `-m${depth}`, `-w${bits}`], { cwd: folder });
      if (problem) return { problem };
      if (!/errors: 0/.test(out) || /not completed|out of memory|too small/.test(out)) return { problem: 'failed' };
      return {
        ms: milliseconds(out),
        states: Number(out.match(/(\S+) states, stored/)[1]),
        depth: Number(out.match(/depth reached (\d+)/)[1]),
        vectorBytes: Number(out.match(/State-vector (\d+) byte/)[1]),
        found: out.match(/^endings:(.*)$/m)[1].trim(),
      };
    });
  };
  return { version, search };
})();

// A verifier of Rumur's: its search of all of murphi/NAME.m with these constants, without reduction by symmetry.
export const rumur = (() => {
  const { out } = run('rumur', ['--version']);
  const version = out?.match(/version v?(\S+)/i)?.[1];
  if (!version) return { version: 'cannot be run here', search: () => ({ problem: 'no rumur' }) };

  const search = (model, constants, threads) => {
    const folder = folderFor('rumur', `${model}_${Object.values(constants).join('_')}_${threads}`);
    const text = withConstants(readFileSync(inFolder(`murphi/${model}.m`), 'utf8'), constants, (name) => new RegExp(`(^ *${name}: )\\d+`, 'm'));
    writeFileSync(path.join(folder, 'model.m'), text);
    const { problem } = make(folder, [
      ['rumur', '--quiet', '--deadlock-detection', 'off', '--symmetry-reduction', 'off', '--pack-state', 'off', '--threads', threads, '--output', 'model.c', 'model.m'].map(String),
      [compiler, '-std=c11', '-O3', '-march=native', '-mcx16', '-w', '-o', 'model', 'model.c', stopwatch, '-lpthread', '-latomic'],
    ]);
    if (problem) return { problem };
    return fastest(() => {
      const { out, problem } = run('./model', [], { cwd: folder });
      if (problem) return { problem };
      if (!/No error found/.test(out)) return { problem: 'failed' };
      const endings = new Set([...out.matchAll(/^ending (?:\w+:)?(d?\d+)$/gm)].map(([, ending]) => ending));
      return {
        ms: milliseconds(out),
        states: Number(out.match(/(\d+) states, \d+ rules fired/)[1]),
        found: inOrder([...endings]),
      };
    });
  };
  return { version, search };
})();

// A text in which each constant has its value. `pattern(name)` matches a definition, with all before the value as a group.
export function withConstants(text, constants, pattern) {
  for (const [name, value] of Object.entries(constants)) {
    if (!pattern(name).test(text)) throw new Error(`no constant ${name}`);
    text = text.replace(pattern(name), (_, before) => before + value);
  }
  return text;
}

// Endings as spin prints them: numbers, and then those of deadlocks.
export function inOrder(endings) {
  const key = (ending) => Number(ending.replace('d', '')) + (ending.startsWith('d') ? 1e9 : 0);
  return [...endings].sort((one, other) => key(one) - key(other)).join(' ');
}

// ---- Printing --------------------------------------------------------------------------------------

export const count = (number) => number.toLocaleString('en');
export const big = (number) => (number < 10n ** 15n ? count(number) : `${String(number)[0]}.${String(number).slice(1, 4)}e${String(number).length - 1}`);
export const ms = (number) => number.toLocaleString('en', { maximumSignificantDigits: 3 });
export const times = (ratio) => (Number.isFinite(ratio) ? `${ms(ratio)}x` : '');
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

export const took = (result) => (!result ? '' : result.problem ?? ms(result.ms));
export const tookWithStates = (result) => (!result ? '' : result.problem ?? `${ms(result.ms)} (${count(result.states)})`);
export const tookWithMemory = (result) => (!result ? '' : result.problem ?? `${ms(result.ms)}, ${megabytes(result.peakBytes)}`);
export const least = (...results) => Math.min(...results.filter((result) => result?.ms).map((result) => result.ms));

export function printTable(title, rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  console.log(`\n${title}\n`);
  console.log(line(rows[0]));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows.slice(1)) console.log(line(row));
}

export function printMachine(...tools) {
  console.log(`\n${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; ${tools.join('; ')}; node ${process.versions.node}`);
}

// How fast every schedule is explored, beside others on the same machine in the same run: the plain
// counters of plain_counters.h, and spin with the model in spin/updates.pml. All must find the same.
//
//   node tests/bench/peers.mjs --native FILE [--wasm FILE]
//
// The files are interleave_explore_bench. What is printed are measured figures: times in milliseconds,
// without the start of a process and without compiling, each the fastest of some runs. In the first two
// tables each run is the first of its process, in the last one others may have gone before.

import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: files } = parseArgs({ options: { native: { type: 'string' }, wasm: { type: 'string' } } });
const model = fileURLToPath(new URL('spin/updates.pml', import.meta.url));
const compiler = 'clang-19';

const mostRuns = 5; // of each; none begins after this long:
const enoughMs = 2_000;
const mostMs = 60_000; // of one run

// ---- Programs --------------------------------------------------------------------------------------

const letters = 'abcdefghijklmnopqrstuvwxyz';

const link = (amounts, { times = 1, lock = 'none', start = 0, workers = amounts.length } = {}) =>
  `#v=1&start=${start}&tx=${amounts.map((amount, task) => `${letters[task]}:${amount}x${times}`).join()}` +
  `&workers=${workers}&lock=${lock}`;

const powers = (base, count) => Array.from({ length: count }, (_, exponent) => base ** exponent);

// `tasks` of `times` updates each; `model` are the options for spin's model.
const grid = (tasks, times, lock) => ({
  name: `${tasks}x${times}${lock ? ', lock' : ''}`,
  link: link(powers(10, tasks), { times, lock: lock ? 'scoped' : 'none' }),
  model: [`-DN=${tasks}`, `-DM=${times}`, ...(lock ? ['-DLOCK'] : [])],
});

// ---- Running ---------------------------------------------------------------------------------------

let failures = 0; // ours that did not end well, and disagreements

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

// `method` of interleave_explore_bench, `runs` times in each process.
function explore(method, link, { wasm = false, runs = 1 } = {}) {
  return fastest(() => {
    const command = wasm ? [process.execPath, files.wasm] : [files.native];
    const { out, problem, told } = run(command[0], [...command.slice(1), method, link, String(runs)]);
    if (problem && ['states', 'symmetry'].includes(method)) ++failures;
    if (told) console.error(`${method} ${link}: ${told.trim()}`);
    return problem ? { problem } : JSON.parse(out);
  });
}

// A verifier of spin's: its search of all of the model, reduced or not.
const spin = (() => {
  const { out } = run('spin', ['-V']);
  const version = out?.match(/Version (\S+)/)?.[1];
  if (!version) return { version: 'cannot be run here', search: () => ({ problem: 'no spin' }) };

  const search = (flags, reduced) => {
    const name = [...flags, ...(reduced ? [] : ['-DNOREDUCE'])].join('').replaceAll('-D', '_');
    const folder = path.join(path.dirname(files.native), 'spin', name);
    mkdirSync(folder, { recursive: true });
    const steps = [
      // Without bounds to check and liveness to look for, which is when it is fastest.
      ['spin', '-a', `-P${compiler} -E -x c`, ...flags, model],
      [compiler, '-O2', '-w', '-DSAFETY', '-DNOFAIR', '-DNOBOUNDCHECK', '-DMEMLIM=8000', ...(reduced ? [] : ['-DNOREDUCE']), '-o', 'pan', 'pan.c'],
    ];
    for (const [command, ...args] of steps) {
      const { problem, told } = run(command, args, { cwd: folder });
      if (problem) {
        console.error(`${command}: ${told ?? problem}`);
        return { problem: `no ${command}` };
      }
    }
    return fastest((previous) => {
      // Its table is made for the states that there are, once that is known: neither cleared nor searched for nothing.
      const bits = previous ? Math.max(8, Math.ceil(Math.log2(previous.states))) : 20;
      const { out, problem } = run('./pan', ['-b', '-n', '-m1000', `-w${bits}`], { cwd: folder });
      if (problem) return { problem };
      if (!/errors: 0/.test(out) || /not completed|out of memory/.test(out)) return { problem: 'failed' };
      return {
        ms: Number(out.match(/^milliseconds: (\S+)/m)[1]),
        states: Number(out.match(/(\S+) states, stored/)[1]),
        balances: out.match(/^endings:(.*)$/m)[1].trim(),
      };
    });
  };
  return { version, search };
})();

// What two found, where both did.
function compare(name, first, second) {
  if (!first || !second || first.problem || second.problem) return;
  const balances = (found) => found.balances ?? found.endings.map(([balance]) => balance).join(' ');
  const same = first.balances || second.balances
    ? balances(first) === balances(second)
    : JSON.stringify(first.endings) === JSON.stringify(second.endings);
  if (same) return;
  ++failures;
  console.error(`${name}: two did not find the same endings`);
}

// ---- Printing --------------------------------------------------------------------------------------

const count = (number) => number.toLocaleString('en');
const big = (number) => (number < 10n ** 15n ? count(number) : `${String(number)[0]}.${String(number).slice(1, 4)}e${String(number).length - 1}`);
const ms = (number) => number.toLocaleString('en', { maximumSignificantDigits: 3 });
const times = (ratio) => (Number.isFinite(ratio) ? `${ms(ratio)}x` : '');
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

const took = (result) => (!result ? '' : result.problem ?? ms(result.ms));
const tookWithStates = (result) => (!result ? '' : result.problem ?? `${ms(result.ms)} (${count(result.states)})`);
const tookWithMemory = (result) => (!result ? '' : result.problem ?? `${ms(result.ms)}, ${megabytes(result.peakBytes)}`);
const schedulesOf = (result) => (result?.endings ? big(result.endings.reduce((sum, [, schedules]) => sum + BigInt(schedules), 0n)) : '');
const endingsOf = (result) => (result?.endings ? count(result.endings.length) : '');
const least = (...results) => Math.min(...results.filter((result) => result?.ms).map((result) => result.ms));

function printTable(title, rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  console.log(`\n${title}\n`);
  console.log(line(rows[0]));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows.slice(1)) console.log(line(row));
}

// ---- Tables ----------------------------------------------------------------------------------------

console.log(`\n${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; spin ${spin.version}; node ${process.versions.node}`);

// Few enough schedules to go through one by one.
const small = [grid(2, 1), grid(3, 1), grid(4, 1), grid(2, 3), grid(3, 2), grid(4, 2), grid(2, 1, true), grid(4, 2, true)];
const found = new Map();

const gridRows = [...small, grid(3, 4)].map((each) => {
  const a = explore('states', each.link);
  const b = explore('symmetry', each.link);
  const levels = explore('levels', each.link);
  const single = small.includes(each) ? explore('enumerate', each.link) : undefined;
  const reduced = spin.search(each.model, true);
  const unreduced = spin.search(each.model, false);
  for (const other of [b, levels, single, reduced, unreduced]) compare(each.name, a, other);
  found.set(each.name, [a, b]);
  return [each.name, schedulesOf(a), endingsOf(a), tookWithStates(a), tookWithStates(b), tookWithStates(levels), took(single),
    tookWithStates(reduced), tookWithStates(unreduced), times(least(reduced, unreduced) / least(a, b))];
});
printTable(
  'NxM: N tasks, M updates each, task k adds 10^k; ms (states); in the last column the faster of each',
  [['case', 'schedules', 'endings', 'ours (a) states', 'ours (b) symmetry', 'by levels, plain', 'one by one', 'spin, reduced', 'spin, not reduced', 'spin / ours'],
    ...gridRows]);

printTable(
  'The same for spin, where adding to the own copy is a step of its own, the only one that it can reduce; ms (states)',
  [['case', 'spin, reduced', 'spin, not reduced', 'spin / ours'],
    ...[grid(2, 1), grid(3, 1), grid(4, 1), grid(2, 3), grid(3, 2), grid(4, 2), grid(3, 4)].map((each) => {
      const [a, b] = found.get(each.name);
      const reduced = spin.search([...each.model, '-DADD'], true);
      const unreduced = spin.search([...each.model, '-DADD'], false);
      for (const other of [reduced, unreduced]) compare(each.name, a, other);
      return [each.name, tookWithStates(reduced), tookWithStates(unreduced), times(least(reduced, unreduced) / least(a, b))];
    })]);

const distinct = (tasks) => link(powers(2, tasks), { start: 100 });
const listRows = [
  ['7 distinct', 'states', distinct(7)],
  ['7 distinct', 'symmetry', distinct(7)],
  ['7 distinct', 'levels', distinct(7)],
  ['8 distinct', 'states', distinct(8)],
  ['8 distinct', 'symmetry', distinct(8)],
  ['8 distinct', 'levels', distinct(8)],
  ['16 distinct', 'symmetry', distinct(16)],
  ['26 equal, 16 workers', 'symmetry', link(Array(26).fill(1), { start: 100, workers: 16 })],
  ['4x3', 'states', grid(4, 3).link],
  ['4x3', 'symmetry', grid(4, 3).link],
].map(([name, method, link]) => {
  // A module is slow before it is compiled: both may have some runs.
  const native = explore(method, link, { runs: mostRuns });
  const wasm = files.wasm && method !== 'levels' ? explore(method, link, { runs: mostRuns, wasm: true }) : undefined;
  compare(name, native, wasm);
  if (found.has(link)) compare(name, native, found.get(link));
  else found.set(link, native);
  return [name, { states: 'ours (a) states', symmetry: 'ours (b) symmetry', levels: 'by levels, plain' }[method], schedulesOf(native),
    endingsOf(native), native.states ? count(native.states) : '', tookWithMemory(native), tookWithMemory(wasm), times(wasm?.ms / native.ms)];
});
printTable(
  'Larger ones: each updates once, and distinct ones add powers of two; 4x3 as above; ms, most memory',
  [['case', 'how', 'schedules', 'endings', 'states', 'native', 'wasm in node', 'wasm / native'], ...listRows]);

if (failures > 0) process.exitCode = 1;

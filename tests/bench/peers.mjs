// How fast every schedule is explored, beside others on the same machine in the same run: the plain
// counters of plain_counters.h, and spin with the model in spin/updates.pml. All must find the same.
//
//   node tests/bench/peers.mjs --native FILE [--wasm FILE]
//
// What is printed are measured figures: exploring.mjs. In the first two tables each run is the first of its process, in the
// last one others may have gone before.

import { big, count, explore, fail, files, grid, least, link, mostRuns, powers, printMachine, printTable, spin, times, took, tookWithMemory, tookWithStates } from './exploring.mjs';

// What two found, where both did.
function compare(name, first, second) {
  if (!first || !second || first.problem || second.problem) return;
  const balances = (result) => result.found ?? result.endings.map(([balance]) => balance).join(' ');
  const same = first.found || second.found
    ? balances(first) === balances(second)
    : JSON.stringify(first.endings) === JSON.stringify(second.endings);
  if (!same) fail(`${name}: two did not find the same endings`);
}

const schedulesOf = (result) => (result?.endings ? big(result.endings.reduce((sum, [, schedules]) => sum + BigInt(schedules), 0n)) : '');
const endingsOf = (result) => (result?.endings ? count(result.endings.length) : '');

// ---- Tables ----------------------------------------------------------------------------------------

printMachine(`spin ${spin.version}`);

// Few enough schedules to go through one by one.
const small = [grid(2, 1), grid(3, 1), grid(4, 1), grid(2, 3), grid(3, 2), grid(4, 2), grid(2, 1, true), grid(4, 2, true)];
const found = new Map();

const gridRows = [...small, grid(3, 4)].map((each) => {
  const a = explore('states', each.link);
  const b = explore('symmetry', each.link);
  const levels = explore('levels', each.link);
  const single = small.includes(each) ? explore('enumerate', each.link) : undefined;
  const reduced = spin.search('updates', each.model, true);
  const unreduced = spin.search('updates', each.model, false);
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
      const reduced = spin.search('updates', [...each.model, '-DADD'], true);
      const unreduced = spin.search('updates', [...each.model, '-DADD'], false);
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

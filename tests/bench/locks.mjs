// What each lock costs, native and as WebAssembly under Node, side by side.
//
//   node tests/bench/locks.mjs --native FILE --wasm FILE
//
// The files are interleave_locks_bench. Figures of contended locks vary from run to run.

import os from 'node:os';

import { runBoth } from './both.mjs';

const { native, wasm } = runBoth();

const millions = ({ sectionsPerSecond }) => (sectionsPerSecond / 1e6).toFixed(sectionsPerSecond < 1e6 ? 3 : 1);
const time = (ns) => (ns < 1e4 ? `${ns} ns` : ns < 1e7 ? `${(ns / 1e3).toFixed(0)} µs` : `${(ns / 1e6).toFixed(0)} ms`);
const waits = ({ p50Ns, p99Ns, longestNs, clockNs }) =>
  [p50Ns, p99Ns, longestNs].map((ns) => (ns === 0 ? `< ${time(clockNs)}` : time(ns))).join(' / ');

const cores = os.availableParallelism();
console.log(`\nCritical sections per second, in millions; waits p50 / p99 / longest; fairness (1: all threads had the same).`);
console.log(`A wait includes one reading of the clock. This machine has ${cores} cores.`);
for (const threads of [...new Set(native.map((each) => each.threads))]) {
  const turns = threads > cores ? `: more than cores, so threads take turns` : '';
  console.log(`\n${threads} ${threads === 1 ? 'thread' : 'threads'}${turns}`);
  console.log('lock         native M/s   wasm M/s   fair nat./wasm   waits, native                   waits, wasm');
  native.forEach((each, index) => {
    if (each.threads !== threads) return;
    const other = wasm[index];
    console.log([
      each.lock.padEnd(12), millions(each).padStart(10), millions(other).padStart(10),
      `${each.fairness.toFixed(2)} / ${other.fairness.toFixed(2)}`.padStart(16), `  ${waits(each).padEnd(30)}`, waits(other),
    ].join(' '));
  });
}
const inexact = [...native, ...wasm].filter((each) => !each.exact);
for (const each of inexact) console.error(`${each.lock} with ${each.threads} threads: the balance is not the number of sections`);
process.exitCode = inexact.length > 0 ? 1 : 0;

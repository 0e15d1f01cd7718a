// What recording one event of 32 bytes costs with our stamp and with others, native and as WebAssembly, side by side.
//
//   node tests/bench/recorder.mjs --native FILE --wasm FILE
//
// The files are interleave_recorder_bench.

import { runBoth } from './both.mjs';

const { native, wasm } = runBoth();
const cell = (results, stamp, threads) =>
  results.find((each) => each.stamp === stamp && each.threads === threads).nsPerEvent.toFixed(1).padStart(10);

console.log('\nNanoseconds for a thread to record an event, medians. Of the stamps, only the shared number orders the');
console.log('events of different threads, and ours need not: the events do.\n');
console.log(`${'stamp'.padEnd(26)}${['native x1', 'native x2', 'wasm x1', 'wasm x2'].map((each) => each.padStart(10)).join(' ')}`);
for (const stamp of new Set(native.map((each) => each.stamp))) {
  const cells = [[native, 1], [native, 2], [wasm, 1], [wasm, 2]].map(([results, threads]) => cell(results, stamp, threads));
  console.log(`${stamp.padEnd(26)}${cells.join(' ')}`);
}

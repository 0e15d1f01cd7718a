// What it costs to arrange a trace and to make pictures of it, native and as WebAssembly, side by side.
//
//   node tests/bench/timeline.mjs --native FILE --wasm FILE
//
// The files are interleave_timeline_bench.

import { runBoth } from './both.mjs';

const { native, wasm } = runBoth();
const grouped = new Intl.NumberFormat('en-US');
const cell = (value, decimals) => value.toFixed(decimals).padStart(13);

console.log('\nA trace of 16 threads: how long it takes to be arranged, in ms; the worst picture 1,000 pixels wide, at any zoom,');
console.log('in ms of the median of five; and the bytes of an event with all that belongs to it.\n');
console.log(`${'events'.padStart(11)}${['open native', 'open wasm', 'frame native', 'frame wasm', 'bytes/event'].map((each) => each.padStart(13)).join('')}`);
native.forEach((each, index) => {
  console.log(`${grouped.format(each.events).padStart(11)}${cell(each.openMs, 1)}${cell(wasm[index].openMs, 1)}` +
    `${cell(each.frameMs, 2)}${cell(wasm[index].frameMs, 2)}${cell(wasm[index].bytesPerEvent, 1)}`);
});

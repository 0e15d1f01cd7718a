// How fast programs written as text are explored, beside spin and Rumur with models of the same steps (programs/NAME.py,
// spin/NAME.pml, murphi/NAME.m), on the same machine in the same run. All must find the same endings.
//
//   node tests/bench/programs.mjs --native FILE [--wasm FILE]
//
// What is printed are measured figures: exploring.mjs. Compiling is not measured, of programs and of models.

import { readFileSync } from 'node:fs';
import { cancel, count, explore, fail, files, grid, inOrder, least, printMachine, printTable, rumur, spin, times, took, tookWithMemory, withConstants } from './exploring.mjs';

const textOf = (name, constants) => withConstants(
  readFileSync(new URL(`programs/${name}.py`, import.meta.url), 'utf8'), constants, (constant) => new RegExp(`^(${constant} = )\\d+`, 'm'));

// `ending` makes of final values the number that the models give. `murphi`: there is a model for Rumur.
const philosophers = { name: 'philosophers', ending: () => 0, murphi: true };
const buffer = { name: 'buffer', ending: ({ order }) => Number(order) };
const readersWriters = { name: 'readers_writers', ending: ({ data, last }) => 100 * data + Number(last) };
const updates = { name: 'updates', ending: ({ balance }) => Number(balance), murphi: true };
const backOff = { name: 'back_off', ending: ({ moved }) => Number(moved), murphi: true };
const peterson = { name: 'peterson', ending: ({ counter }) => Number(counter) };

const cases = [
  [philosophers, { N: 5, ROUNDS: 2 }],
  [philosophers, { N: 5, ROUNDS: 4 }],
  [buffer, { CAPACITY: 2, ITEMS: 2 }],
  [buffer, { CAPACITY: 2, ITEMS: 4 }],
  [readersWriters, { READERS: 2, WRITERS: 2, ROUNDS: 2 }],
  [readersWriters, { READERS: 2, WRITERS: 2, ROUNDS: 4 }],
  [updates, { N: 4, M: 2 }],
  [updates, { N: 3, M: 4 }],
  [backOff, { N: 3, ROUNDS: 2 }],
  [backOff, { N: 4, ROUNDS: 3 }],
  [peterson, { ROUNDS: 20 }],
  [peterson, { ROUNDS: 120 }],
].map(([program, constants]) => ({ ...program, constants, title: `${program.name} ${Object.values(constants).join(' ')}`, text: textOf(program.name, constants) }));

function endingsOf(result, ending) {
  return inOrder(new Set(result.endings.map(({ values, deadlock, errors }) => (errors ? 'error' : `${deadlock ? 'd' : ''}${ending(values)}`))));
}

const states = (result) => (result?.states ? count(result.states) : result?.problem ?? '');
const each = (result) => (result?.stateBytes ? count(Math.round(result.stateBytes / result.states)) : '');

printMachine(`spin ${spin.version}`, `rumur ${rumur.version}`);

const found = cases.map((one) => {
  const result = {
    one,
    single: explore('program', one.text, { threads: 1 }),
    all: explore('program', one.text),
    graph: explore('graph', one.text, { threads: 1 }),
    graphAll: explore('graph', one.text),
    wasm: files.wasm && explore('program', one.text, { wasm: true }),
  };
  const definitions = Object.entries(one.constants).map(([name, value]) => `-D${name}=${value}`);
  result.reduced = spin.search(one.name, definitions, true);
  result.unreduced = spin.search(one.name, definitions, false);
  if (one.murphi) {
    result.rumur = rumur.search(one.name, one.constants, 1);
    result.rumurAll = rumur.search(one.name, one.constants, 2);
  }
  if (result.all.endings) {
    result.endings = endingsOf(result.all, one.ending);
    const others = { single: result.single, wasm: result.wasm };
    for (const [name, other] of Object.entries(others)) {
      if (other?.endings && JSON.stringify(other.endings) !== JSON.stringify(result.all.endings)) fail(`${one.title}, ${name}: not the same endings`);
    }
    // With two threads Rumur now and then loses a line of what its models print.
    for (const name of ['reduced', 'unreduced', 'rumur']) {
      const other = result[name];
      if (other?.found !== undefined && other.found !== result.endings) fail(`${one.title}, ${name}: not the same endings: ${other.found}; ours: ${result.endings}`);
    }
  }
  return result;
});

printTable(
  'What is found, and bytes a state: ours as it is stored, with its place in the table; of spin\'s its vector alone',
  [['program', 'schedules', 'endings', 'states', 'spin, reduced', 'spin, not reduced', 'rumur', 'bytes', 'spin, bytes'],
    ...found.map(({ one, all, endings, reduced, unreduced, rumur }) => [one.title, all.schedules?.length > 15 ? `e${all.schedules.length - 1}` : all.schedules ?? '',
      endings ? String(endings.split(' ').length) : '', states(all), states(reduced), states(unreduced), states(rumur), each(all), String(unreduced.vectorBytes ?? '')])]);

printTable(
  'Times, ms; in the last columns the graph with one thread, and all that is found with all threads, by the faster of spin\'s',
  [['program', 'ours, 1 thread', 'ours', 'graph, 1 thread', 'graph', 'wasm in node', 'spin, reduced', 'spin, not reduced', 'rumur, 1 thread', 'rumur, 2 threads', 'graph / spin', 'ours / spin'],
    ...found.map((each) => [each.one.title, took(each.single), took(each.all), took(each.graph), took(each.graphAll), took(each.wasm), took(each.reduced), took(each.unreduced),
      took(each.rumur), took(each.rumurAll), times(each.graph.ms / least(each.reduced, each.unreduced)), times(each.all.ms / least(each.reduced, each.unreduced))])]);

const large = textOf('updates', { N: 4, M: 3 });
printTable(
  'From a wish to cancel to the return, updates 4 3: ms, most memory',
  [['states', '1 thread', 'all threads', 'wasm in node'],
    ...[100_000, 1_000_000, 3_000_000].map((number) => [count(number), tookWithMemory(cancel(large, number, { threads: 1 })), tookWithMemory(cancel(large, number)),
      tookWithMemory(files.wasm && cancel(large, number, { wasm: true }))])]);

printTable(
  'The account as a text, beside its own counter over states: ms with all threads',
  [['program', 'states', 'states of the counter', 'as a text', 'counter', 'factor'],
    ...[['lesson', 4, 2, false], ['lesson', 3, 3, false], ['lesson_lock', 3, 3, true], ['lesson_lock', 4, 4, true]].map(([name, N, M, lock]) => {
      const text = explore('program', textOf(name, { N, M }));
      const counter = explore('states', grid(N, M, lock).link);
      if (text.endings && counter.endings) {
        const ours = JSON.stringify(text.endings.map(({ values, schedules }) => [Number(values['account.balance']), schedules]));
        if (ours !== JSON.stringify(counter.endings)) fail(`${name} ${N} ${M}: not the same endings and schedules`);
      }
      return [`${name} ${N} ${M}`, states(text), states(counter), took(text), took(counter), times(text.ms / counter.ms)];
    })]);

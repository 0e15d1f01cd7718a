// Runs the browser tests, or those of some files: node tests/browser/run.mjs [NAME...], where NAME.test.mjs is the file.
//
// Results go to stdout in words, and to build/test-results/browser.tap. The exit code is 1 where a test fails.

import { createWriteStream, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

import { NIGHTLY } from './launch.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const TAP = path.join(FOLDER, '../../build/test-results/browser.tap');

// Half of a test is waiting for frames and delays, and the browsers of two files share no state.
const AT_ONCE = 2;
// Far above what any file takes, in ms: one that hangs is ended and fails, and the others are heard of.
const PATIENCE = NIGHTLY ? 3_600_000 : 600_000;
// These compare speeds, or wait for the browser to end a service worker: each has the machine for itself.
const ALONE = ['compare', 'hosting'];

const SLOWEST = 10;
// What a run of node:test says of itself at its end.
const TOTAL = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;

/** The names of the files to run, the largest first: it is likely the longest, and would otherwise be waited for at the end. */
function chosen(wanted) {
  const size = (name) => statSync(path.join(FOLDER, `${name}.test.mjs`)).size;
  const all = readdirSync(FOLDER).filter((file) => file.endsWith('.test.mjs')).map((file) => path.basename(file, '.test.mjs'));
  for (const name of wanted) {
    if (all.includes(name)) continue;
    process.stderr.write(`There is no browser test '${name}': there are ${all.sort().join(', ')}.\n`);
    process.exit(1);
  }
  return all.filter((name) => wanted.length === 0 || wanted.includes(name)).sort((a, b) => size(b) - size(a));
}

/** The events of each group's run, one group after the other, as if it were one run: with one plan and one set of totals. */
async function* asOneRun(groups) {
  const totals = new Map();
  let planned = 0;
  for (const { names, concurrency } of groups) {
    if (names.length === 0) continue;
    for await (const event of run({ files: names.map((name) => path.join(FOLDER, `${name}.test.mjs`)), concurrency, timeout: PATIENCE })) {
      const { nesting, count, message, file } = event.data ?? {};
      const [, what, amount] = (event.type === 'test:diagnostic' && nesting === 0 && !file && message.match(TOTAL)) || [];
      if (what) totals.set(what, (totals.get(what) ?? 0) + Number(amount));
      else if (event.type === 'test:plan' && nesting === 0) planned += count;
      else yield event;
    }
  }
  yield { type: 'test:plan', data: { nesting: 0, count: planned } };
  for (const [what, total] of totals) yield { type: 'test:diagnostic', data: { nesting: 0, message: `${what} ${total}` } };
}

const results = new PassThrough({ objectMode: true });
const words = results.pipe(new spec());
words.pipe(process.stdout);
mkdirSync(path.dirname(TAP), { recursive: true });
const written = finished(results.compose(tap).pipe(createWriteStream(TAP)));

const tests = [];
const files = new Map();
let lastFile = ''; // of the newest test: a suite, which ends after its tests, may have been declared by support.mjs

function keepTime({ name, nesting, file, details }) {
  if (details.type !== 'suite') {
    lastFile = path.basename(file ?? name, '.test.mjs');
    tests.push([`${lastFile}: ${name}`, details.duration_ms]);
  }
  if (nesting === 0) files.set(lastFile, (files.get(lastFile) ?? 0) + details.duration_ms);
}

const slowest = (entries) => [...entries].sort(([, a], [, b]) => b - a).slice(0, SLOWEST)
  .map(([name, ms]) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}\n`).join('');

const names = chosen(process.argv.slice(2));
for await (const event of asOneRun([
  { names: names.filter((name) => !ALONE.includes(name)), concurrency: AT_ONCE },
  { names: names.filter((name) => ALONE.includes(name)), concurrency: 1 },
])) {
  if (event.type === 'test:fail' && event.data.todo === undefined) process.exitCode = 1;
  if (event.type === 'test:pass' || event.type === 'test:fail') keepTime(event.data);
  results.write(event);
}
results.end();
await Promise.all([finished(words), written]);
process.stdout.write(`\nThe slowest files:\n${slowest(files)}\nThe slowest tests:\n${slowest(tests)}`);

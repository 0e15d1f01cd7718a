// What is changed and what is not, and how changes are judged, without building anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { draws, judge, sites } from './mutants.mjs';

// Each change of `text`, as what the whole becomes.
const changes = (text) => sites(text).flatMap(({ at, length, options }) => options.map((each) => text.slice(0, at) + each + text.slice(at + length)));

test('Operators of each kind are changed', () => {
  assert.deepEqual(changes('x = a < b;'), ['x = a <= b;', 'x = a > b;']);
  assert.deepEqual(changes('x = a == b;'), ['x = a != b;']);
  assert.deepEqual(changes('x = a + b;'), ['x = a - b;']);
  assert.deepEqual(changes('x += a;'), ['x -= a;']);
  assert.deepEqual(changes('x = a && b;'), ['x = a || b;']);
  assert.deepEqual(changes('++x;'), ['--x;']);
  assert.deepEqual(changes('f(!x);'), ['f(x);']);
  assert.deepEqual(changes('f(true);'), ['f(false);']);
  assert.deepEqual(changes('x = 7;'), ['x = 8;', 'x = 6;']);
  assert.deepEqual(changes('x = 0U;'), ['x = 1U;']);
  assert.deepEqual(changes('if (f(a)) g();'), ['if (!(f(a))) g();']);
});

test('Nothing else is', () => {
  for (const text of [
    'f();  // a < b, if (a) 1',
    '/* a < b\n 1 */',
    'f("a < b && 1");',
    'f(R"(a < b && 1)");',
    '#include "a < b"',
    '#define A 1',
    'std::map<Key, std::vector<int>> x;',
    'std::array<int, 2> x;',
    'template <class T, int n = 1>\nvoid f(T&& x);',
    'static_assert(sizeof(A) == 8 && b < c);',
    'assert(a < b);',
    'Event* x = y->next;',
    "x = 'a';",
    'x = 1.5;',
    "x = 10'000;",
    'x = 0x10;',
    'bool operator<(const A& a);',
  ]) {
    assert.deepEqual(changes(text), [], text);
  }
});

test('A seed draws the same changes, each once, and other seeds others', () => {
  const files = [{ path: 'a.cpp', text: 'x = a < b;\ny = a + b;\n' }, { path: 'b.cpp', text: 'if (a) ++x;\n' }];
  const drawn = [...draws(files, 3)];
  assert.deepEqual(drawn, [...draws(files, 3)]);
  assert.deepEqual(drawn.map(({ path, line }) => `${path}:${line}`).sort(), ['a.cpp:1', 'a.cpp:2', 'b.cpp:1', 'b.cpp:1']);
  assert.ok([4, 5, 6, 7].some((seed) => [...draws(files, seed)][0].text !== drawn[0].text));
  for (const { before, after } of drawn) assert.notEqual(before, after);
});

test('What does not compile is drawn again, and every change is taken back', async () => {
  const text = 'a < b\nc < d\ne < f\n'.repeat(2);
  let now = text;
  const place = {
    apply: (change) => { now = change.text; },
    restore: () => { now = text; },
    builds: async () => !/a (<=|>) b/.test(now),
    passes: async () => !/c (<=|>) d/.test(now),
  };
  const all = await judge(draws([{ path: 'a.cpp', text }], 1), 4, place);
  assert.equal(all.caught, 2);
  assert.equal(all.survivors.length, 2);
  for (const { before } of all.survivors) assert.equal(before, 'e < f');
  assert.equal(now, text);
  const none = await judge(draws([{ path: 'a.cpp', text }], 1), 100, place);
  assert.deepEqual([none.caught, none.survivors.length, none.uncompiled], [2, 2, 2], 'and no more than there are');
});

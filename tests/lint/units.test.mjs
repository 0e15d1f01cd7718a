// That every header is read, and that the chosen sources are no more than it takes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commandOf, covering, everyHeader } from './units.mjs';

const FILES = {
  'src/a.h': '',
  'src/b.h': '#include "a.h"\n',
  'src/c.h': '#include <map>\n',
  'src/a.cpp': '#include "a.h"\n',
  'src/b.cpp': '#include "b.h"\n#include "made_by_the_build.h"\n',
  'src/c.cpp': '#include "c.h"\n#include "a.h"\n',
  'src/none.cpp': '// #include nothing\n',
};
const sources = Object.keys(FILES).filter((each) => each.endsWith('.cpp'));
const read = (path) => (path in FILES ? `${FILES[path]}\n` : '');

test('Every header is included by one that is chosen, and no file is chosen for nothing', () => {
  assert.deepEqual(covering(sources, 'src', read), ['src/b.cpp', 'src/c.cpp']);
});

test('The order of the sources does not matter', () => {
  assert.deepEqual(covering([...sources].reverse(), 'src', read), covering(sources, 'src', read));
});

test('Every header that a source includes is listed once', () => {
  assert.deepEqual(everyHeader(sources, 'src', read), ['src/a.h', 'src/b.h', 'src/c.h']);
});

test('The unit of headers is compiled with the folders of every source', () => {
  const commands = [
    { command: 'c++ -Isrc -isystem one -O2 -o a.o -c src/a.cpp' },
    { command: 'c++ -Isrc -isystem one -isystem two -O2 -o b.o -c src/b.cpp' },
  ];
  assert.equal(commandOf('all.cpp', commands), 'c++ -Isrc -O2 -isystem one -isystem two -c all.cpp');
});

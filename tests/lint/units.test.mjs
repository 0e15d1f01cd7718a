// That the chosen sources include every header, and are no more than it takes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { covering } from './units.mjs';

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

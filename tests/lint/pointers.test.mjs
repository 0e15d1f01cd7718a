// Checks that pointers which lead nowhere are found, on a small made-up project, and that the repository has none.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { brokenPointers } from './pointers.mjs';

const README = `# Made up

[A](src/a.h), [the guide](docs/guide.md#part-two), [here](#made-up), [elsewhere](https://example.org/none), \`src/a.h\`.
`;

function broken(t, files) {
  const root = mkdtempSync(join(tmpdir(), 'pointers-'));
  t.after(() => rmSync(root, { recursive: true }));
  const all = { 'README.md': README, 'docs/guide.md': '# Guide\n\n## Part Two\n\n[back](../README.md)\n', 'src/a.h': '', ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return brokenPointers(root).map(({ file, line, what }) => `${file}:${line}: ${what}`).sort();
}

test('pointers that lead somewhere are none that are broken', (t) => {
  assert.deepEqual(broken(t, {
    'src/model/b.cpp': '#include <none/none.h>\n// See docs/guide.md, "Part\n// Two", model/b.cpp, src/a.h and tests/x/*.\nf("none/none.h");\n',
    'dev': '# docs/guide.md, "Guide"\n',
  }), []);
});

test('links of Markdown', (t) => {
  assert.deepEqual(broken(t, { 'docs/more.md': '```\n# Code\n```\n[a](guide.md#part-one)\n[b](README.md)\n[c](#code)\n`src/none.h`\n' }), [
    'docs/more.md:4: the link guide.md#part-one leads to no heading',
    'docs/more.md:5: the link README.md leads to no file',
    'docs/more.md:6: the link #code leads to no heading',
    'docs/more.md:7: there is no src/none.h',
  ]);
});

test('pointers of comments', (t) => {
  assert.deepEqual(broken(t, {
    'src/a.cpp': '\nint a;  // README.md, "Made\n        // over"\n// model/none.h\n',
    'tests/a.dict': '# docs/none.md, "Guide"\n',
  }), [
    'src/a.cpp:2: README.md, "Made over": there is no such section',
    'src/a.cpp:4: there is no model/none.h',
    'tests/a.dict:1: docs/none.md, "Guide": there is no such section',
  ]);
});

test('the repository has no broken pointer', () => {
  assert.deepEqual(brokenPointers(fileURLToPath(new URL('../..', import.meta.url))), []);
});

// That a broken rule is found, on a small made-up project.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { brokenRules, pictureProblems, readLayers } from './imports.mjs';

const README = `# Made up

## How it is laid out

\`\`\`mermaid
flowchart LR
  model --> trace
  trace --> cli & ui
  ui & platform --> app
\`\`\`

| folder | what | knows |
| --- | --- | --- |
| \`src/model\` | the program | nothing else |
| \`src/trace\` | events | model |
| \`src/cli\` | the command | all of the above |
| \`src/ui\`, \`more\` | panels | trace, the headless core |
| \`src/app\` | the window | everything |
| \`src/platform\` | the browser | nothing else |

The first two are the headless core.
`;

function broken(t, files, readme = README) {
  const root = mkdtempSync(join(tmpdir(), 'imports-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries({ 'README.md': readme, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return brokenRules(root).map(({ file, line, rule }) => `${file}:${line}: ${rule}`);
}

test('what the table allows is no broken rule', (t) => {
  const found = broken(t, {
    'src/model/locks/a.h': '#include <vector>\n#include "model/b.h"\n',
    'src/trace/a.cpp': '#include "trace/a.h"\n#include "model/b.h"\n',
    'src/ui/a.cpp': '#include <imgui.h>\n#include "embedded/fonts.h"\n#include "model/b.h"\n#include "trace/a.h"\n',
    'src/app/a.cpp': '#include <SDL.h>\n#include <GLES3/gl3.h>\n#include "ui/a.h"\n#include "platform/a.h"\n',
    'src/platform/a.cpp': '#ifdef __EMSCRIPTEN__\n#include <emscripten/html5.h>\n#endif\n',
  });
  assert.deepEqual(found, []);
});

test('an include of a layer that may not be known is found', (t) => {
  assert.deepEqual(broken(t, { 'src/model/a.h': '#pragma once\n\n#include "trace/a.h"\n', 'src/trace/a.cpp': '  #  include "app/a.h"\n' }), [
    'src/model/a.h:3: src/model knows nothing else, and not src/trace ("trace/a.h")',
    'src/trace/a.cpp:1: src/trace knows model, and not src/app ("app/a.h")',
  ]);
});

test('libraries are found where they do not belong', (t) => {
  const found = broken(t, {
    'src/cli/a.cpp': '#include <SDL2/SDL.h>\n#include <GL/gl.h>\n#include "imgui.h"\n',
    'src/trace/a.cpp': '#if defined(__EMSCRIPTEN__)\n#include <emscripten.h>\n',
  });
  assert.deepEqual(
    found.map((each) => each.replace(/, which is.*/, '')),
    [
      'src/cli/a.cpp:1: src/cli knows nothing of SDL',
      'src/cli/a.cpp:2: src/cli knows nothing of GL',
      'src/cli/a.cpp:3: src/cli knows nothing of Dear ImGui',
      'src/cli/a.cpp:3: "imgui.h" does not say its folder, as in "model/settings.h"',
      'src/trace/a.cpp:1: src/trace knows nothing of Emscripten',
      'src/trace/a.cpp:2: src/trace knows nothing of Emscripten',
    ],
  );
});

test('folders that the table does not have are found', (t) => {
  assert.deepEqual(broken(t, { 'src/new/a.h': '', 'src/model/a.h': '#include "new/a.h"\n#include "embedded/a.h"\n' }), [
    'src/model/a.h:1: "new/a.h" is in no folder of README\'s table',
    'src/model/a.h:2: "embedded/a.h" is for src/ui, src/render',
    "src/new/a.h:1: its folder is not in README's table",
  ]);
});

test('a picture that says something else than the table is found', () => {
  assert.deepEqual(pictureProblems(README), []);
  assert.deepEqual(pictureProblems(README.replace('model --> trace', 'trace --> model')), [
    'an arrow leads from trace to model, which the table does not allow',
    'no arrow leads from model to trace, which knows it',
    'no arrow leads from model to cli, which knows it',
    'no arrow leads from model to ui, which knows it',
    'no arrow leads from model to app, which knows it',
  ]);
  assert.deepEqual(pictureProblems(README.replace('mermaid', 'text')), ['there is no picture of the folders']);
});

test('a table that cannot be read is no table of nothing', () => {
  assert.throws(() => readLayers('# Nothing\n'), /has no section/);
  assert.throws(() => readLayers('## How it is laid out\n'), /has no table/);
  assert.throws(() => readLayers(README.replace('The first two', 'Some')), /headless core/);
  assert.throws(() => readLayers(README.replace('| model |', '| modle |')), /"modle" is none of the folders model, trace/);
});

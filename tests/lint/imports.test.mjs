// Checks that each kind of broken rule is found, on a small made-up project.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { brokenRules, drawn, readLayers, withDrawn } from './imports.mjs';

const LAYERS = {
  folders: [
    { folder: 'model', headless: true, what: 'the program', includes: [] },
    { folder: 'trace', headless: true, what: 'events', includes: ['model'] },
    { folder: 'cli', headless: false, what: 'the command', includes: ['headless'] },
    { folder: 'platform', headless: false, what: 'the browser', includes: [] },
    { folder: 'ui', headless: false, what: 'panels', includes: ['trace', 'model', 'app'] },
    { folder: 'app', headless: false, what: 'the window', includes: ['headless', 'ui', 'platform'] },
  ],
  libraries: [
    { name: 'Dear ImGui', header: '^imgui', folders: ['ui'] },
    { name: 'SDL', header: '^(SDL2/)?SDL', folders: ['app'] },
    { name: 'GL', header: '^(GLES\\d|GL)/', folders: ['app'] },
    { name: 'Emscripten', header: '^emscripten', word: '__EMSCRIPTEN__', folders: ['platform'] },
    { name: 'embedded files', header: '^embedded/', folders: ['ui'] },
  ],
};
const DRAWN = `\`\`\`mermaid
flowchart LR
  model --> trace
  trace --> cli & ui
  ui & platform --> app
\`\`\`

| folder | what | may include |
| --- | --- | --- |
| \`src/model\` * | the program | nothing else |
| \`src/trace\` * | events | model |
| \`src/cli\` | the command | all of * |
| \`src/platform\` | the browser | nothing else |
| \`src/ui\` | panels | trace, model, app |
| \`src/app\` | the window | all of *, ui, platform |
`;
const README = `# Made up

<!-- Made from src/layers.json by "node tests/lint/imports.mjs --write". -->

${DRAWN}
<!-- End of what is made. -->

More.
`;

const read = (change = () => {}) => {
  const layers = structuredClone(LAYERS);
  change(layers);
  return readLayers(JSON.stringify(layers));
};

function broken(t, files) {
  const root = mkdtempSync(join(tmpdir(), 'imports-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries({ 'README.md': README, 'src/layers.json': JSON.stringify(LAYERS), ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return brokenRules(root).map(({ file, line, rule }) => `${file}:${line}: ${rule}`);
}

test('what the file allows breaks no rule', (t) => {
  const found = broken(t, {
    'src/model/locks/a.h': '#include <vector>\n#include "model/b.h"\n',
    'src/trace/a.cpp': '#include "trace/a.h"\n#include "model/b.h"\n',
    'src/ui/a.cpp': '#include <imgui.h>\n#include "embedded/fonts.h"\n#include "model/b.h"\n#include "trace/a.h"\n',
    'src/app/a.cpp': '#include <SDL.h>\n#include <GLES3/gl3.h>\n#include "ui/a.h"\n#include "platform/a.h"\n',
    'src/platform/a.cpp': '#ifdef __EMSCRIPTEN__\n#include <emscripten/html5.h>\n#endif\n',
  });
  assert.deepEqual(found, []);
});

test('an include of a folder that is not allowed is found', (t) => {
  const found = broken(t, {
    'src/model/a.h': '#pragma once\n\n#include "trace/a.h"\n',
    'src/trace/a.cpp': '  #  include "app/a.h"\n',
    'src/cli/a.cpp': '#include "trace/a.h"\n#include "ui/a.h"\n',
  });
  assert.deepEqual(found, [
    'src/cli/a.cpp:2: src/cli may include model, trace, and not src/ui ("ui/a.h")',
    'src/model/a.h:3: src/model may include nothing else, and not src/trace ("trace/a.h")',
    'src/trace/a.cpp:1: src/trace may include model, and not src/app ("app/a.h")',
  ]);
});

test('libraries are found where they do not belong', (t) => {
  const found = broken(t, {
    'src/cli/a.cpp': '#include <SDL2/SDL.h>\n#include <GL/gl.h>\n#include "imgui.h"\n',
    'src/trace/a.cpp': '#if defined(__EMSCRIPTEN__)\n#include <emscripten.h>\n#include <new/library.h>\n',
  });
  assert.deepEqual(found, [
    'src/cli/a.cpp:1: src/cli may not use SDL, which is for src/app',
    'src/cli/a.cpp:2: src/cli may not use GL, which is for src/app',
    'src/cli/a.cpp:3: src/cli may not use Dear ImGui, which is for src/ui',
    'src/cli/a.cpp:3: "imgui.h" does not say its folder, as in "model/settings.h"',
    'src/trace/a.cpp:1: src/trace may not use Emscripten, which is for src/platform',
    'src/trace/a.cpp:2: src/trace may not use Emscripten, which is for src/platform',
    'src/trace/a.cpp:3: <new/library.h> is of no library in src/layers.json',
  ]);
});

test('folders that the file does not have are found', (t) => {
  assert.deepEqual(broken(t, { 'src/new/a.h': '', 'src/model/a.h': '#include "new/a.h"\n#include "embedded/a.h"\n' }), [
    'src/model/a.h:1: "new/a.h" is in no folder of src/layers.json',
    'src/model/a.h:2: src/model may not use embedded files, which is for src/ui',
    'src/new/a.h:1: its folder is not in src/layers.json',
  ]);
});

test('the table and the picture are those of the file', (t) => {
  assert.equal(drawn(read()), DRAWN);
  assert.equal(withDrawn(README.replace('trace --> cli', 'model --> cli'), read()), README);
  assert.deepEqual(broken(t, { 'src/model/a.h': '', 'README.md': README.replace('trace, model, app', 'trace') }), [
    'README.md:3: the table or the picture is not that of src/layers.json: "node tests/lint/imports.mjs --write" makes it',
  ]);
  assert.throws(() => withDrawn('# Nothing\n', read()), /README.md has no lines/);
});

test('a file that contradicts itself is refused', () => {
  assert.throws(() => read(({ folders }) => folders[1].includes.push('modle')), /"modle" in "trace" is none of the folders model, trace/);
  assert.throws(() => read(({ libraries }) => libraries[0].folders.push('iu')), /"iu" in Dear ImGui is none of the folders/);
  assert.throws(() => read(({ folders }) => folders[1].includes.push('ui')), /"trace" is headless, and "ui" is not/);
  assert.throws(() => read(({ folders }) => folders.push(folders[0])), /"model" has two rows/);
});

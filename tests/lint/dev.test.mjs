// That ./dev test says what is wrong with its arguments, before it sets up or builds anything.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const dev = fileURLToPath(new URL('../../dev', import.meta.url));

function refusal(...args) {
  const { status, stdout, stderr } = spawnSync(dev, ['test', ...args], { encoding: 'utf8' });
  assert.notEqual(status, 0);
  assert.equal(stdout, '', 'nothing was begun');
  return stderr;
}

test('A stage that there is not is named, with those that there are', () => {
  assert.match(refusal('natve'), /there is no test stage 'natve': there are lint, native, .*browser/);
  assert.match(refusal('native', 'asan', 'Trace.*'), /there is no test stage 'Trace\.\*'.*\.\/dev test STAGE NAME/);
  assert.match(refusal('natve', 'Trace.*'), /there is no test stage 'natve'/);
});

test('A part that the stage does not have is named, with those that it has', () => {
  assert.match(refusal('lint', 'spelling'), /the stage lint has no 'spelling': it has .*format/);
  assert.match(refusal('fuzz', 'links'), /the stage fuzz has no 'links': it has link/);
  assert.match(refusal('browser', 'timeline.test.mjs'), /the stage browser has no 'timeline\.test\.mjs': it has .*timeline/);
});

// That a test which starts threads is found, on a small made-up project.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listed, missing, starters, startedIn } from './threads.mjs';

const FILES = Object.entries({
  'src/run/pool.h': `#include <thread>
namespace interleave {
struct Job {
  int number = 0;
};
class Pool {
 public:
  void start(Job job);
 private:
  std::thread thread_;
};
}  // namespace interleave
`,
  'src/run/pool.cpp': `#include "run/pool.h"
namespace interleave {
void Pool::start(Job job) { thread_ = std::thread([job] {}); }
}  // namespace interleave
`,
  'src/run/count.h': `namespace interleave {
// Starts a Pool.
int count(const Job& job);
int countAlone(const Job& job);
int cores();
}  // namespace interleave
`,
  'src/run/count.cpp': `#include "run/count.h"
namespace interleave {
namespace {

int counted(const Job& job) {
  Pool pool;
  return job.number;
}

}  // namespace

int count(const Job& job) {
  return counted(job);
}

// Not a Pool.
int countAlone(const Job& job) { return job.number + sizeof("std::thread counted(job)"); }

int cores() { return static_cast<int>(std::thread::hardware_concurrency()); }
}  // namespace interleave
`,
  'src/run/other.cpp': `namespace interleave {
int counted(int number) { return number; }  // that of another file
int other() { return counted(1); }
}  // namespace interleave
`,
  'src/run/other.h': `namespace interleave {
class Pool;
int other();
}  // namespace interleave
`,
}).map(([path, text]) => ({ path, text }));

test('What starts threads is found through all that uses it', () => {
  assert.deepEqual([...starters(FILES).keys()].sort(), ['Pool', 'count']);
});

test('A name counts only where it can be that of what starts threads', () => {
  const other = { path: 'src/model/pool.h', text: 'namespace interleave::model {\nstruct Lake {\n  Pool pool;\n};\n}\n' };
  const mayUse = (folder, declaring) => folder === declaring;
  assert.deepEqual([...starters([...FILES, other]).keys()].sort(), ['Lake', 'Pool', 'count']);
  const names = starters([...FILES, other], mayUse);
  assert.deepEqual([...names.keys()].sort(), ['Pool', 'count']);
  const body = (folder) => startedIn(`#include "${folder}/pool.h"\nTEST(Some, Test) {\n  Pool pool;\n}\n`, names, mayUse);
  assert.deepEqual(body('run'), ['Pool']);
  assert.deepEqual(body('model'), []);
});

test('A test starts threads by itself, through what starts them, or in a process', () => {
  const names = starters(FILES);
  const body = (code) => startedIn(`#include "run/pool.h"\nTEST(Some, Test) {\n  ${code}\n}\n`, names);
  assert.deepEqual(body('Pool pool;'), ['Pool']);
  assert.deepEqual(body('EXPECT_EQ(count({3}), 3);'), ['count']);
  assert.deepEqual(body('std::thread thread([] {});'), ['std::thread']);
  assert.deepEqual(body('std::vector<std::jthread> threads;'), ['std::jthread']);
  assert.deepEqual(body('popen(INTERLEAVE_COMMAND " run", "r");'), ['INTERLEAVE_COMMAND']);
});

test('A test that only speaks of threads starts none', () => {
  const names = starters(FILES);
  const body = (code) => startedIn(`#include "run/pool.h"\nTEST(Some, Test) {\n  ${code}\n}\n`, names);
  assert.deepEqual(body('countAlone({3});  // no Pool, no std::thread'), []);
  assert.deepEqual(body('EXPECT_EQ(text, "std::thread pool; count(1)");'), []);
  assert.deepEqual(body('EXPECT_EQ(list.count(3), std::thread::hardware_concurrency());'), []);
  assert.deepEqual(body('const char* code = R"(Pool pool; count(1))";'), []);
});

test('The list is the one in CMake', () => {
  assert.deepEqual([...listed('set(test_sources\n  unit/a_test.cpp)\nset(thread_test_sources\n  unit/b_test.cpp\n  unit/c_test.cpp)\n')], ['b_test.cpp', 'c_test.cpp']);
  assert.throws(() => listed('set(test_sources unit/a_test.cpp)'), /has no set\(thread_test_sources/);
});

test('Each of this project that starts threads is found: without the list, all that it names are missing', () => {
  const root = new URL('../..', import.meta.url).pathname;
  const named = missing(root, new Set()).map((each) => each.match(/^tests\/unit\/(\w+)_test\.cpp starts threads/)[1]);
  for (const each of ['balance', 'cli', 'execution', 'exploration', 'runner', 'worker_pool']) {
    assert.ok(named.includes(each), each);
  }
  for (const each of ['decimal', 'link', 'trace']) assert.ok(!named.includes(each), each);
});

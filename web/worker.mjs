// A second copy of the program, in memory of its own: it does long work for a page without threads, or work whose memory
// is to be given back (src/background/background.h), one request at a time. web/background.mjs starts it and exchanges messages with it.

import createInterleave from './interleave-single.mjs';
import { compilePart } from './part.mjs';

// The module's initial memory (web/CMakeLists.txt), and what a usual request needs beside it.
const USUAL_BYTES = 64 << 20;

const module = createInterleave({
  noInitialRun: true,
  page: {
    postProgress(found, done, total) { postMessage({ progress: [found, done, total] }); },
    postAnswer(answer, bytes) { postMessage({ answer, large: bytes > USUAL_BYTES }, [answer.buffer]); },
    postFailure(failure) { postMessage({ failure }); },
  },
});

function perform({ wasmMemory, _malloc, _free, _interleave_perform: work }, { task, question }) {
  const pointer = _malloc(question.length + 1);
  if (pointer === 0) throw new Error('there is not enough memory for it');
  new Uint8Array(wasmMemory.buffer, pointer, question.length).set(question);
  work(task, pointer, question.length);
  _free(pointer);
}

let part = null;
const EXPLORE = 0; // BackgroundTask::explore, the one that does without the part

addEventListener('message', async ({ data }) => {
  try {
    const loaded = await module;
    if (data.task !== EXPLORE) await (part ??= compilePart('interleave-single').then(loaded.usePart));
    perform(loaded, data);
  } catch (error) {
    postMessage({ failure: `it ended: ${error.message ?? error}` });
  }
});

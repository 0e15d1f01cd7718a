// Web workers for long work in a page without threads, or in memory that is given back: web/worker.mjs, one for each `Background` of the program
// (src/background/background.h).

// A page with threads watches the workers that it makes later, as its threads (web/boot.mjs).
const { Worker } = globalThis;

/** `replies` is { progress(background, found, done, total), answer(background, bytes), failure(background, why) }. */
export function makeBackgrounds(replies) {
  const workers = new Map(); // background -> { worker, busy }

  const end = (background) => {
    workers.get(background)?.worker.terminate();
    workers.delete(background);
  };

  const start = (background) => {
    const mine = { worker: new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' }), busy: false };
    // Messages that a worker sent before it was terminated still arrive.
    const current = (use) => (event) => { if (workers.get(background) === mine) use(event); };
    mine.worker.addEventListener('message', current(({ data }) => {
      if (data.progress) return replies.progress(background, ...data.progress);
      mine.busy = false;
      // Memory of WebAssembly never shrinks: it goes with the worker.
      if (data.large) end(background);
      if (data.answer) return replies.answer(background, data.answer);
      // Its memory may be inconsistent.
      end(background);
      return replies.failure(background, data.failure);
    }));
    mine.worker.addEventListener('error', current((event) => {
      end(background);
      replies.failure(background, event.message || 'the browser could not start the worker for it');
    }));
    workers.set(background, mine);
    return mine;
  };

  return {
    begin(background, task, question) {
      if (workers.get(background)?.busy) end(background);
      const { worker } = workers.get(background) ?? start(background);
      workers.get(background).busy = true;
      worker.postMessage({ task, question }, [question.buffer]);
    },
    /** An idle worker stays for the next request. */
    cancel(background) {
      if (workers.get(background)?.busy) end(background);
    },
    end,
    /** What has been answered cannot be taken. */
    fail(background, why) {
      end(background);
      replies.failure(background, why);
    },
  };
}

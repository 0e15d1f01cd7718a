// Workers that do what would keep the page from answering, where there are no threads: web/worker.mjs, one for each
// `Background` of the program (src/background/background.h).

/** `tell` is { progress(background, found, done, total), answer(background, bytes), failure(background, why) }. */
export function makeBackgrounds(tell) {
  const workers = new Map(); // background -> { worker, busy }

  const end = (background) => {
    workers.get(background)?.worker.terminate();
    workers.delete(background);
  };

  const start = (background) => {
    const mine = { worker: new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' }), busy: false };
    // What a worker that has been ended had sent before comes all the same.
    const current = (use) => (event) => { if (workers.get(background) === mine) use(event); };
    mine.worker.addEventListener('message', current(({ data }) => {
      if (data.progress) return tell.progress(background, ...data.progress);
      mine.busy = false;
      if (data.answer) return tell.answer(background, data.answer);
      // Nobody knows what it has left in its memory.
      end(background);
      return tell.failure(background, data.failure);
    }));
    mine.worker.addEventListener('error', current((event) => {
      end(background);
      tell.failure(background, event.message || 'the browser could not start the worker for it');
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
    /** One that is at nothing stays for what comes next. */
    cancel(background) {
      if (workers.get(background)?.busy) end(background);
    },
    end,
    /** What has been answered cannot be taken. */
    fail(background, why) {
      end(background);
      tell.failure(background, why);
    },
  };
}

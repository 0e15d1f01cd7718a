// In front of the script that Emscripten writes: the module's second part (web/split.mjs). As with the module itself, each thread
// has an instance of its own, made before anything is called in it.
/* global ENVIRONMENT_IS_PTHREAD, Module, PThread, wasmExports */

// Of a page, or a second copy of the program: takes the compiled part. Threads that begin from now on have it, too.
Module.usePart = async (compiled) => {
  if (typeof PThread === 'object') {
    for (const worker of [...PThread.unusedWorkers, ...PThread.runningWorkers]) worker.postMessage({ part: compiled });
  }
  await WebAssembly.instantiate(compiled, { first: wasmExports });
};

if (typeof ENVIRONMENT_IS_PTHREAD === 'boolean' && ENVIRONMENT_IS_PTHREAD) {
  let compiled = null;
  // Called before the module's own listener, which begins the thread.
  addEventListener('message', ({ data }) => {
    if (data.part) compiled = data.part;
    if (compiled === null || data.cmd !== 'run') return;
    new WebAssembly.Instance(compiled, { first: wasmExports });
    compiled = null;
  });
}

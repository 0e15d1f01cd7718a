// For the tests as WebAssembly: getenv() reads Node's environment.
Module['preRun'] = [() => Object.assign(ENV, process.env)];

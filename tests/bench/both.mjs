// What one benchmark prints, native and as WebAssembly under Node.
//
//   node SCRIPT --native FILE --wasm FILE

import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const read = (command, args) => JSON.parse(execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 24 }));

// The JSON that each of the two files prints.
export function runBoth() {
  const { values: files } = parseArgs({ options: { native: { type: 'string' }, wasm: { type: 'string' } } });
  return { native: read(files.native, []), wasm: read(process.execPath, [files.wasm]) };
}

// Builds the editor into one file: node web/editor/bundle.mjs ENTRY OUTPUT

import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { minify } from 'terser';

const { build } = createRequire(import.meta.url)('esbuild-wasm');

const [entry, output] = process.argv.slice(2);
const { outputFiles: [bundle] } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none', // licenses.txt has them
  logLevel: 'warning',
});
// Smaller than what the bundler's own minifier makes.
const { code } = await minify(bundle.text, { module: true, ecma: 2022, compress: { passes: 2 } });
await writeFile(output, code);
process.exit(0); // the bundler's worker would wait for more

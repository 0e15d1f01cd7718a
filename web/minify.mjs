// Minifies a script that every visitor loads.
//
//   node web/minify.mjs FILE [TO]

import { readFile, writeFile } from 'node:fs/promises';

import { minify } from 'terser';

const [file, to = file] = process.argv.slice(2);
const { code } = await minify(await readFile(file, 'utf8'), { module: true, ecma: 2022, compress: { passes: 2 } });
await writeFile(to, code);

// Cuts a font down to the characters of the page, without the tables that only a text engine or a hinter reads: the
// page's renderer (stb_truetype, through ImGui) uses no ligatures, no kerning by these tables and no hints.
//
//   node web/fonts.mjs FONT SMALLER-FONT [further]
//
// Without `further`: the characters of the page itself and of western European labels. With it: those of further
// languages, which the page loads when a label has one.

import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const NO_HINTING = 1;
const DROPPED_TABLES = 3; // the set of a subset's input that names them
const UNREAD = ['BASE', 'DSIG', 'GDEF', 'GPOS', 'GSUB', 'STAT', 'gasp', 'kern', 'meta'];

// [first, last], or a string of single ones.
const ALWAYS = [
  [0x0020, 0x007E],
  [0x00A0, 0x00FF], // Latin, of western Europe
  'ŒœŸ€',
  '–—‘’“”…×−≤≥→←↑↓±µ•·', // src/ui/theme.cpp
];
const FURTHER = [
  [0x0100, 0x017F], // Latin, of central Europe
  'ƏƒƠơƯưǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǦǧǨǩȘșȚțəʻʼ', // Latin further on: Azerbaijani, Vietnamese, Pinyin, Romanian, Hawaiian
  [0x02C6, 0x02DD], // accents by themselves
  '\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030A\u030B\u030C\u0323\u0327\u0328', // and on what goes before
  [0x0384, 0x03CE], // Greek
  [0x0400, 0x04FF], // Cyrillic
  [0x1E80, 0x1E85], 'ẞ', // Welsh, German
  [0x1EA0, 0x1EF9], // Vietnamese
  [0x2010, 0x203A], '₴₹₺₽₿',
];

const tag = (name) => [...name].reduce((bits, letter) => (bits << 8) | letter.charCodeAt(0), 0);

async function loadHarfBuzz() {
  const file = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file));
  instance.exports._initialize();
  return instance.exports;
}

/** `font` and the result are TrueType files. */
function cut(harfbuzz, font, drawn) {
  const bytes = harfbuzz.malloc(font.length);
  new Uint8Array(harfbuzz.memory.buffer).set(font, bytes);
  const face = harfbuzz.hb_face_create(harfbuzz.hb_blob_create(bytes, font.length, 0, 0, 0), 0);
  const input = harfbuzz.hb_subset_input_create_or_fail();
  harfbuzz.hb_subset_input_set_flags(input, NO_HINTING);
  const dropped = harfbuzz.hb_subset_input_set(input, DROPPED_TABLES);
  for (const name of UNREAD) harfbuzz.hb_set_add(dropped, tag(name));
  const characters = harfbuzz.hb_subset_input_unicode_set(input);
  for (const each of drawn) {
    const listed = typeof each === 'string'
      ? [...each].map((letter) => letter.codePointAt(0))
      : Array.from({ length: each[1] - each[0] + 1 }, (_, index) => each[0] + index);
    for (const character of listed) harfbuzz.hb_set_add(characters, character);
  }
  const subset = harfbuzz.hb_subset_or_fail(face, input);
  if (subset === 0) throw new Error('This is no font that can be cut down.');
  const blob = harfbuzz.hb_face_reference_blob(subset);
  const [at, length] = [harfbuzz.hb_blob_get_data(blob, 0), harfbuzz.hb_blob_get_length(blob)];
  return new Uint8Array(harfbuzz.memory.buffer).slice(at, at + length);
}

const [from, to, which] = process.argv.slice(2);
await writeFile(to, cut(await loadHarfBuzz(), await readFile(from), which === 'further' ? FURTHER : ALWAYS));

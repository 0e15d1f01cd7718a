// Checks that what points from one file of the repository to another leads somewhere:
//
//   - relative links of Markdown files, to files and to headings in them;
//   - sections, wherever a text names one as in README.md, "Run it" (from the repository's root);
//   - paths in Markdown, as in `src/model/lock.h` (from the root), and in comments, as in model/lock.h (from the root
//     or from src).
//
//   node tests/lint/pointers.mjs [ROOT]    prints FILE:LINE and what is missing; exit code 1 if something is

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEFT_OUT = new Set(['.git', '.deps', 'node_modules', 'build', 'dist', 'corpus', 'package-lock.json',
  'pointers.test.mjs']); // in which pointers are made up
const TEXT = /\.(md|h|cpp|m?js|html|css|glsl|cmake|txt|dict|pml|json|yml|clang-tidy)$|(^|\/)(dev|run)$/;
// In front of what a comment says on each of its lines.
const COMMENT = /^\s*(?:\/\/|\/\*+|\*|#|--)/;

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile() && TEXT.test(path)) yield path;
  }
}

// The headings of a Markdown file; what stands in blocks of code is none.
const headingsOf = (markdown) => [...markdown.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, text]) => text);

/** The name by which a link leads to a heading. */
const anchorOf = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');

function hasHeading(file, test) {
  return existsSync(file) && headingsOf(readFileSync(file, 'utf8')).some(test);
}

function* missingOfMarkdown(root, path, text) {
  for (const { 1: target, index } of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [name, anchor] = target.split('#');
    const file = name ? join(dirname(path), name) : path;
    if (!existsSync(file)) yield { index, what: `the link ${target} leads to no file` };
    else if (anchor !== undefined && !hasHeading(file, (heading) => anchorOf(heading) === anchor)) {
      yield { index, what: `the link ${target} leads to no heading` };
    }
  }
  for (const { 1: target, index } of text.matchAll(/`((?:src|tests|web|shaders)\/[\w./-]+)`/g)) {
    if (!existsSync(join(root, target))) yield { index, what: `there is no ${target}` };
  }
}

function* missingSections(root, text) {
  for (const { 0: pointer, 1: name, 2: section, index } of text.matchAll(/([\w./-]+\.md),\s+"([^"]+)"/g)) {
    const heading = section.replace(/\s+/g, ' ');
    if (!hasHeading(join(root, name), (each) => each === heading)) yield { index, what: `${pointer.replace(/\s+/g, ' ')}: there is no such section` };
  }
}

// Of the lines of comments, those of code being blank.
function* missingFiles(root, path, comments) {
  for (const { 0: target, index } of comments.matchAll(/(?<![\w./-])(?:[a-z_]+\/)+[a-z_.]+\.(?:h|cpp|mjs|glsl)\b/g)) {
    if (!['', 'src', relative(root, dirname(path))].some((from) => existsSync(join(root, from, target)))) yield { index, what: `there is no ${target}` };
  }
}

/** Every pointer that leads nowhere as { file, line, what }. */
export function brokenPointers(root) {
  const broken = [];
  for (const path of files(root)) {
    const text = readFileSync(path, 'utf8');
    const isMarkdown = path.endsWith('.md');
    // The signs of comments become blanks, so that a sentence may go on in the next line; places stay the same.
    const lines = text.split('\n');
    const prose = isMarkdown ? text : lines.map((line) => line.replace(COMMENT, (sign) => ' '.repeat(sign.length))).join('\n');
    const comments = lines.map((line) => line.replace(/^(?:(?!\/\/|^\s*(?:\*|# )).)*/, (code) => ' '.repeat(code.length))).join('\n');
    for (const { index, what } of [
      ...(isMarkdown ? missingOfMarkdown(root, path, text) : missingFiles(root, path, comments)), ...missingSections(root, prose),
    ]) {
      broken.push({ file: relative(root, path), line: text.slice(0, index).split('\n').length, what });
    }
  }
  return broken;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const broken = brokenPointers(resolve(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url))));
  for (const { file, line, what } of broken) console.log(`${file}:${line}: ${what}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

// The part of the module that most visits never need, for programs of one's own and saved traces: web/split.mjs makes it, and
// web/use_part.js puts it in its place in the module.

/** Fetches and compiles the part of the module of that name. */
export async function compilePart(name) {
  const answer = await fetch(new URL(`${name}-part.wasm`, import.meta.url));
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** Whether a link has a program of one's own. */
export const hasProgram = (link) => /(?:^|[#&])code=/.test(link);

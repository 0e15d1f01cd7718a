// Programs as files: opened, saved, and the module that some of them import.

/** What an <input> accepts as a program. */
export const ACCEPTED = '.py,text/x-python';
export const MODULE = 'interleave.py';
/** Whether a program needs the module `interleave` beside it. */
export const importsModule = (text) => /^[ \t]*(?:import[ \t][^#\n]*\binterleave\b|from[ \t]+interleave[ \t]+import\b)/m.test(text);

/** The text of a program's file, which has at most `limit` bytes. Rejects what can be none, with the reason as a sentence. */
export async function readProgram(file, limit) {
  if (!/\.py$/i.test(file.name)) throw new Error(`${file.name} is not opened: allowed is a program in Python, a file *.py.`);
  if (file.size > limit) {
    const [has, most] = [file.size, limit].map((bytes) => bytes.toLocaleString('en-US'));
    throw new Error(`${file.name} is not opened: it has ${has} bytes; allowed are at most ${most}.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    throw new Error(error instanceof TypeError
      ? `${file.name} is not opened: it is not in UTF-8.` : `${file.name} cannot be read: ${error.message}`);
  }
}

/** A name for a program's file, from what it is called. */
export const fileName = (name) => {
  if (/\.py$/i.test(name)) return name;
  const words = name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return `${words || 'program'}.py`;
};

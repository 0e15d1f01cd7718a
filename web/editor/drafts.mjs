// The programs that were written on this device: the newest MOST, each under a key of its own, so that two tabs never write
// over each other.
//
// A tab goes on with the program whose text it has, unless another tab has it (Web Locks); otherwise it begins a new one.

const PREFIX = 'interleave.program.';
const LOCK = 'interleave.program '; // and the program's id, while a tab writes to it
const MOST = 20;
const LONGEST_NAME = 48;

/** What a program is called: its first comment, else what it first defines, else its first line. */
export function nameOf(text) {
  const lines = text.split('\n').map((line) => line.trim());
  const comment = lines.map((line) => line.match(/^#+\s*(\S.*)/)?.[1]).find((words) => words && !words.startsWith('watch:'));
  const defined = lines.map((line) => line.match(/^(?:class|def)\s+(\w+)/)?.[1]).find(Boolean);
  const name = comment ?? defined ?? lines.find(Boolean) ?? 'empty';
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** Resolves to a function that gives the program up, or to null: another tab has it, or this browser has no locks. */
function claim(id) {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve(null);
    navigator.locks.request(LOCK + id, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(null);
      return new Promise((release) => { resolve(release); });
    }).catch(() => resolve(null));
  });
}

function read(key) {
  try {
    const { name, date, text } = JSON.parse(localStorage.getItem(key));
    return typeof text === 'string' && Number.isFinite(date) ? { id: key.slice(PREFIX.length), name: String(name), date, text } : null;
  } catch {
    return null; // it is not one of ours
  }
}

/** All that are kept, the newest first; none where storage is forbidden. */
function readAll() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map(read).filter(Boolean)
      .sort((a, b) => b.date - a.date);
  } catch {
    return [];
  }
}

function failure(error) {
  return error.name === 'QuotaExceededError' || error.name === 'NS_ERROR_DOM_QUOTA_REACHED'
    ? 'Not kept on this device: its storage for this page is full. Save the program as a file.'
    : 'Not kept on this device: the browser forbids this page to store anything. Save the program as a file.';
}

export function makeDrafts() {
  let id = null; // of the program that is being written; none before its first change
  let release = null;
  let turn = 0; // counts up with each begin()

  return {
    list: readAll,

    /** The text that is about to be changed has come from elsewhere. Resolves once it is known which program it is. */
    async begin(text) {
      const mine = ++turn;
      release?.();
      id = release = null;
      const same = readAll().find((each) => each.text === text);
      if (!same) return;
      const got = await claim(same.id);
      if (turn !== mine || id !== null) got?.();
      else if (got) [id, release] = [same.id, got];
    },

    /** Keeps the text; it is listed by `name`. Returns what is wrong, as a sentence; empty: nothing. */
    keep(text, name = nameOf(text)) {
      const mine = turn;
      if (id === null) {
        id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`; // the former is for secure pages only
        claim(id).then((got) => {
          if (turn === mine) release = got;
          else got?.();
        });
      }
      try {
        localStorage.setItem(PREFIX + id, JSON.stringify({ name, date: Date.now(), text }));
        for (const old of readAll().slice(MOST)) localStorage.removeItem(PREFIX + old.id);
        return '';
      } catch (error) {
        return failure(error);
      }
    },
  };
}

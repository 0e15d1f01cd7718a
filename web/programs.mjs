// `window.interleave`: what programs on the page may call. README.md, "For programs", describes it.

const LIMITS = { states: 1e9, seconds: 86_400, endings: 100_000, runs: 100_000, delay: 10_000 };
const ENDINGS = 10_000;

const shown = (value) => {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
};

function refuse(name, value, allowed) {
  throw new RangeError(`${name}: ${shown(value)} is not allowed; allowed is ${allowed}.`);
}

function whole(name, value, least) {
  const fits = Number.isInteger(value) && value >= least && value <= LIMITS[name];
  if (!fits) refuse(name, value, `a whole number from ${least} to ${LIMITS[name]}`);
}

// What each option of a call must be; undefined is as good as left out.
const CHECKS = {
  states: (value) => whole('states', value, 1),
  seconds(value) {
    const fits = typeof value === 'number' && value >= 0.001 && value <= LIMITS.seconds;
    if (!fits) refuse('seconds', value, `a number from 0.001 to ${LIMITS.seconds}`);
  },
  endings: (value) => whole('endings', value, 0),
  link(value) {
    if (typeof value !== 'string') refuse('link', value, 'a link, as text');
  },
  signal(value) {
    if (!(value instanceof AbortSignal)) refuse('signal', value, 'an AbortSignal');
  },
  runs: (value) => whole('runs', value, 1),
  delay: (value) => whole('delay', value, 0),
};

function check(options, names) {
  if (typeof options !== 'object' || options === null) refuse('options', options, `an object with any of ${names.join(', ')}`);
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) refuse('option', name, `any of ${names.join(', ')}`);
    if (value !== undefined) CHECKS[name](value);
  }
  return options;
}

// To the page an empty link is the present one; to a program it is that of the defaults.
const explicit = (link) => (link === '' ? '#' : link);

// One after another; each waits for `ready`, too.
function makeQueue(ready) {
  let last = ready;
  return (begin) => {
    const mine = last.then(() => ready).then(begin);
    last = mine.catch(() => undefined);
    return mine;
  };
}

// Rejects as soon as the signal says so, though its turn in the queue lasts until the program is done.
function abortable(signal, promise) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** `ready` is the promise that the page can be used. */
export function publish(page, ready) {
  let usable = false;
  const whenReady = ready.then(() => { usable = true; });
  const run = makeQueue(whenReady);
  const explore = makeQueue(whenReady);

  window.interleave = {
    ready: whenReady,
    settings: () => page.settings(),
    load(link) {
      page.load(String(link));
      return page.settings();
    },
    run: () => run(() => page.run()),
    async replay(link) {
      if (link !== undefined) CHECKS.link(link);
      return run(() => page.replay(explicit(link) ?? ''));
    },
    async runMany(options) {
      const given = check(typeof options === 'number' ? { runs: options } : options, ['runs', 'delay']);
      CHECKS.runs(given.runs);
      return run(() => page.runMany(given));
    },
    async explore(options = {}) {
      const { link, signal, states, seconds, endings = ENDINGS } =
        check(options, ['states', 'seconds', 'endings', 'link', 'signal']);
      // What is explored is what is set now, and not when its turn comes.
      const program = explicit(link) ?? (usable ? page.settings().link : '');
      return abortable(signal, explore(async () => {
        if (signal?.aborted) return undefined;
        signal?.addEventListener('abort', page.cancelExploration, { once: true });
        try {
          return await page.explore({ link: program, states, seconds, endings });
        } finally {
          signal?.removeEventListener('abort', page.cancelExploration);
        }
      }));
    },
    stop: () => page.stop(),
    inspect: () => page.inspect(),
  };
}

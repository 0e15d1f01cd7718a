// `window.interleave`: the functions for programs on the page. web/README.md, "For programs", describes it.

import { FORMATS } from './files.mjs';

const MOST_OF_A_LOCK = 60; // seconds for one lock with one number of threads
const ENDINGS = 10_000; // listed by default

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

/** The checks of the options of calls; `most` has the upper limits of numbers. */
function makeChecks(most) {
  const whole = (name, least) => (value) => {
    const fits = Number.isInteger(value) && value >= least && value <= most[name];
    if (!fits) refuse(name, value, `a whole number from ${least} to ${most[name]}`);
  };
  const yesOrNo = (name) => (value) => {
    if (typeof value !== 'boolean') refuse(name, value, 'true or false');
  };
  return {
    states: whole('states', 1),
    seconds(value) {
      const fits = typeof value === 'number' && value >= 0.001 && value <= most.seconds;
      if (!fits) refuse('seconds', value, `a number from 0.001 to ${most.seconds}`);
    },
    endings: whole('endings', 0),
    link(value) {
      if (typeof value !== 'string') refuse('link', value, 'a link, as text');
    },
    code(value) {
      if (typeof value !== 'string') refuse('code', value, 'the text of a program');
      const bytes = new TextEncoder().encode(value).length;
      if (bytes > most.code) {
        throw new RangeError(`code: ${bytes} bytes are not allowed; allowed are at most ${most.code}, so ${bytes - most.code} are too many.`);
      }
    },
    output: yesOrNo('output'),
    atEnd: yesOrNo('atEnd'),
    where(value) {
      if (typeof value !== 'string') refuse('where', value, 'an expression, as text');
    },
    schedule(value) {
      const fits = typeof value === 'string' && value.length <= most.schedule && /^[A-Zm]*$/.test(value);
      if (!fits) refuse('schedule', value, `at most ${most.schedule} letters, A to Z and m`);
    },
    at: whole('at', 0),
    signal(value) {
      if (!(value instanceof AbortSignal)) refuse('signal', value, 'an AbortSignal');
    },
    threads(value) {
      const fits = Array.isArray(value) && value.length > 0 && value.every((each) => Number.isInteger(each) && each >= 1 && each <= 16);
      if (!fits) refuse('threads', value, 'a list of whole numbers from 1 to 16');
    },
    format(value) {
      if (!FORMATS.includes(value)) refuse('format', value, `any of ${FORMATS.join(', ')}`);
    },
    runs: whole('runs', 1),
    delay: whole('delay', 0),
  };
}

/** A program to load: its schedule and the place in it. */
function checkProgram(checks, options) {
  checkOptions(checks, options, ['code', 'output', 'schedule', 'at'], ['code']);
  const steps = options.schedule?.length ?? 0;
  if (options.at > steps) refuse('at', options.at, `a whole number from 0 to ${steps}, the length of the schedule`);
}

/** `needed` are the required ones of `names`; an option that is undefined counts as missing. */
function checkOptions(checks, options, names, needed = []) {
  if (typeof options !== 'object' || options === null) {
    refuse('options', options, `an object with any of ${names.join(', ')}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) refuse('option', name, `any of ${names.join(', ')}`);
    if (value !== undefined) checks[name](value);
  }
  for (const name of needed) checks[name](options[name]);
}

// For the page an empty link is the present one; for a program it is that of the defaults.
const explicit = (link) => (link === '' ? '#' : link);

// Runs calls one after another; each waits for `ready`, too. `what` says what a call is, in words: stop() rejects each that has
// one and waits. It keeps its turn, in which nothing is done.
function makeQueue(ready) {
  let last = ready;
  const waiting = new Set();
  const queue = (begin, what) => new Promise((resolve, reject) => {
    const mine = { what, reject };
    if (what) waiting.add(mine);
    const turn = () => (what && !waiting.delete(mine) ? undefined : begin());
    const done = last.then(() => ready).then(turn);
    done.then(resolve, reject);
    last = done.catch(() => undefined);
  });
  queue.stop = () => {
    for (const { what, reject } of waiting) reject(new Error(`the ${what} was stopped before it began`));
    waiting.clear();
  };
  return queue;
}

// Rejects as soon as the signal aborts, although the call keeps its turn in the queue until the program is done.
function abortable(signal, promise) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** `ready` is a promise that resolves when the page can be used. */
export function publish(page, ready) {
  let checks = null;
  const usable = ready.then(() => { checks = makeChecks(page.limits()); });
  const needChecks = () => {
    page.checkAlive();
    checks ??= makeChecks(page.limits());
  };
  const run = makeQueue(usable);
  const explore = makeQueue(usable);

  // Checks at once if the page can be used, otherwise as soon as it can. `what`: it can be stopped while it waits.
  const checked = (queue, check, begin, what) => {
    if (checks) check();
    return queue(() => {
      check();
      return begin();
    }, what);
  };

  // The same; when the signal aborts, `cancel` ends the call that has begun.
  const cancellable = (queue, check, signal, cancel, begin, what) =>
    abortable(signal instanceof AbortSignal ? signal : undefined, checked(queue, check, async () => {
      if (signal?.aborted) return undefined;
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return await begin();
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    }, what));

  // A run, or stop(), ends the measurements that were asked for before: each { begun, cancelled }.
  const comparisons = new Set();
  const cancelComparisons = () => {
    for (const each of comparisons) {
      each.cancelled = true;
      if (each.begun) page.cancelComparison();
    }
  };
  const checkedRun = (check, begin) => {
    if (checks) check();
    cancelComparisons();
    return checked(run, check, begin, 'run');
  };

  // Goes through every schedule.
  const search = (options, more = [], needed = []) => {
    const check = () => {
      checkOptions(checks, options, [...more, 'states', 'seconds', 'endings', 'link', 'code', 'output', 'signal'], needed);
      if (options.code !== undefined && options.link !== undefined) refuse('link', options.link, 'either a link or code');
      if (options.code === undefined && options.output !== undefined) refuse('output', options.output, 'output beside code');
    };
    if (checks) check();
    const { link, code, signal, ...others } = options ?? {};
    // The program is that of the present settings, not of those at its turn.
    const source = code ?? explicit(link) ?? (checks ? page.settings().link : '');
    return cancellable(explore, check, signal, page.cancelExploration,
      () => page.explore(source, { ...others, endings: others.endings ?? ENDINGS, isCode: code !== undefined }), 'exploration');
  };

  window.interleave = {
    ready: usable,
    /** Whether programs run on real threads here; `threadsOff` says why they do not. */
    realThreads: page.threadsOff.why === '',
    threadsOff: { ...page.threadsOff },
    settings: () => page.settings(),
    /** A link, or a program: { code, output, schedule, at }. Of a program, a promise. */
    load(wanted) {
      if (typeof wanted !== 'object' || wanted === null) {
        const loading = page.load(String(wanted));
        return loading ? loading.then(page.settings) : page.settings();
      }
      const { code, output = false, schedule = '', at } = wanted;
      needChecks();
      checkProgram(checks, wanted);
      return page.loadProgram({ code, output, schedule, at }).then(page.settings);
    },
    program: () => page.program() ?? null,
    check(code) {
      needChecks();
      checks.code(code);
      return page.check(code);
    },
    run: async () => checkedRun(() => undefined, () => page.run()),
    async replay(link) {
      return checkedRun(() => checkOptions(checks, { link }, ['link']), () => page.replay(explicit(link) ?? ''));
    },
    async runMany(options) {
      const given = typeof options === 'number' ? { runs: options } : options;
      const check = () => checkOptions(checks, given, ['runs', 'delay'], ['runs']);
      return checkedRun(check, () => page.runMany(given));
    },
    explore: async (options = {}) => search(options),
    /** Looks for a schedule to a state in which `where`, an expression, holds. */
    ask: async (options) => search(options, ['where', 'atEnd'], ['where']),
    async compare(options = {}) {
      const check = () => {
        checkOptions(checks, options, ['threads', 'seconds', 'signal']);
        if (options.seconds > MOST_OF_A_LOCK) refuse('seconds', options.seconds, `a number from 0.001 to ${MOST_OF_A_LOCK}`);
      };
      const { threads = [1, 2, 4, 8], seconds = 0.12, signal } = options ?? {};
      const mine = { begun: false, cancelled: false };
      const begin = () => {
        mine.begun = true;
        const told = page.compare({ threads, seconds });
        if (mine.cancelled) page.cancelComparison();
        return told;
      };
      comparisons.add(mine);
      try {
        return await cancellable(run, check, signal, page.cancelComparison, begin, 'measurement');
      } finally {
        comparisons.delete(mine);
      }
    },
    async exportRun(options = {}) {
      const check = () => checkOptions(checks, options, ['format']);
      return checked(run, check, () => page.exportRun(options.format ?? 'chrome'));
    },
    async importRun(file) {
      if (!(file instanceof Blob)) refuse('file', file, 'a Blob, such as a File, that holds a saved trace');
      return run(() => page.importRun(file));
    },
    code(language) {
      if (language !== 'cpp' && language !== 'python') refuse('language', language, "'cpp' or 'python'");
      return page.code(language) ?? null;
    },
    lesson(step) {
      if (step === undefined) return page.lesson();
      const { steps } = page.lesson();
      if (!Number.isInteger(step) || step < 0 || step > steps) refuse('step', step, `a whole number from 0 to ${steps}`);
      page.openLesson(step);
      return page.lesson();
    },
    stop() {
      run.stop();
      explore.stop();
      cancelComparisons();
      page.cancelComparison();
      page.stop();
    },
    inspect: () => page.inspect(),
  };
}

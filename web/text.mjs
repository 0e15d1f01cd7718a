// The page in words: for screen readers, and for all users while nothing can be drawn.
// All texts of a program or a link are inserted as text, never as markup.

const byId = (id) => document.getElementById(id);
const grouped = new Intl.NumberFormat('en-US');
/** Of a program of the user's an ending is a text. */
const money = (amount) => (amount === null ? '–' : typeof amount === 'string' ? amount : grouped.format(amount));

const item = (words) => {
  const made = document.createElement('li');
  made.textContent = words;
  return made;
};

/** A table's row; `head` names it. */
const row = (head, cells) => {
  const made = document.createElement('tr');
  const name = document.createElement('th');
  name.scope = 'row';
  name.textContent = head;
  made.append(name);
  for (const words of cells) made.insertCell().textContent = words;
  return made;
};

export function showView(view) {
  document.documentElement.dataset.view = view;
}

/** Shows a problem (`what`) and its remedy (`todo`). */
export function showNotice(title, what, todo) {
  byId('notice-title').textContent = title;
  byId('notice-what').textContent = what;
  byId('notice-do').textContent = todo;
  byId('notice').hidden = false;
}

let shownSettings = ''; // the field that shows them can be edited

/** The link of the settings that were shown last, beside a notice. */
export function showAgain() {
  const link = byId('notice-link');
  link.href = shownSettings || location.hash;
  link.textContent = link.href;
  link.hidden = false;
  // A change of the hash alone does not reload the page, which has ended.
  link.addEventListener('click', (event) => {
    event.preventDefault();
    history.replaceState(history.state, '', link.href);
    location.reload();
  });
}

export function hideNotice() {
  byId('notice').hidden = true;
}

/** Without threads, schedules replace runs; see `threadsOff` of the page. */
export function showThreadsOff({ why, remedy }) {
  byId('threads-off').textContent = `Real threads are off here, because ${why}. ${remedy}`;
  byId('threads-off').hidden = false;
  threadsOff = true;
  showProgram(null);
}

let threadsOff = false;

/** `program` is what the module tells of the user's program; null: the account is set. Real threads are for the account. */
export function showProgram(program) {
  byId('run').textContent = threadsOff || program !== null ? 'Run a random schedule' : 'Run';
  byId('compare').disabled = threadsOff || program !== null;
  byId('lost-previous').disabled = program !== null;
  byId('lost-next').disabled = program !== null;
  byId('code').hidden = program === null;
  byId('ask').hidden = program === null;
  if (program === null) return;
  const { source, faults, summary } = program;
  if (byId('code-text').textContent !== source) byId('code-text').textContent = source;
  byId('code-summary').textContent = summary === '' ? 'A program of your own.' : `A program of your own: ${summary}.`;
  byId('code-faults').replaceChildren(...faults.map(({ line, column, what }) => item(`Line ${line}, column ${column + 1}: ${what}.`)));
}

export function showRunning(running) {
  byId('stop').disabled = !running;
}

// Where the program that is set has no result.
const NO_OUTCOME = {
  explanation: 'No run of this program has ended yet.', ending: null, expected: null, verdict: '–', output: [], outputOmitted: 0, dropped: 0,
};
const NO_EVENTS = { total: 0, first: 0, order: '', rows: [] };

/** `result` is the JSON of a run, or null. */
export function showOutcome(given) {
  const result = given ?? NO_OUTCOME;
  byId('sentence').textContent = result.explanation;
  byId('ending').textContent = money(result.ending);
  byId('expected').textContent = money(result.expected);
  byId('verdict').textContent = result.verdict;
  byId('console').textContent = result.output.join('\n');
  const missing = [];
  if (result.outputOmitted > 0) missing.push(`${grouped.format(result.outputOmitted)} console lines are not listed.`);
  if (result.dropped > 0) missing.push(`${grouped.format(result.dropped)} events did not fit into memory.`);
  byId('missing').textContent = missing.join(' ');
  byId('missing').hidden = missing.length === 0;
}

function showIf(element, words) {
  element.textContent = words;
  element.hidden = words === '';
}

/** Hides an empty table, with the element in which it scrolls sideways. */
function showRows(table, rows) {
  table.parentElement.hidden = rows.length === 0;
  table.tBodies[0].replaceChildren(...rows);
}

/** The state at the cursor of the schedule that is shown; empty: a run is shown. */
export function showSchedule(words) {
  showIf(byId('steps'), words);
}

/** The event at the timeline's cursor; empty: the cursor is at the end. */
export function showCursor(words) {
  showIf(byId('cursor'), words);
}

/** The events around the cursor, out of `total`, or null; `order` says whether the accesses to the balance are ordered. */
export function showEvents(given) {
  const { total, first, order, rows } = given ?? NO_EVENTS;
  byId('order').textContent = order;
  byId('events-range').textContent = rows.length === total
    ? `${grouped.format(total)} in all.`
    : `${grouped.format(first + 1)} to ${grouped.format(first + rows.length)} of ${grouped.format(total)}.`;
  showRows(byId('events'), rows.map(({ number, time, thread, what, current }) => {
    const made = row(number, [time, thread, what]);
    if (current) made.setAttribute('aria-current', 'true');
    return made;
  }));
}

/** `table` is { totals, remarks, rows, omitted, asked }; what a row holds comes as text, and so does what was asked, with its answer. */
export function showOutcomes({ totals, remarks, rows, omitted, asked = '' }) {
  if (byId('asked').textContent !== asked) byId('asked').textContent = asked;
  byId('outcomes-totals').textContent = totals;
  showIf(byId('outcomes-remarks'), remarks);
  showIf(byId('outcomes-omitted'), omitted > 0 ? `${grouped.format(omitted)} more rows are not listed here.` : '');
  showRows(byId('outcomes'),
    rows.map(({ ending, schedules, runs, grade, example }) => row(ending, [schedules, runs, grade, example])));
}

/** `step` is 0 where no lesson is shown; `lock` is the lock by itself. */
export function showLesson({ step, steps, title, text, question, answered, remark, next, done, lock }) {
  byId('lesson-step').hidden = step === 0;
  byId('lesson-start').hidden = step !== 0;
  byId('lesson-start').textContent = done.length === 0 ? 'Start the lesson' : `Go on with the lesson, at step ${next}`;
  if (step === 0) return;
  byId('lesson-title').textContent = `Step ${step} of ${steps}: ${title}`;
  byId('lesson-text').textContent = text;
  byId('lesson-question').textContent = `${answered ? 'Answered: ' : 'To do: '}${question}`;
  if (byId('lesson-remark').textContent !== remark) byId('lesson-remark').textContent = remark;
  byId('lesson-previous').disabled = step === 1;
  byId('lesson-next').disabled = step === steps;
  byId('lesson-lock').hidden = step !== 3;
  byId('lock-state').textContent = lock.state;
  byId('lock-log').replaceChildren(...lock.log.slice(-8).map(item));
}

/** What each lock costs; `speeds` are those measured so far. */
export function showComparison(speeds) {
  showRows(byId('speeds'), speeds.map((each) => row(each.lock, [
    each.threads, (each.sectionsPerSecond / 1e6).toFixed(2), each.p50Ns, each.p99Ns, each.longestNs, each.fairness.toFixed(2),
  ])));
}

/** The lesson's buttons in words. */
export function connectLesson({ lesson, openLesson, useLock }) {
  const go = (by) => openLesson(lesson().step + by);
  byId('lesson-start').addEventListener('click', () => openLesson(-1));
  byId('lesson-previous').addEventListener('click', () => go(-1));
  byId('lesson-next').addEventListener('click', () => go(1));
  byId('lesson-close').addEventListener('click', () => openLesson(0));
  for (const button of document.querySelectorAll('#lesson-lock button')) {
    button.addEventListener('click', () => useLock(Number(button.value)));
  }
}

/** Moves the cursor of the timeline. */
export function connectEvents({ stepEvent, stepLost }) {
  for (const [id, step, by] of [['event-previous', stepEvent, -1], ['event-next', stepEvent, 1],
    ['lost-previous', stepLost, -1], ['lost-next', stepLost, 1]]) {
    byId(id).addEventListener('click', () => step(by));
  }
}

/** Shows the page in words, which has the focus then. */
export function showWords() {
  byId('text').focus();
}

/** The hash holds the settings, so the link to the words must not change it. */
export function connectSkipLink() {
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    showWords();
  });
}

/** `lines`: the problems, a line each; empty: none. */
export function showNotices(lines) {
  const items = lines === '' ? [] : lines.split('\n').map(item);
  byId('problems').replaceChildren(...items);
}

export function showSettings(link) {
  shownSettings = link;
  byId('link').value = link;
}

/** The programs of the gallery by topic: each as it is, and without its fault. */
function galleryOptions(gallery) {
  const groups = new Map();
  for (const { topic, title, sentence, link, fixed } of gallery) {
    if (!groups.has(topic)) groups.set(topic, Object.assign(document.createElement('optgroup'), { label: topic }));
    groups.get(topic).append(new Option(`${title}: ${sentence}`, link));
    if (fixed) groups.get(topic).append(new Option(`${title}, fixed`, fixed));
  }
  return groups.values();
}

/** The controls in words; `gallery` are { topic, title, sentence, link, fixed }, the programs of a topic one after the other. */
export function connectControls({ run, stop, follow, compare, edit, ask, gallery }) {
  byId('compare').addEventListener('click', compare);
  byId('run').addEventListener('click', run);
  byId('edit').addEventListener('click', edit);
  byId('stop').addEventListener('click', stop);
  byId('gallery').append(...galleryOptions(gallery));
  byId('gallery').addEventListener('change', (event) => {
    if (event.target.value) follow(event.target.value);
    event.target.value = '';
  });
  byId('ask').addEventListener('submit', (event) => {
    event.preventDefault();
    ask(byId('where').value, byId('at-end').checked);
  });
  byId('settings').addEventListener('submit', (event) => {
    event.preventDefault();
    follow(byId('link').value);
  });
}

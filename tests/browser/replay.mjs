// The program's steps once more, in the plainest way: what a schedule must leave behind. The page's
// real runs are held against it.

/**
 * Takes the steps of `schedule`, one letter each, from what `interleave.settings()` returns.
 * Throws where a step is not possible. Returns { balance, refusals, writes, finished, deadlocked }.
 */
export function replay(settings, schedule) {
  const program = new Program(settings);
  for (const letter of schedule) program.step(letter.charCodeAt(0) - 65);
  return {
    balance: program.balance,
    refusals: program.refusals,
    writes: program.writes,
    finished: program.tasks.every((task) => task.ended),
    deadlocked: program.deadlocked(),
  };
}

/**
 * Takes steps until none is possible; `choose(letters)` picks one of those that are. Returns the schedule.
 */
export function takeSteps(settings, choose) {
  const program = new Program(settings);
  let schedule = '';
  for (;;) {
    const letters = program.tasks.flatMap((task, i) => (program.canStep(task) ? [String.fromCharCode(65 + i)] : []));
    if (letters.length === 0) return schedule;
    const letter = choose(letters);
    program.step(letter.charCodeAt(0) - 65);
    schedule += letter;
  }
}

class Program {
  constructor(settings) {
    this.settings = settings;
    this.first = settings.lock === 'none' ? 'read' : 'acquire';
    this.tasks = settings.tx.map((each) => ({ ...each, left: each.times, next: this.first, copy: 0, ended: false }));
    this.balance = settings.start;
    this.owner = null;
    this.refusals = 0;
    this.writes = 0;
  }

  canStep(task) {
    const flying = this.tasks.filter((each) => !each.ended).slice(0, this.settings.workers);
    return flying.includes(task) && !(task.next === 'acquire' && this.owner !== null);
  }

  deadlocked() {
    return this.tasks.some((task) => !task.ended) && !this.tasks.some((task) => this.canStep(task));
  }

  step(index) {
    const task = this.tasks[index];
    if (!task || !this.canStep(task)) throw new Error(`${'?ABCDEFGHIJKLMNOPQRSTUVWXYZ'[index + 1]} has no step`);
    this[task.next](task);
  }

  acquire(task) {
    this.owner = task;
    task.next = 'read';
  }

  read(task) {
    task.copy = this.balance;
    if (task.throws) {
      if (this.settings.lock === 'scoped') task.next = 'release';
      else task.ended = true;
    } else if (this.settings.overdraft === 'refuse' && task.amount < 0 && task.copy + task.amount < 0) {
      this.refusals += 1;
      this.endAccess(task);
    } else {
      task.next = 'write';
    }
  }

  write(task) {
    this.balance = task.copy + task.amount;
    this.writes += 1;
    this.endAccess(task);
  }

  endAccess(task) {
    if (this.settings.lock === 'none') this.endUpdate(task);
    else task.next = 'release';
  }

  release(task) {
    this.owner = null;
    this.endUpdate(task);
  }

  endUpdate(task) {
    task.left -= 1;
    task.next = this.first;
    task.ended = task.left === 0 || task.throws;
  }
}

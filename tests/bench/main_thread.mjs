// The longest task of a page's main thread, by a trace of Chromium's.

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

/** The events of a trace, whose file has one a line. */
async function* eventsOf(session, handle) {
  const read = async function* pieces() {
    for (;;) {
      const { data, eof, base64Encoded } = await session.send('IO.read', { handle, size: 1 << 20 });
      yield base64Encoded ? Buffer.from(data, 'base64').toString() : data;
      if (eof) return;
    }
  };
  for await (const line of createInterface({ input: Readable.from(read()) })) {
    const event = /\{"args".*\}(?=,?\]?,?$)/.exec(line)?.[0];
    if (event) yield JSON.parse(event);
  }
}

/**
 * Does `work` and resolves to { told, there, own }: what that gave, and of all tasks of main threads meanwhile the longest time
 * that one was there, and the most that one took of a processor, in ms. The first has waits for other threads in it: where
 * there is no GPU, Chromium's main thread waits for each picture until the process that draws it has had a processor, too.
 */
export async function watchTasks(page, work) {
  const session = await page.createCDPSession();
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { recordMode: 'recordContinuously', includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  const told = await work();
  const complete = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  await session.send('Tracing.end');
  const { stream } = await complete;
  const mains = new Set();
  const tasks = [];
  for await (const { name, ph, pid, tid, dur, tdur, args } of eventsOf(session, stream)) {
    if (name === 'thread_name' && args.name === 'CrRendererMain') mains.add(`${pid}.${tid}`);
    if (ph === 'X' && name === 'ThreadControllerImpl::RunTask' && dur > 1_000) tasks.push({ thread: `${pid}.${tid}`, dur, tdur });
  }
  await session.detach();
  const longest = (key) => Math.max(0, ...tasks.filter(({ thread }) => mains.has(thread)).map((task) => task[key] ?? 0)) / 1_000;
  return { told, there: longest('dur'), own: longest('tdur') };
}

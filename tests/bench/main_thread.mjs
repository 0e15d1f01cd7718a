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

const WAITS_FOR_GPU = new Set(['CommandBufferProxyImpl::WaitForGetOffset', 'CommandBufferProxyImpl::WaitForToken']);

/**
 * Does `work` and resolves to { told, there, own, gpu }: what that gave, and of all tasks of main threads meanwhile, in ms, the
 * longest time that one was there, the most that one took of a processor, and the longest that one waited for the GPU process.
 * The first has waits for a processor in it, too, which other programs on the machine may have.
 */
export async function watchTasks(page, work) {
  const session = await page.createCDPSession();
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { recordMode: 'recordContinuously', includedCategories: ['toplevel', 'gpu'], excludedCategories: ['*'] },
  });
  const told = await work();
  const complete = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  await session.send('Tracing.end');
  const { stream } = await complete;
  const mains = new Set();
  const tasks = [];
  const waits = [];
  for await (const { name, ph, pid, tid, ts, dur, tdur, args } of eventsOf(session, stream)) {
    if (name === 'thread_name' && args.name === 'CrRendererMain') mains.add(`${pid}.${tid}`);
    if (ph === 'X' && name === 'ThreadControllerImpl::RunTask' && dur > 1_000) tasks.push({ thread: `${pid}.${tid}`, ts, dur, tdur });
    if (ph === 'X' && WAITS_FOR_GPU.has(name)) waits.push({ thread: `${pid}.${tid}`, ts, dur });
  }
  await session.detach();
  for (const task of tasks) {
    const within = waits.filter(({ thread, ts }) => thread === task.thread && ts >= task.ts && ts < task.ts + task.dur);
    task.gpu = within.reduce((sum, { dur }) => sum + dur, 0);
  }
  const longest = (key) => Math.max(0, ...tasks.filter(({ thread }) => mains.has(thread)).map((task) => task[key] ?? 0)) / 1_000;
  return { told, there: longest('dur'), own: longest('tdur'), gpu: longest('gpu') };
}

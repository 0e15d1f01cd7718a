// The memory of the processes that show a page.

import { execFileSync } from 'node:child_process';

/** Megabytes of the process that has the page, its threads' included. */
export function rendererMemory(browser) {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,rss=,args=']).toString().trim().split('\n').map((line) => line.trim().split(/\s+/));
  const ours = new Set([String(browser.process().pid)]);
  let most = 0;
  for (let found = -1; found !== ours.size;) {
    found = ours.size;
    for (const [pid, parent] of lines) if (ours.has(parent)) ours.add(pid);
  }
  for (const [pid, , rss, ...args] of lines) {
    if (ours.has(pid) && args.includes('--type=renderer')) most = Math.max(most, Number(rss) / 1024);
  }
  return most;
}

// Starts real browsers, with what they need to draw and to run threads on a machine without a GPU.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import puppeteer from 'puppeteer-core';

// Far above what anything takes: it only keeps a hang from lasting for ever.
export const PATIENCE = 60_000;
const CLOSING_PATIENCE = 20_000;
const VIEWPORT = { width: 1280, height: 800, deviceScaleFactor: 1 };

// What takes too long for every change is tested, too.
export const NIGHTLY = process.env.INTERLEAVE_NIGHTLY === '1';

// The headless shell is the same engine without the windows around it, which take half of the time of a test. The whole
// browser is tested by night.
const WHOLE_CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'];
const CHROMIUM = NIGHTLY ? WHOLE_CHROMIUM : ['chromium-headless-shell', ...WHOLE_CHROMIUM];

function onPath(...names) {
  for (const name of names) {
    for (const folder of process.env.PATH.split(path.delimiter)) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // The next folder may have it.
      }
    }
  }
  throw new Error(`None of ${names.join(', ')} is on PATH: ./dev test installs them.`);
}

// A file that is ended for taking too long ends what it has started, too: what listens for the exit would not hear the signal.
process.once('SIGTERM', () => { process.exit(1); });

/** What `promise` resolves to, or an error that says what has not come. */
export async function inPatience(promise, what, patience = PATIENCE) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} after ${patience} ms.`)), patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The browser, whose close() ends its processes where it does not end them itself. */
function closing(browser) {
  const close = browser.close.bind(browser);
  browser.close = async () => {
    try {
      await inPatience(close(), 'The browser has not closed', CLOSING_PATIENCE);
    } catch (error) {
      process.stderr.write(`The processes of a browser are killed. ${error.message}\n`);
      killGroup(browser.process());
    }
  };
  return browser;
}

// A browser's processes are a group of their own.
function killGroup({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended meanwhile
  }
}

/**
 * Starts an X server without a screen. Each browser that needs a display gets one of its own: on the same one, two that run at
 * once would share the clipboard and take the focus from each other. Resolves to { env, close }: what to start a program with.
 */
export async function openDisplay() {
  const server = spawn(onPath('Xvfb'), ['-displayfd', '3', '-screen', '0', '1400x900x24', '+extension', 'GLX', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const close = () => server.kill();
  process.once('exit', close);
  // A browser that did not start never closes its display: the tests end all the same.
  server.unref();
  server.stdio[3].unref();
  const failure = new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code} before it had a display.`)));
  });
  const said = once(server.stdio[3].setEncoding('utf8'), 'data');
  const [number] = await inPatience(Promise.race([said, failure]), 'Xvfb has no display');
  failure.catch(() => undefined); // the end of one that is closed is none
  return { env: { ...process.env, DISPLAY: `:${number.trim()}` }, close };
}

/**
 * Each starts a browser: Promise of a puppeteer Browser. `drawing: false`: one without WebGL. `seen: false`: Chromium has a WebGL
 * that takes every call and fills no pixel.
 */
export const launchers = {
  chromium: async ({ args = [], drawing = true, seen = true }) => closing(await puppeteer.launch({
    executablePath: onPath(...CHROMIUM),
    args: [
      '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--process-per-site',
      ...(drawing
        ? ['--use-gl=angle', `--use-angle=${seen ? 'swiftshader' : 'null'}`, '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']
        : ['--disable-gpu', '--disable-3d-apis']),
      ...args,
    ],
    defaultViewport: VIEWPORT,
    timeout: PATIENCE,
    protocolTimeout: PATIENCE,
  })),
  // Not headless: without a display, Firefox has no WebGL.
  async firefox({ prefs = {}, drawing = true }) {
    const display = await openDisplay();
    const browser = closing(await puppeteer.launch({
      browser: 'firefox',
      executablePath: onPath('firefox-esr', 'firefox'),
      headless: false,
      env: display.env,
      extraPrefsFirefox: {
        ...(drawing ? { 'webgl.force-enabled': true } : { 'webgl.disabled': true }),
        'dom.w3c_touch_events.enabled': 1,
        'dom.events.testing.asyncClipboard': true, // no question before the clipboard is read
        ...prefs,
      },
      defaultViewport: VIEWPORT,
      timeout: PATIENCE,
      protocolTimeout: PATIENCE,
    }));
    browser.process().once('exit', display.close);
    return browser;
  },
};

// Starts real browsers, with what they need to draw and to run threads on a machine without a GPU.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import puppeteer from 'puppeteer-core';

// Far above what anything takes: it only keeps a hang from lasting for ever.
export const PATIENCE = 60_000;
const VIEWPORT = { width: 1280, height: 800, deviceScaleFactor: 1 };

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

/** Each starts a browser: Promise of a puppeteer Browser. `drawing: false`: one without WebGL. */
export const launchers = {
  chromium: ({ args = [], drawing = true }) => puppeteer.launch({
    executablePath: onPath('chromium', 'chromium-browser', 'google-chrome'),
    args: [
      '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
      ...(drawing
        ? ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']
        : ['--disable-gpu', '--disable-3d-apis']),
      ...args,
    ],
    defaultViewport: VIEWPORT,
    protocolTimeout: PATIENCE,
  }),
  // Not headless: without a display, Firefox has no WebGL.
  firefox: ({ prefs = {}, drawing = true }) => puppeteer.launch({
    browser: 'firefox',
    executablePath: onPath('firefox-esr', 'firefox'),
    headless: false,
    extraPrefsFirefox: {
      ...(drawing ? { 'webgl.force-enabled': true } : { 'webgl.disabled': true }),
      'dom.w3c_touch_events.enabled': 1,
      'dom.events.testing.asyncClipboard': true, // no question before the clipboard is read
      ...prefs,
    },
    defaultViewport: VIEWPORT,
    protocolTimeout: PATIENCE,
  }),
};

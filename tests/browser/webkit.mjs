// WebKitGTK, the browser without SharedArrayBuffer, through WebDriver (W3C Recommendation, 2018): puppeteer does not
// speak it. What is here has the names that puppeteer's pages have.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { inPatience, openDisplay, PATIENCE } from './launch.mjs';

const LIBRARIES = '/usr/lib';

// Debian keeps it with the library, in a folder named after the machine's architecture.
function miniBrowser() {
  for (const folder of readdirSync(LIBRARIES)) {
    for (const version of ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0']) {
      try {
        if (readdirSync(path.join(LIBRARIES, folder, version)).includes('MiniBrowser')) {
          return path.join(LIBRARIES, folder, version, 'MiniBrowser');
        }
      } catch {
        // It is in another one, or this is no folder.
      }
    }
  }
  throw new Error('There is no MiniBrowser: ./dev test installs webkit2gtk-driver.');
}

const freePort = () => new Promise((resolve, reject) => {
  const server = net.createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** Starts the driver and a browser; resolves to { page, close }. */
export async function launchWebKit({ width = 1280, height = 800 } = {}) {
  const port = await freePort();
  const display = await openDisplay();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', env: { ...display.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } });
  driver.unref(); // if no browser starts, the tests end all the same
  process.once('exit', () => driver.kill());
  const gone = new Promise((resolve) => { driver.once('exit', resolve); });
  const ask = async (method, where, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${where}`, {
      method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${where}: ${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; ; ++tries) {
    try {
      await ask('GET', '/status');
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(100);
    }
  }
  const { sessionId } = await ask('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
        timeouts: { script: PATIENCE, pageLoad: PATIENCE },
      },
    },
  });
  const command = (method, where, body) => ask(method, `/session/${sessionId}${where}`, body);
  const page = makePage(command);
  await page.setSize(width, height);
  return {
    page,
    async close() {
      await command('DELETE', '').catch(() => undefined); // the driver goes all the same
      driver.kill();
      await inPatience(gone, 'WebKitWebDriver has not ended').finally(display.close);
    },
  };
}

function makePage(command) {
  const page = {
    goto: (url) => command('POST', '/url', { url }),
    /** Of a function that may be asynchronous; what it throws is thrown here. */
    async evaluate(work, ...values) {
      const script = `
        const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${work})(...arguments[0]))
          .then((value) => done({ value: value ?? null }), (error) => done({ error: String(error && error.message || error) }));`;
      const { value, error } = await command('POST', '/execute/async', { script, args: [values] });
      if (error !== undefined) throw new Error(error);
      return value;
    },
    async press(key) {
      const actions = [{ type: 'keyDown', value: key }, { type: 'keyUp', value: key }];
      await command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    async clickAt(x, y) {
      const at = (type, more) => ({ type, ...more });
      const actions = [at('pointerMove', { x: Math.round(x), y: Math.round(y), duration: 0 }), at('pointerDown', { button: 0 }),
        at('pause', { duration: 60 }), at('pointerUp', { button: 0 })];
      await command('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', actions }] });
    },
    screenshot: async () => Buffer.from(await command('GET', '/screenshot'), 'base64'),
    setSize: (width, height) => command('POST', '/window/rect', { width, height }),
  };
  return page;
}

// The page's side of its service worker (web/service-worker.js), which keeps the page for use without a network and
// isolates it where its server does not. Only a page that was made by web/dist.mjs has a version, and so a worker.

const SCRIPT = 'service-worker.js';
const MARK = 'interleaveLoadedAnew';
const PATIENCE = 2_000; // milliseconds to wait for an answer of a worker
const INSTALL_PATIENCE = 20_000; // to wait until a worker has fetched its files; after that the page starts without threads
const ASK_AGAIN = 200; // between two tries to change to a newer version

const { version } = document.documentElement.dataset;

/** How many times in a row this page was reloaded from here. The entry of the history holds it, so no storage is needed. */
function takeMark() {
  const { [MARK]: times = 0, ...rest } = history.state ?? {};
  if (times > 0) history.replaceState(rest, '');
  return times;
}

/** Reloads the page; never resolves if that works. `times`: reloads in a row so far, at most two, so there is no loop. */
async function loadAnew(times = 0) {
  if (times >= 2) return;
  history.replaceState({ ...history.state, [MARK]: times + 1 }, '');
  if (!history.state?.[MARK]) return;
  // Chromium keeps the content of this page, and may show it when the user reloads the next one.
  addEventListener('pageshow', ({ persisted }) => { if (persisted) location.reload(); });
  location.reload();
  await new Promise(() => {});
}

const within = (milliseconds, promise, otherwise = {}) => Promise.race([
  promise,
  new Promise((resolve) => { setTimeout(resolve, milliseconds, otherwise); }),
]);

function ask(worker, question) {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  worker.postMessage(question, [port2]);
  return within(PATIENCE, answer);
}

function activated(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return Promise.resolve(registration.active);
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve(worker);
      if (worker.state === 'redundant') resolve(null);
    });
  });
}

const register = () => navigator.serviceWorker.register(SCRIPT);

async function isolate(times) {
  // A worker that has served this page without isolation would do the same again.
  if (times > 0 || navigator.serviceWorker.controller) return;
  const active = within(INSTALL_PATIENCE, activated(await register()), null);
  if (await active) await loadAnew();
}

/** Changes to a newer version that is installed, if no other tab has the page open. */
async function renew(times) {
  const { serviceWorker } = navigator;
  if (!serviceWorker.controller) return;
  // The newer worker may have taken over after the old one had served the beginning of this page.
  const served = await ask(serviceWorker.controller, 'version');
  if (served.version !== undefined && served.version !== version) await loadAnew(times);
  if (times > 0) return;
  const newer = (await serviceWorker.getRegistration())?.waiting;
  if (!newer) return;
  await ask(serviceWorker.controller, 'make way');
  const changed = new Promise((resolve) => {
    serviceWorker.addEventListener('controllerchange', () => resolve(true), { once: true });
  });
  // Chromium ends the old worker once for each request: any later fetch (the browser fetches the page's icon at any time)
  // wakes it and keeps it for half a minute. Until it has ended, files could come from either version.
  const end = performance.now() + INSTALL_PATIENCE;
  do {
    if (!(await ask(newer, 'take over')).alone) return;
  } while (!(await within(ASK_AGAIN, changed, false)) && performance.now() < end);
  await loadAnew();
}

/**
 * Resolves when the page may start: isolated if that is possible, and of one version. A browser that refuses a worker
 * (without https, in some private windows) gets the page as its server sends it. Inside another page, which would
 * have to be isolated itself, no worker is tried.
 */
export async function prepare() {
  if (!version || window.self !== window.top) return;
  try {
    const times = takeMark();
    if (globalThis.crossOriginIsolated) await renew(times);
    else await isolate(times);
  } catch (error) {
    console.info(`Interleave is not kept for offline use: ${error.message}`);
  }
}

/** To be called when the page has started, so that fetching files for later does not slow down the start. */
export function keepForOffline() {
  if (!version || window.self !== window.top) return;
  navigator.serviceWorker?.register(SCRIPT)
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => ask(active, 'keep the rest'))
    .catch(() => undefined); // `prepare` has reported the reason
}

// Keeps the page for use without a network, and adds the isolation headers where its server sends none.
//
// One worker serves one version, complete or not at all: each file is checked against its hash when it is stored. The
// worker of a newer version takes over only when no tab has the page open, or when the only tab requests it and then
// reloads (web/offline.mjs). A worker never unregisters itself, since the page would lose its isolation.

// { version, headers, files: { name: { integrity, later } } }, written here by web/dist.mjs. During development there is
// none: this worker then stores nothing, and replaces one that does.
const DIST = null;

const { scope } = registration;
// Several copies of the page may share an origin, and with it the caches.
const PREFIX = `interleave ${scope} `;
const CACHE = PREFIX + DIST?.version;

/** The file that a request is for, or null if it is not one of the page's. */
function fileOf({ method, url }) {
  if (DIST === null || method !== 'GET' || !url.startsWith(scope)) return null;
  const name = url.slice(scope.length).split(/[?#]/, 1)[0] || 'index.html';
  return Object.hasOwn(DIST.files, name) ? name : null;
}

async function keep(cache, name, signal) {
  // Some hosts answer a folder's index.html by a redirection to the folder.
  const address = new URL(name === 'index.html' ? './' : name, scope);
  const { integrity } = DIST.files[name];
  // The browser's cached copy may be of another version: the second request goes to the server.
  const response = await fetch(address, { integrity, signal }).catch(() => fetch(address, { integrity, signal, cache: 'reload' }));
  const type = response.headers.get('Content-Type') ?? 'application/octet-stream';
  const kept = new Response(response.body, { headers: { ...DIST.headers, 'Content-Type': type } });
  await cache.put(new URL(name, scope), kept);
}

async function answer(name) {
  const cache = await caches.open(CACHE);
  const address = new URL(name, scope);
  const kept = await cache.match(address);
  if (kept) return kept;
  await keep(cache, name);
  return cache.match(address);
}

async function install() {
  if (DIST === null) return skipWaiting();
  const cache = await caches.open(CACHE);
  const needed = Object.keys(DIST.files).filter((name) => !DIST.files[name].later);
  return Promise.all(needed.map((name) => keep(cache, name)));
}

async function activate() {
  const names = await caches.keys();
  return Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

let keeping = null; // the fetches of files for later, while they run; they can be aborted

async function keepTheRest() {
  keeping?.abort();
  keeping = new AbortController();
  const { signal } = keeping;
  const cache = await caches.open(CACHE);
  const rest = Object.keys(DIST?.files ?? {}).filter((name) => DIST.files[name].later);
  for (const name of rest) {
    if (signal.aborted) break;
    if (!(await cache.match(new URL(name, scope)))) await keep(cache, name, signal).catch(() => undefined);
  }
  return { kept: rest.length };
}

async function answers(question) {
  switch (question) {
    case 'version':
      return { version: DIST?.version };
    case 'take over': {
      const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
      const alone = pages.filter(({ url }) => url.startsWith(scope)).length <= 1;
      if (alone) skipWaiting();
      return { alone };
    }
    // Fetched now, while the host still has this version.
    case 'keep the rest': return keepTheRest();
    // The browser lets no newer worker take over from a busy one.
    case 'make way':
      keeping?.abort();
      return {};
    default:
      return {};
  }
}

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('message', (event) => {
  event.waitUntil(answers(event.data).then((said) => event.ports[0].postMessage(said)));
});
addEventListener('fetch', (event) => {
  const name = fileOf(event.request);
  if (name !== null) event.respondWith(answer(name));
});

// The page that shows this one in a frame: it may call what programs may call, and is told what happens, through
// window.postMessage. web/README.md, "In a page of yours", describes it.
//
// Only one origin is listened and spoken to: this page's own, or the one that the frame's address names (?origin=).

const VERSION = 1;
const CALLS = ['settings', 'load', 'run', 'runMany', 'replay', 'explore', 'compare', 'code', 'lesson', 'stop'];

export const embedded = window.self !== window.top;

function allowedOrigin() {
  const given = new URLSearchParams(location.search).get('origin');
  if (given === null) return location.origin;
  try {
    const { origin } = new URL(given);
    if (origin === given && origin !== 'null') return origin;
  } catch {
    // Told below, like one that is more than an origin.
  }
  console.warn(`Interleave: origin: “${given}” is not allowed; allowed is an origin such as https://example.org. The page around this one cannot call it.`);
  return null;
}

async function answer({ call, options }) {
  if (!CALLS.includes(call)) throw new RangeError(`call: ${JSON.stringify(call)} is not allowed; allowed is any of ${CALLS.join(', ')}.`);
  await window.interleave.ready; // a frame is loaded before its page has started
  return window.interleave[call](options);
}

/** Before the page starts; `page` is what tells of news. */
export function connectEmbedder(page) {
  if (!embedded) return;
  const origin = allowedOrigin();
  if (origin === null) return;
  const tell = (message) => window.parent.postMessage({ interleave: VERSION, ...message }, origin);

  window.addEventListener('message', async ({ source, origin: from, data }) => {
    if (data?.interleave !== VERSION || source !== window.parent) return;
    if (from !== origin) {
      console.warn(`Interleave: a call from ${from} is not answered; answered is ${origin}. The frame's address can name another: ?origin=…`);
      return;
    }
    const { id } = data;
    try {
      tell({ id, result: (await answer(data)) ?? null });
    } catch (error) {
      tell({ id, error: error.message ?? String(error) });
    }
  });

  const { showSettings, showOutcome, showReady } = page;
  page.showSettings = (link) => {
    showSettings(link);
    tell({ event: 'settings', link });
  };
  page.showOutcome = (result) => {
    showOutcome(result);
    const { explanation, ending, expected, verdict } = result;
    tell({ event: 'outcome', explanation, ending, expected, verdict });
  };
  page.showReady = (drawing) => {
    showReady(drawing);
    tell({ event: 'ready', realThreads: window.interleave.realThreads });
  };
}

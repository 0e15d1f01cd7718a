// The page that shows this one in a frame: it may call the functions for programs, and receives events, through
// window.postMessage. web/README.md, "In a page of yours", describes it.
//
// Messages are exchanged with one origin only: this page's own, or the one in the frame's address (?origin=).

const VERSION = 1;
const CALLS = ['settings', 'load', 'run', 'runMany', 'replay', 'explore', 'ask', 'compare', 'code', 'lesson', 'stop', 'program', 'check'];

export const embedded = window.self !== window.top;

function allowedOrigin() {
  const given = new URLSearchParams(location.search).get('origin');
  if (given === null) return location.origin;
  try {
    const { origin } = new URL(given);
    if (origin === given && origin !== 'null') return origin;
  } catch {
    // Handled below, like a text that is more than an origin.
  }
  console.warn(`Interleave: origin: “${given}” is not allowed; allowed is an origin such as https://example.org. The page around this one cannot call it.`);
  return null;
}

async function answer({ call, options }) {
  if (!CALLS.includes(call)) throw new RangeError(`call: ${JSON.stringify(call)} is not allowed; allowed is any of ${CALLS.join(', ')}.`);
  await window.interleave.ready; // the frame's load event comes before its page has started
  return window.interleave[call](options);
}

/** To be called before the page starts; `page` publishes the events. */
export function connectEmbedder(page) {
  if (!embedded) return;
  const origin = allowedOrigin();
  if (origin === null) return;
  const post = (message) => window.parent.postMessage({ interleave: VERSION, ...message }, origin);

  window.addEventListener('message', async ({ source, origin: from, data }) => {
    if (data?.interleave !== VERSION || source !== window.parent) return;
    if (from !== origin) {
      console.warn(`Interleave: a call from ${from} is not answered; answered is ${origin}. The frame's address can name another: ?origin=…`);
      return;
    }
    const { id } = data;
    try {
      post({ id, result: (await answer(data)) ?? null });
    } catch (error) {
      post({ id, error: error.message ?? String(error) });
    }
  });

  const follow = (topic, messageOf) => {
    const show = page.topics[topic];
    page.topics[topic] = (value) => {
      show(value);
      if (value !== null) post(messageOf(value));
    };
  };
  follow('settings', (link) => ({ event: 'settings', link }));
  follow('outcome', ({ explanation, ending, expected, verdict }) =>
    ({ event: 'outcome', explanation, ending, expected, verdict }));
  follow('ready', () => ({ event: 'ready', realThreads: window.interleave.realThreads }));
}

// Text in the fonts of the browser, for what the canvas has no letters for.

const MARGIN = 1; // transparent, around a picture: what lies beside it in a texture does not bleed into it
const MOST_ABOVE = 2; // ems; what piles up higher is cut
const MOST_BELOW = 1;
const FAMILIES = { mono: "'JetBrains Mono', ui-monospace, monospace", other: 'Inter, system-ui, sans-serif' };

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

let context = null;

/** The context, for a picture of this size that is empty. */
function emptied(width, height) {
  context ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  context.canvas.width = width;
  context.canvas.height = height;
  return context;
}

/**
 * Separates what has the colour of the text, drawn in white and in black, from what has its own: what is alike in both.
 * Either layer is null where it would be empty.
 */
function layersOf(white, black) {
  const letters = new Uint32Array(white.length);
  const coloured = new Uint32Array(white.length);
  const some = { letters: false, coloured: false };
  for (let i = 0; i < white.length; ++i) {
    const [alpha, red] = [white[i] >>> 24, white[i] & 0xFF];
    if (alpha === 0) continue;
    const own = red - (black[i] & 0xFF) < 0x80;
    if (own) coloured[i] = white[i];
    else letters[i] = (white[i] | 0xFFFFFF) >>> 0;
    some[own ? 'coloured' : 'letters'] = true;
  }
  return [some.letters ? letters : null, some.coloured ? coloured : null];
}

/** Whether the picture's margin is empty: a browser that lets no pixels be read gives others. */
const isGenuine = (pixels, width) =>
  pixels.subarray(0, width).every((pixel) => pixel >>> 24 === 0) && pixels.subarray(-width).every((pixel) => pixel >>> 24 === 0);

/**
 * Draws a line of text, `em` pixels large and at most `most` wide. Returns what src/platform/platform_web.cpp reads, as
 * an Int32Array: width, height, left, above, advance, a bit for each layer (1: letters, 2: coloured), and their pixels; or
 * null, where the browser lets no pixels be read.
 */
export function drawText(text, em, weight, mono, most) {
  const direction = RIGHT_TO_LEFT.test(LETTER.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr';
  const style = (drawing, color) => {
    Object.assign(drawing, { font: `${weight} ${em}px ${mono ? FAMILIES.mono : FAMILIES.other}`, direction, textAlign: 'left', fillStyle: color });
  };
  style(emptied(1, 1), '#FFF');
  const measured = context.measureText(text);
  const condensed = Math.min(1, most / Math.max(1, measured.width));
  const advance = Math.ceil(measured.width * condensed);
  const left = MARGIN + Math.ceil(Math.min(em, Math.max(0, measured.actualBoundingBoxLeft * condensed)));
  const right = MARGIN + Math.ceil(Math.min(advance + em, Math.max(advance, measured.actualBoundingBoxRight * condensed)));
  const above = MARGIN + Math.ceil(Math.min(MOST_ABOVE * em, Math.max(0, measured.actualBoundingBoxAscent)));
  const below = MARGIN + Math.ceil(Math.min(MOST_BELOW * em, Math.max(0, measured.actualBoundingBoxDescent)));
  const [width, height] = [left + right, above + below];
  const draw = (color) => {
    style(emptied(width, height), color);
    context.beginPath();
    context.rect(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN);
    context.clip();
    context.fillText(text, left, above, most);
    return new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  };
  const white = draw('#FFF');
  if (!isGenuine(white, width)) return null;
  const [letters, coloured] = layersOf(white, draw('#000'));
  const layers = [letters, coloured].filter((layer) => layer !== null);
  const drawn = new Int32Array(6 + layers.length * width * height);
  drawn.set([width, height, left, above, advance, (letters ? 1 : 0) + (coloured ? 2 : 0)]);
  layers.forEach((layer, index) => drawn.set(layer, 6 + index * width * height));
  return drawn;
}

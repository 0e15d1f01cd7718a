// Reads the pixels of a screenshot: 8-bit RGB or RGBA without interlacing, as browsers make them.

import { inflateSync } from 'node:zlib';

const SIGNATURE = 8;
const COLOUR_TYPES = { 2: 3, 6: 4 }; // bytes a pixel

/** { width, height, at(x, y) -> '#RRGGBB' } */
export function decodePng(file) {
  const bytes = Buffer.from(file);
  let header;
  const data = [];
  for (let at = SIGNATURE; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = chunk;
    if (type === 'IDAT') data.push(chunk);
    at += length + 12;
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const depth = COLOUR_TYPES[header[9]];
  if (header[8] !== 8 || !depth || header[12] !== 0) throw new Error('not a PNG of the kind that browsers make');
  const pixels = unfiltered(inflateSync(Buffer.concat(data)), width * depth, height, depth);
  return {
    width,
    height,
    at(x, y) {
      const i = (y * width + x) * depth;
      return `#${pixels.toString('hex', i, i + 3).toUpperCase()}`;
    },
  };
}

// PNG, section 9: each line is stored as its difference to what is left of it and above it.
function unfiltered(raw, stride, height, depth) {
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; ++x) {
      const left = x < depth ? 0 : pixels[y * stride + x - depth];
      const above = y === 0 ? 0 : pixels[(y - 1) * stride + x];
      const corner = x < depth || y === 0 ? 0 : pixels[(y - 1) * stride + x - depth];
      const given = raw[y * (stride + 1) + 1 + x];
      pixels[y * stride + x] = given + predicted(filter, left, above, corner);
    }
  }
  return pixels;
}

function predicted(filter, left, above, corner) {
  switch (filter) {
    case 0: return 0;
    case 1: return left;
    case 2: return above;
    case 3: return (left + above) >> 1;
    default: {
      const guess = left + above - corner;
      const toLeft = Math.abs(guess - left);
      const toAbove = Math.abs(guess - above);
      const toCorner = Math.abs(guess - corner);
      if (toLeft <= toAbove && toLeft <= toCorner) return left;
      return toAbove <= toCorner ? above : corner;
    }
  }
}

/** How many pixels have each colour: Map of '#RRGGBB' to a count. */
export function colours(file) {
  const picture = decodePng(file);
  const counts = new Map();
  for (let y = 0; y < picture.height; ++y) {
    for (let x = 0; x < picture.width; ++x) {
      const colour = picture.at(x, y);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  return counts;
}

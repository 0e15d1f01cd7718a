// Files that the page saves and opens, a piece at a time.

const PIECE = 256 * 1024; // bytes that go into the module at once
const PARTS = 64; // of a file, until they are put together: a blob of thousands takes the main thread long

/** As fileFormatFromName() of src/app/trace_files.h knows them. */
export const FORMATS = ['chrome', 'csv', 'png', 'svg'];
/** One that shows what a frame has drawn. */
export const isPicture = (format) => format === 'png' || format === 'svg';

/** Gives the user a file. */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // By then the browser has read the file.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const soon = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/**
 * @param {HTMLCanvasElement} canvas
 * @param settle (number, blob | null): settles a program's call; null: the file cannot be made
 */
export function makeFiles(canvas, settle) {
  let parts = [];
  let gathered = []; // what earlier parts were put together to
  let picture = null;

  const take = () => {
    const all = [...gathered, ...parts];
    gathered = [];
    parts = [];
    return all;
  };

  // For the user, or for the program that called.
  const hand = (number, blob, name) => {
    if (number !== 0) settle(number, blob);
    else download(blob, name);
  };

  // The canvas keeps its picture only until the browser composites it, so it is copied at once.
  const copy = ({ number, name, area }) => {
    const scale = canvas.width / canvas.clientWidth;
    const copied = document.createElement('canvas');
    copied.width = Math.round(area.width * scale);
    copied.height = Math.round(area.height * scale);
    copied.getContext('2d').drawImage(canvas, Math.round(area.x * scale), Math.round(area.y * scale),
      copied.width, copied.height, 0, 0, copied.width, copied.height);
    copied.toBlob((blob) => hand(number, blob, name), 'image/png');
  };

  return {
    /** A blob for each piece: the browser may keep blobs outside of memory. */
    add(bytes) {
      parts.push(new Blob([bytes]));
      if (parts.length < PARTS) return;
      gathered.push(new Blob(parts));
      parts = [];
    },
    finish({ number, name, type }) { hand(number, new Blob(take(), { type }), name); },
    drop(number) {
      take();
      if (number !== 0) settle(number, null);
    },
    savePicture(wanted) { picture = wanted; },
    /** Draws a frame, and makes a picture of it that was requested before. */
    frame(draw) {
      const due = picture;
      picture = null;
      draw();
      if (due) copy(due);
    },
  };
}

/**
 * Passes a file to the module as fast as it accepts pieces, while it is `wanted()`. `give(piece)` is false where the piece is to
 * be given again, and undefined where no further one is needed.
 */
export async function feedFile(blob, give, wanted) {
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (let at = 0; at < value.length && wanted(); at += PIECE) {
      const piece = value.subarray(at, at + PIECE);
      let taken = give(piece);
      while (taken === false && wanted()) {
        await soon(4);
        taken = give(piece);
      }
      if (taken === undefined) return void reader.cancel();
    }
    if (!wanted()) return;
  }
}

/** Lets the user choose a file, of those that `accept` names as an <input> does; without a choice nothing happens. */
export function chooseFile(use, accept = '.json,application/json') {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.addEventListener('change', () => { if (input.files[0]) use(input.files[0]); });
  input.click();
}

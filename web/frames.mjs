// When the next frame may be drawn, and when the canvas gets another size.
//
// A browser passes what is drawn on to its GPU process. Some calls make the main thread wait until that process has caught up:
// those that set the canvas' size, and any that finds the way there full. Without a GPU that takes as long as whole pictures.
// Hence a frame is drawn once the GPU has finished the one before, and a new size is set once it has nothing else to do.

const LONGEST = 1000; // milliseconds; a fence that has not been passed by then is taken as passed
const QUICK = 60; // milliseconds in which a GPU that keeps up passes two fences in frames that follow one another

/** @param {HTMLCanvasElement} canvas */
export function makeFrames(canvas) {
  let context = null; // once drawing has begun
  let fence = null; // after the newest commands
  let fenceAt = 0; // by performance.now()
  let wanted = null; // the size that the canvas is to get
  let settling = null; // what is known of the size that is wanted: { size, since, fences }

  const setFence = () => {
    if (!context || context.isContextLost()) return;
    fence = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
    fenceAt = performance.now();
    context.flush();
  };
  const passed = () => {
    if (!fence) return true;
    // Of a context that was lost meanwhile there is no status.
    const unfinished = context.getSyncParameter(fence, context.SYNC_STATUS) === context.UNSIGNALED;
    if (unfinished && performance.now() - fenceAt < LONGEST) return false;
    context.deleteSync(fence);
    fence = null;
    return true;
  };
  const apply = ({ width, height }) => {
    wanted = null;
    settling = null;
    // Setting one makes the buffer anew, also where it stays the same: the one in between is the smaller of the two possible.
    const sizes = [['width', width], ['height', height]];
    if (width * canvas.height > canvas.width * height) sizes.reverse();
    for (const [name, pixels] of sizes) {
      if (canvas[name] !== pixels) canvas[name] = pixels;
    }
  };
  // Whether the GPU has nothing else to do. The browser draws for a window's new size, too; once two fences of frames that follow one
  // another are passed, it has done so. Where that takes long, and another size is wanted by then, the wait begins anew.
  const settled = () => {
    const now = performance.now();
    settling ??= { size: wanted, since: now, fences: 0 };
    if (settling.fences < 2) {
      settling.fences += 1;
      setFence();
      return false;
    }
    if (settling.size === wanted || now - settling.since <= QUICK) return true;
    settling = null;
    return false;
  };

  return {
    /** The canvas has its context, and the first frame has been drawn. Before that nothing waits. */
    begin() { context = canvas.getContext('webgl2'); },
    /** In device pixels. The size is set before the next frame is drawn. */
    resize(width, height) {
      const size = { width: Math.floor(width), height: Math.floor(height) };
      if (!context) apply(size);
      else if (wanted?.width !== size.width || wanted.height !== size.height) wanted = size;
    },
    /** To be called in an animation frame: whether the frame can be drawn in it, else in a later one. */
    ready() {
      if (!passed()) return false;
      if (!wanted) return true;
      const same = canvas.width === wanted.width && canvas.height === wanted.height;
      if (!same && !settled()) return false;
      apply(wanted);
      return true;
    },
    /** A frame has been drawn. */
    drawn: setFence,
  };
}

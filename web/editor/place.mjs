// Where the editor lies: over the place of the code pane; while a phone's keyboard is up, over all that it leaves to see. Where
// nothing can be drawn, it is a part of the page in words.

const KEYBOARD = 120; // CSS pixels: what a keyboard takes at least, and a browser's bars do not
const FINGER = '(pointer: coarse)';
const LEAST_SIZE = 12.7;
const FINGER_SIZE = 16; // a phone zooms into smaller text

/**
 * `changed` follows each change of the host's size. Returns { place, setOpen }: functions that take the area (topic::kEditor) or
 * null, and whether the editor is open.
 */
export function makePlace(host, canvas, changed) {
  const seen = window.visualViewport;
  const words = document.getElementById('edit-place');
  let area = null;
  let open = false;

  const inWords = () => document.documentElement.dataset.view === 'text';
  const keyboardIsUp = () => seen && matchMedia(FINGER).matches && host.shadowRoot.activeElement !== null
    && document.documentElement.clientHeight - seen.height * seen.scale > KEYBOARD;

  /** In CSS pixels of the window. */
  const boxOver = () => ({ left: seen.offsetLeft, top: seen.offsetTop, width: seen.width, height: seen.height });
  const boxOfPane = () => {
    const { left, top } = canvas.getBoundingClientRect();
    return { left: left + area.x, top: top + area.y, width: area.width, height: area.height };
  };

  const update = () => {
    if (inWords() !== (host.parentElement === words)) inWords() ? words.append(host) : canvas.after(host);
    const shown = open && (area !== null || inWords());
    const over = shown && keyboardIsUp();
    host.hidden = !shown;
    host.classList.toggle('over', over);
    if (!shown) return;
    const box = over ? boxOver() : inWords() ? {} : boxOfPane();
    for (const side of ['left', 'top', 'width', 'height']) host.style[side] = side in box ? `${box[side]}px` : '';
    const size = LEAST_SIZE * (area?.growth ?? 1);
    host.style.setProperty('--code-size', `${matchMedia(FINGER).matches ? Math.max(size, FINGER_SIZE) : size}px`);
    changed();
  };
  for (const event of ['resize', 'scroll']) seen?.addEventListener(event, update);
  host.addEventListener('focusin', update);
  host.addEventListener('focusout', () => queueMicrotask(update));

  return {
    place(given) {
      area = given;
      update();
    },
    setOpen(given) {
      open = given;
      update();
    },
  };
}

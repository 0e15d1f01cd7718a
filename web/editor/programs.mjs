// The list of the programs that this device has kept.

import { button, element } from './dom.mjs';

const when = (date) => new Date(date).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/**
 * @param list () => the programs (drafts.mjs)
 * @param choose (program): the user wants that one
 * @param back (): the list is closed without a choice
 * @returns { dom, show, hide }
 */
export function makePrograms(list, choose, back) {
  const dom = element('div', { className: 'programs', hidden: true });
  dom.setAttribute('role', 'dialog');
  dom.setAttribute('aria-label', 'Your programs on this device');
  const hide = () => { dom.hidden = true; };
  const close = () => {
    hide();
    back();
  };
  const itemOf = (program) => {
    const item = button(program.name, 'Edit this program', () => {
      hide();
      choose(program);
    });
    item.removeAttribute('aria-label');
    item.append(element('time', {}, when(program.date)));
    return element('li', {}, item);
  };
  dom.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });
  return {
    dom,
    hide,
    show() {
      const items = list().map(itemOf);
      dom.replaceChildren(
        element('header', {}, element('h2', {}, 'Your programs on this device'), button('Close', 'Back to the program', close)),
        items.length > 0
          ? element('ul', {}, ...items)
          : element('p', {}, 'There is none yet: what you write is kept here, the newest twenty programs.'));
      dom.hidden = false;
      dom.querySelector('button').focus();
    },
  };
}

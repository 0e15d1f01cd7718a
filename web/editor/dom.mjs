// Elements of the editor.

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** `words` are what it shows, `title` is what it does; a sign alone is named by that. */
export function button(words, title, press, properties = {}) {
  const made = element('button', { type: 'button', title, ...properties }, words);
  if (words.length === 1) made.setAttribute('aria-label', title);
  made.addEventListener('click', press);
  return made;
}

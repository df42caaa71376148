type Child = Node | string | null | false | undefined;
type Props = Record<string, string | boolean | ((event: Event) => void) | null | undefined>;

/** An element with attributes, listeners (`onclick`) and children; what is null or false is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** A button as wide as the screen. */
export const button = (words: string, act: () => void, look = ''): HTMLButtonElement =>
  h('button', { type: 'button', class: `button button--wide ${look}`.trim(), onclick: act }, words);

/** A picture to choose by, with its words. */
export const pictureChoice = (picture: string | null, words: string, act: () => void): HTMLButtonElement =>
  h(
    'button',
    { type: 'button', class: 'choice note__choice', onclick: act },
    picture === null ? null : h('img', { class: 'choice__picture', src: picture, alt: '', width: '96', height: '96' }),
    h('span', { class: 'choice__title' }, words),
  );

/** A large key, called by what it does where its sign does not say it. */
export function keyOf(sign: string, label: string, press: () => void): HTMLButtonElement {
  const key = document.createElement('button');
  key.type = 'button';
  key.className = 'key';
  key.textContent = sign;
  key.setAttribute('aria-label', label);
  key.addEventListener('click', press);
  return key;
}

/** Large keys in three columns; `⌫` is called by its name. */
export function keyGrid(signs: readonly string[], erase: string, press: (sign: string) => void): HTMLElement {
  const grid = document.createElement('div');
  grid.className = 'keypad';
  for (const sign of signs) grid.append(keyOf(sign, sign === '⌫' ? erase : sign, () => press(sign)));
  return grid;
}

const flag = 'notebook-locked';

/**
 * Somebody signs out or in: until the server has said who it is, nobody's notebook is open. Each time is marked anew, as a phone
 * that dies may lose the taking away of a mark, which a browser writes down when it likes: an old one must shut nothing again.
 */
export function lockNotebook(): void {
  try {
    localStorage.setItem(flag, `${Date.now()}-${Math.random()}`);
  } catch {
    // A browser that keeps nothing keeps no notebook either.
  }
}

/** The mark of the last time that it was shut; null where it never was. */
export function lockMark(): string | null {
  try {
    return localStorage.getItem(flag);
  } catch {
    return null;
  }
}

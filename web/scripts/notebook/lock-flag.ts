const flag = 'notebook-locked';

/** Somebody signs out or in: until the server has said who it is, nobody's notebook is open. */
export function lockNotebook(): void {
  try {
    localStorage.setItem(flag, '1');
  } catch {
    // A browser that keeps nothing keeps no notebook either.
  }
}

export function isNotebookLocked(): boolean {
  try {
    return localStorage.getItem(flag) !== null;
  } catch {
    return false;
  }
}

/** Its person is known again. */
export function unlockNotebook(): void {
  try {
    localStorage.removeItem(flag);
  } catch {
    // There was no flag then.
  }
}

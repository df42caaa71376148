import { isSignedBy, readNote, readVkey, type Signer, signNote, type Verifier, vkeyOf } from './note.ts';

// How who checks learns of a new key: a note signed by the one before it and by the new one itself. Its second line is no number,
// so that it is never taken for a head.

const kind = 'next key';

/** A key that heads are believed by. */
export interface Known extends Verifier {
  /** It handed over to another one at this length: longer heads are no longer its own. */
  until?: number;
}

/** What says that a key takes over from another one. @param size of the log at that moment */
export const changeNote = (before: Signer, next: Signer, size: number): string =>
  signNote(`${next.name}\n${kind}\n${size}\n${vkeyOf(next)}\n`, [next, before]);

/**
 * The keys that follow from those known, by notes that the last of them signed over to a new one.
 * @param notes as a market tells them: anything may stand there
 */
export function followKeys(known: readonly Known[], notes: readonly string[]): Known[] {
  const keys = [...known];
  for (const note of notes) {
    const change = readChange(note);
    const place = keys.findIndex((key) => change !== null && key.until === undefined && isSignedBy(note, key));
    const before = keys[place];
    if (change === null || before === undefined || before.name !== change.next.name) continue;
    keys[place] = { ...before, until: change.size };
    if (!keys.some((key) => vkeyOf(key) === vkeyOf(change.next))) keys.push(change.next);
  }
  return keys;
}

function readChange(note: string): { next: Verifier; size: number } | null {
  const [origin, said, size = '', line = ''] = readNote(note)?.text.split('\n') ?? [];
  const next = readVkey(line);
  if (said !== kind || !/^(0|[1-9]\d{0,14})$/.test(size)) return null;
  return next !== null && next.name === origin && isSignedBy(note, next) ? { next, size: Number(size) } : null;
}

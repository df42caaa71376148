// Half-filled forms on the phone, one for each account and form. No passwords, no photos: what was typed, and only
// where it differs from what the page offered, so that "today" stays today.

export interface KeptDraft {
  fields: [name: string, value: string][];
  /** A photo was chosen; it cannot be put back. */
  hadPhoto: boolean;
  savedAt: number;
  /** Set once the form was sent; whether it arrived is known only by the page that answers. */
  sentAt: number | null;
  /** The key it was sent under: under the same one it is done once, should it have arrived after all. */
  sentKey?: string | null;
}

const prefix = 'draft ';
const longestMs = 30 * 86_400_000;

export const keyOf = (account: string, form: string): string => `${prefix}${account} ${form}`;

/** What was kept, or null; what nobody came back for in 30 days is forgotten. */
export function readDraft(key: string, now = Date.now()): KeptDraft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null') as KeptDraft | null;
    if (draft === null || now - draft.savedAt < longestMs) return draft;
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing, or something strange under our key: there is no draft.
  }
  return null;
}

export function writeDraft(key: string, draft: KeptDraft | null): void {
  try {
    if (draft === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // No room, or a private window: the form works as without script.
  }
}

/** Forgets what these accounts' forms held: with an account only what was sent, without one everything. */
export function forgetDrafts(account: string | null): void {
  for (const key of keys()) {
    const isSent = account !== null && key.startsWith(keyOf(account, '')) && readDraft(key)?.sentAt;
    if (account === null || isSent) writeDraft(key, null);
  }
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

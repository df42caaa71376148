/** What the phone keeps of what it has told, for all its pages, so that nothing is told twice and nothing is missed. */
export interface Kept {
  /** Until when it speaks, by the phone's clock. */
  ends: number;
  /** From when on it asks what banks told, by the server's clock. */
  from: string;
  /** The ids of what was said to its end, the last one last. */
  known: string[];
  /** What a page is saying just now, and until when no other page has to, by the phone's clock. */
  saying: [id: string, until: number][];
}

const place = 'stall-voice';
const hours = 12;
/** Messages are judged a moment after they came, and one whose process died up to a minute later: so much is looked back. */
const lookBackMs = 5 * 60_000;
/** More than anybody can be told while so much is looked back. */
const mostKnown = 100;
/** A sentence takes three to six seconds; behind others it waits for its turn. */
export const mostSecondsASentence = 12;

/** What a phone keeps that begins to listen now. @param now by the server's clock */
export const fresh = (now: Date): Kept => ({
  ends: Date.now() + hours * 3_600_000,
  from: now.toISOString(),
  known: [],
  saying: [],
});

/** What is kept when a page takes it upon itself to say these, one after the other. */
export function claimed(kept: Kept, ids: readonly string[]): Kept {
  const others = alive(kept);
  const until = (turn: number) => Date.now() + (others.length + turn + 1) * mostSecondsASentence * 1000;
  const mine = ids.map((id, turn): [string, number] => [id, until(turn)]);
  return { ...kept, saying: [...others, ...mine] };
}

/** What some page is saying just now. A page that died without a word holds nothing for long. */
export const claims = (kept: Kept): string[] => alive(kept).map(([id]) => id);

const alive = ({ saying }: Kept): Kept['saying'] => saying.filter(([, until]) => until > Date.now());

/** What is kept when these were not said to their end. */
export const letGo = (kept: Kept, ids: readonly string[]): Kept => ({
  ...kept,
  saying: alive(kept).filter(([id]) => !ids.includes(id)),
});

/** What is kept once this was said to its end. */
export function toldOf(kept: Kept, { id, at }: { id: string; at: string }): Kept {
  const from = Math.max(Date.parse(kept.from), Date.parse(at) - lookBackMs);
  const known = [...kept.known, id].slice(-mostKnown);
  return { ...letGo(kept, [id]), from: new Date(from).toISOString(), known };
}

/** What the phone keeps; null when it does not speak: never turned on, turned off in any window, or its hours are over. */
export function readKept(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept | null;
    // Kept by the page as it was before somebody could be cut short.
    return kept && kept.ends > Date.now() ? { ...kept, saying: kept.saying ?? [] } : null;
  } catch {
    return null;
  }
}

export const keep = (kept: Kept): void => localStorage.setItem(place, JSON.stringify(kept));

export const stopKeeping = (): void => localStorage.removeItem(place);

/** Changes what is kept, unless it was turned off meanwhile. */
export function changeKept(change: (kept: Kept) => Kept): void {
  const kept = readKept();
  if (kept) keep(change(kept));
}

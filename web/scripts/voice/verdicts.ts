import { chosenVoice } from './chosen.ts';
import { claims, type Kept } from './kept.ts';

/** What a bank told against what was expected at a stall. */
export interface Told {
  id: string;
  kind: string;
  at: string;
  saleId?: string;
  /** In each language of the market. */
  said: Record<string, string>;
  /** Recordings that say it in the language this phone is listened to, in their order; none where one is missing. */
  clips?: string[];
}

export interface Answer {
  at: string;
  data: Told[];
  /** Played before what comes late. */
  lateClip?: string;
}

/** Asks what is new, and waits so many seconds for it. @returns null when nobody is signed in */
export async function fetchVerdicts(kept: Kept, wait: number): Promise<Answer | null> {
  const query = `since=${kept.from}&known=${[...kept.known, ...claims(kept)].join(',')}&wait=${wait}&voice=${chosenVoice()}`;
  const answer = await fetch(`/api/v1/stall-verdicts?${query}`, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
  });
  if (answer.status === 401 || answer.status === 403) return null;
  if (!answer.ok) throw new Error(`The stall was answered ${answer.status}`);
  return (await answer.json()) as Answer;
}

/** The recordings of one, with what says that it is late; none where anything of it is missing. */
export function clipsOf({ clips = [] }: Told, lateClip: string | undefined, isLate: boolean): string[] {
  if (!isLate || clips.length === 0) return clips;
  return lateClip === undefined ? [] : [lateClip, ...clips];
}

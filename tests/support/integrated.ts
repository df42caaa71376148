import { offered } from '../../server/integration.ts';

// What the integrations want tested beside the house: each in `tests/beside.ts` of its own folder.

/** A market that is being killed, or written by two. */
interface Journey {
  /** What is asked of the market meanwhile. */
  ask: (url: string) => Promise<unknown>;
  /** Keeps what has to hold afterwards; gives what looks whether it does, of this batch. */
  watch: (url: string) => Promise<(code: string) => Promise<void>>;
}

/** Asks what others would ask at the same time. */
export async function askIntegrations(url: string): Promise<void> {
  await Promise.all((await offered<Journey>('journey', 'tests/beside')).map(({ offer }) => offer.ask(url)));
}

/** Begins to watch a market; what it gives throws where an integration finds a promise broken. */
export async function watchIntegrations(url: string): Promise<(code: string) => Promise<void>> {
  const journeys = await offered<Journey>('journey', 'tests/beside');
  const watching = await Promise.all(journeys.map(({ offer }) => offer.watch(url)));
  return async (code) => {
    for (const holds of watching) await holds(code);
  };
}

/** Throws where an integration finds something wrong with one of these batches. */
export async function holdsOfEachBatch(codes: readonly string[]): Promise<void> {
  for (const { offer } of await offered<(code: string) => Promise<void>>('holdsOfBatch', 'tests/beside'))
    for (const code of codes) await offer(code);
}

import { cancelForgotten, expireIntents } from './intents.ts';
import { settleForgotten } from './transfers.ts';

/** Finishes what a crash cut off and ends what ran out of time; safe to run at any moment and on any node. */
export async function sweepPayments(at: Date): Promise<void> {
  await settleForgotten(at);
  await cancelForgotten(at);
  await expireIntents(at);
}

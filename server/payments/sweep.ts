import { cancelForgotten, expireIntents } from './intents.ts';
import { finishForgottenShares } from './shares.ts';
import { restedSince, settleForgotten } from './transfers.ts';
import { finishForgottenUndoings, payWithMatched } from './undoing.ts';

/** Finishes what a crash cut off and ends what ran out of time; safe to run at any moment and on any node. */
export async function sweepPayments(at: Date): Promise<void> {
  await settleForgotten(at);
  await finishForgottenShares(restedSince(at));
  await finishForgottenUndoings(restedSince(at));
  await payWithMatched(at);
  await cancelForgotten(at);
  await expireIntents(at);
}

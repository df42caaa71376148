import type { Actor } from '../actor.ts';
import { appendEvent } from './append.ts';
import { type Balance, balanceOf } from './balance.ts';
import { inputsMissing } from './balance-asked.ts';
import { ownRecord } from './batch-sight.ts';
import { systemEvent } from './system-event.ts';

/** That something which went in is not written down yet, after the registration or the step that was asked about it. */
export const sayInputsMissing = (actor: Actor, code: string, after: string, at: Date): Promise<Balance> =>
  answerBalance(actor, code, { said: inputsMissing, requestId: `${after} balance` }, at);

/**
 * Keeps the sentence by which somebody explains a batch's balance: an event of its history.
 * @throws missing('batch-not-found'), forbidden('not-yours'), unavailable('batch-busy')
 */
export async function answerBalance(
  actor: Actor,
  code: string,
  { said, requestId }: { said: string; requestId?: string | null },
  at: Date,
): Promise<Balance> {
  const batch = await ownRecord(actor, code);
  await appendEvent(batch.code, (now) => {
    const earlier = requestId && now.events.find((one) => one.requestId === requestId);
    if (earlier) return earlier;
    const draft = systemEvent('balance-answered', { by: actor.name, note: said, reason: null }, at);
    return { draft: { ...draft, requestId: requestId ?? null } };
  });
  return balanceOf(actor, batch.code);
}

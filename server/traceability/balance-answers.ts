import type { Actor } from '../actor.ts';
import { appendEvent } from './append.ts';
import { type Balance, balanceOf } from './balance.ts';
import { ownRecord } from './batch-sight.ts';
import { systemEvent } from './system-event.ts';

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

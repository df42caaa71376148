import { connectTo } from '../../../server/database/connection.ts';
import { startEngine } from '../../../server/engine/engine.ts';
import type { BankMessage } from '../../../server/payments/bank.ts';
import { sweepPayments } from '../../../server/payments/sweep.ts';
import { receiveTransfer, type Source } from '../../../server/payments/transfers.ts';
import { noon } from '../../support/services.ts';
import { aCommune, minutesAfter } from '../identity/makers.ts';
import { inParallel, messagesFor, packsFor, readBooks } from './books.ts';
import { aConnection, anAccount, aPack, aWaitingOrder } from './makers.ts';

/** What the test asks of this process, which it kills in the middle of its work. */
export type Ask =
  | { do: 'prepare'; count: number }
  | { do: 'receive'; source: Source; message: BankMessage }
  | { do: 'sweep' }
  | { do: 'books'; numbers: string[] };

const soon = minutesAfter(noon, 5);
const engine = await startEngine({ dataDir: process.argv[2] ?? '' });
await connectTo(engine.uri, 'books');

process.on('message', ({ id, ask }: { id: number; ask: Ask }) => {
  answer(ask).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.send?.({ id: 0, result: 'ready' });

async function answer(ask: Ask): Promise<unknown> {
  if (ask.do === 'prepare') return await prepare(ask.count);
  if (ask.do === 'receive') return await receiveTransfer(ask.source, ask.message, soon);
  if (ask.do === 'books') return await readBooks(ask.numbers);
  return await sweepPayments(minutesAfter(soon, 1));
}

async function prepare(count: number) {
  const commune = await aCommune();
  const { actor } = commune.household;
  const { number } = await anAccount(commune.sellers.household.id);
  const { id, provider, sellerId, accounts } = await aConnection(actor, number);
  const packs = await inParallel(packsFor(count), (amount) => aPack(actor, amount));
  const indexes = Array.from({ length: count }, (_, index) => index);
  const waiting = await inParallel(indexes, (index) => aWaitingOrder(packs[index % packs.length] ?? ''));
  return {
    source: { id, provider, sellerId, accounts },
    messages: messagesFor(waiting.map(({ intent }) => intent)),
    numbers: waiting.map(({ order }) => order.number),
  };
}

import { type DomainError, invalid, telling } from '../errors.ts';
import { bansOn, isOutsideId, sourcesOf } from './bans.ts';
import type { Batch } from './batch.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { findRecord } from './batch-sight.ts';
import { findOutsideLots } from './outside-lots.ts';
import type { WantedBatch } from './wanted-batch.ts';

/**
 * The code of the batch beside which another came out; undefined where it came out by itself. Beside a by-product means beside
 * what that one came out beside: of one making there is one batch that drew on the inputs.
 * @param sellerId whose goods are made
 * @throws invalid('batch-mistaken') for a batch that is not this seller's, for inputs of its own, and for one older than what it
 * was made from; conflict('input-barred') with `why` while the other, or what that was made from, is called back
 */
export async function requireMain(
  { besideOf, inputs = [], producedOn }: WantedBatch,
  sellerId: string,
): Promise<string | undefined> {
  if (besideOf === undefined) return undefined;
  if (inputs.length > 0) throw mistaken('/inputs', 'beside-takes-no-inputs');
  const named = await findRecord(besideOf);
  const main = named?.besideOf === undefined ? named : await findRecord(named.besideOf);
  if (main?.sellerId !== sellerId) throw mistaken('/besideOf', 'beside-unknown');
  if (await isOlder(producedOn, sourcesOf(main))) throw mistaken('/producedOn', 'input-after-product');
  const barred = await barredBeside(main);
  if (barred) throw barred;
  return main.code;
}

/** What came out at the same making as a batch, for its own people: the batch that drew on the inputs first. */
export async function besidesOf({
  code,
  besideOf = code,
}: Pick<Batch, 'code' | 'besideOf'>): Promise<Pick<BatchRecord, 'code' | 'lot' | 'productId' | 'quantity'>[]> {
  return BatchModel.find(
    { $or: [{ code: besideOf }, { besideOf }], code: { $ne: code }, ...settled },
    { code: 1, lot: 1, productId: 1, quantity: 1 },
  )
    .sort({ _id: 1 })
    .lean();
}

// Of a making that is called back nothing more comes onto the market, of whichever of its goods.
async function barredBeside(main: BatchRecord): Promise<DomainError | null> {
  const own = main.state === 'recalled' ? { why: 'recalled', from: main.code, lot: main.lot } : null;
  const ban = own ?? (await bansOn([main])).get(main.code);
  if (!ban) return null;
  const { why, from, lot } = ban;
  return telling('input-barred', { lot }, [{ pointer: '/besideOf', code: `barred-${why}` }], { why, from });
}

async function isOlder(producedOn: string, sources: readonly string[]): Promise<boolean> {
  const later = { code: { $in: sources.filter((id) => !isOutsideId(id)) }, producedOn: { $gt: producedOn } };
  const lots = await findOutsideLots(sources.filter(isOutsideId));
  return (await BatchModel.exists(later)) !== null || lots.some(({ receivedOn }) => receivedOn > producedOn);
}

const mistaken = (pointer: string, code: string): DomainError => invalid('batch-mistaken', {}, [{ pointer, code }]);

import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { liftRecall, recallBatch } from '../../../server/traceability/batches.ts';
import { descendantsOf } from '../../../server/traceability/descendants.ts';
import { bringSourcesUpToDate } from '../../../server/traceability/made-from.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { aBatchOf, aVillage, now, refusal, tomorrow } from './makers.ts';

useDatabase();

let commune: Commune;
let farmer: Actor;
let product: Product;

beforeAll(async () => {
  ({ commune, farmer, product } = await aVillage());
});

describe('recallBatch and liftRecall', () => {
  const words = { reason: 'Độ ẩm cao', advice: 'Không ăn, mang trả' };

  it('are for the officer and the cooperative of the seller', async () => {
    const { code } = await aBatchOf(farmer, product);
    const recall = ({ actor }: { actor: Actor }) => refusal(recallBatch(actor, code, words, noon));
    expect(await recall(commune.household)).toMatchObject({ kind: 'forbidden', code: 'recall-not-yours' });
    for (const who of [commune.stranger, commune.otherCooperative, commune.neighbour]) {
      expect(await recall(who)).toMatchObject({ kind: 'missing', code: 'batch-not-found' });
    }
    expect((await recallBatch(commune.cooperative.actor, code, words, noon)).state).toBe('recalled');
    expect(await refusal(liftRecall(commune.household.actor, code, words, noon))).toMatchObject({ kind: 'forbidden' });
    expect((await liftRecall(commune.officer.actor, code, words, noon)).state).toBe('open');
  });

  it('write themselves into the history, and change nothing when repeated', async () => {
    const { code } = await aBatchOf(farmer, product);
    const { actor } = commune.officer;
    expect(await refusal(liftRecall(actor, code, words, noon))).toMatchObject({ code: 'batch-not-recalled' });
    await Promise.all([1, 2, 3].map(() => recallBatch(actor, code, words, noon)));
    const recalled = await now(code);
    expect(recalled).toMatchObject({
      state: 'recalled',
      recall: { reason: { vi: 'Độ ẩm cao', en: 'Độ ẩm cao' }, at: noon },
    });
    expect(await refusal(recallBatch(actor, code, { ...words, reason: 'Khác' }, noon))).toMatchObject({
      code: 'batch-already-recalled',
    });
    await liftRecall(actor, code, { reason: 'Đo lại đạt' }, tomorrow);
    const lifted = await now(code);
    expect(lifted).toMatchObject({ state: 'open', recall: null, chain: { ok: true } });
    expect(lifted.events.map(({ stage, reason }) => [stage, reason])).toEqual([
      ['recalled', 'Độ ẩm cao'],
      ['recall-lifted', 'Đo lại đạt'],
    ]);
  });
});

describe('a batch from before steps had inputs', () => {
  it('has what it was made from written beside it, and is followed from then on', async () => {
    const { code } = await aBatchOf(farmer, product);
    const made = await aBatchOf(farmer, product, {
      inputs: [{ batchCode: code, quantity: { value: 1, unit: 'kg' } }],
    });
    await BatchModel.collection.updateOne({ code: made.code }, { $unset: { madeFrom: '' } });
    await bringSourcesUpToDate();
    expect((await descendantsOf([code])).map((one) => one.code)).toEqual([made.code]);
  });
});

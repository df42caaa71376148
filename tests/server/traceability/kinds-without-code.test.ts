import { expect, it } from 'vitest';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { gapsIn } from '../../../server/traceability/gaps.ts';
import { availableByPack } from '../../../server/traceability/stock.ts';
import { nextStage, publicStory } from '../../../server/traceability/timeline.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, aFarmer, now, packOf, someGoods, today } from './makers.ts';

useDatabase();

// Tea and herbs are files only; whatever the other kinds can do, they can.
it.each(['che', 'duoc-lieu'])('a batch of %s goes from the field to the shelf by its file alone', async (kind) => {
  const farmer = await aFarmer();
  const product = await someGoods(farmer, kind);
  const { code } = await aBatchOf(farmer, product);
  const { stages } = getProfile(kind);
  for (const { id, measurements, keyData, makesStock, optional } of stages) {
    if (!optional) expect(nextStage(await now(code))).toBe(id);
    const measured = [
      ...measurements.map(({ key, unit, plausible }) => ({ key, value: plausible.min, unit })),
      ...keyData.map(({ key }) => ({ key, value: 'đã ghi', unit: '' })),
    ];
    const packs = makesStock ? [{ packId: packOf(product), count: 7 }] : [];
    await recordEvent(farmer, code, { stage: id, occurredAt: noon, measurements: measured, packs }, noon);
  }
  const batch = await now(code);
  const story = publicStory(batch);
  expect(story.map(({ name, picture }) => ({ name, picture }))).toEqual(
    stages.map(({ name, picture }) => ({ name, picture })),
  );
  expect(story.flatMap(({ measurements }) => measurements).filter(({ key, name }) => name.vi === key)).toEqual([]);
  expect([gapsIn(batch), nextStage(batch), batch.chain]).toEqual([[], null, { ok: true }]);
  expect(await availableByPack([packOf(product)], today)).toEqual(new Map([[packOf(product), 7]]));
});

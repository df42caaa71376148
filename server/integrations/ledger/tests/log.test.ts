import { describe, expect, it, vi } from 'vitest';
import { aBatchOf, aVillage, drying, refusal } from '../../../../tests/server/traceability/makers.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { noon, testConfig } from '../../../../tests/support/services.ts';
import { OperatorError } from '../../../errors.ts';
import { BatchModel } from '../../../traceability/batch-record.ts';
import { liftRecall, recallBatch } from '../../../traceability/batches.ts';
import { correctEvent, recordEvent } from '../../../traceability/events.ts';
import { HeadModel } from '../head-record.ts';
import { sweep } from '../integration.ts';
import { bringUpToDate, logAll } from '../log.ts';
import { leafHash } from '../merkle.ts';
import { readCheckpoint } from '../note.ts';
import { proofOf } from '../proof.ts';
import { entriesFrom, extend, ownTail, readTail, sizeOf } from '../tail.ts';
import { LooseModel, TileModel } from '../tile-record.ts';

useDatabase();
const config = testConfig();

const linksInLog = async () => (await entriesFrom(0)).map((entry) => entry.toString('hex'));
const sizeNow = async () => readCheckpoint(await bringUpToDate(config))?.size ?? 0;

/** A batch with a step, its correction, a recall and its lifting: five links. */
async function aStory() {
  const { commune, farmer, product } = await aVillage();
  const batch = await aBatchOf(farmer, product, { note: 'của bà Mai' });
  const { id } = await recordEvent(farmer, batch.code, drying(), noon);
  await correctEvent(farmer, batch.code, { eventId: id, reason: 'gõ nhầm', place: 'Nà Đa' }, noon);
  const { actor } = commune.officer;
  await recallBatch(actor, batch.code, { reason: 'mốc', advice: 'đừng ăn' }, noon);
  await liftRecall(actor, batch.code, { reason: 'đã kiểm' }, noon);
  return { farmer, product, code: batch.code };
}

const hashesOf = async (code: string) => {
  const { head, events } = await BatchModel.findOne({ code }).lean().orFail();
  return [events[0]?.previousHash ?? head, ...events.map(({ hash }) => hash)];
};

describe('the log', () => {
  it('takes in each link of each history once: registration, step, correction, recall, lifting', async () => {
    const { code } = await aStory();
    const before = await sizeNow();
    expect(await linksInLog()).toEqual(expect.arrayContaining(await hashesOf(code)));
    expect(await sizeNow()).toBe(before);
    const { logged, unlogged } = await BatchModel.findOne({ code }).lean().orFail();
    expect([logged?.length, unlogged]).toEqual([5, undefined]);
  });

  it('writes nothing twice when several do it at once, and loses nothing', async () => {
    const { farmer, product } = await aStory();
    const made = await Promise.all(Array.from({ length: 12 }, () => aBatchOf(farmer, product)));
    await Promise.all([logAll(config), logAll(config), logAll(config)]);
    const links = await linksInLog();
    expect(new Set(links).size).toBe(links.length);
    const heads = (await Promise.all(made.map(({ code }) => hashesOf(code)))).flat();
    expect(links).toEqual(expect.arrayContaining(heads));
    expect(readCheckpoint(await bringUpToDate(config))?.size).toBe(links.length);
  });

  it('goes on where somebody took the last step of a history away before it was taken in', async () => {
    const { farmer, product, code } = await aStory();
    const { events } = await BatchModel.findOne({ code }).lean().orFail();
    await BatchModel.updateOne({ code }, { $set: { events: events.slice(0, -1) } });
    const { code: next } = await aBatchOf(farmer, product);
    await bringUpToDate(config);
    expect(await linksInLog()).toEqual(expect.arrayContaining([...(await hashesOf(code)), ...(await hashesOf(next))]));
    const { logged, unlogged } = await BatchModel.findOne({ code }).lean().orFail();
    expect([logged?.length, unlogged]).toEqual([4, undefined]);
  });

  it.each(['abc', 'A'.repeat(64)])('leaves out a history in which somebody wrote %s for a hash', async (hash) => {
    const { farmer, product, code } = await aStory();
    const before = sizeOf(await readTail());
    await BatchModel.updateOne({ code }, { $set: { 'events.1.hash': hash } });
    const { code: next } = await aBatchOf(farmer, product);
    expect(await sizeNow()).toBe(before + 1);
    expect(await linksInLog()).toEqual(expect.arrayContaining(await hashesOf(next)));
    await BatchModel.deleteOne({ code });
  });

  it('takes no log for shorter because others write and sign meanwhile', async () => {
    const { farmer, product } = await aStory();
    await bringUpToDate(config);
    const find = HeadModel.findOne.bind(HeadModel);
    const meanwhile = async () => {
      await aBatchOf(farmer, product);
      await logAll(config);
      return find({}).lean();
    };
    const spy = vi.spyOn(HeadModel, 'findOne').mockReturnValueOnce({ lean: meanwhile } as never);
    const note = await logAll(config);
    spy.mockRestore();
    expect(readCheckpoint(note)?.size).toBe(sizeOf(await readTail()));
  });

  it('writes nothing down where nothing is new', async () => {
    await bringUpToDate(config);
    const spy = vi.spyOn(HeadModel, 'updateOne');
    await bringUpToDate(config);
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  });

  it('adds to what this process wrote without reading it, and reads it again where somebody else has added', async () => {
    const { farmer, product } = await aStory();
    await bringUpToDate(config);
    const size = sizeOf(await readTail());
    const own = ownTail(size);
    expect(own).not.toBeNull();
    // Another process adds: it knows nothing of what this one keeps in mind.
    await LooseModel.create({ _id: size, entries: Buffer.alloc(32, 5) });
    const { code } = await aBatchOf(farmer, product);
    await bringUpToDate(config);
    const links = await linksInLog();
    expect(links.slice(size)).toEqual(['05'.repeat(32), ...(await hashesOf(code))]);
    expect(ownTail(size + 2)).not.toBeNull();
  });

  it('goes on after a death between writing and noting, without writing again', async () => {
    const { code } = await aStory();
    const size = await sizeNow();
    const { logged } = await BatchModel.findOne({ code }).lean().orFail();
    // As it stood when the process died: in the log, and nobody had noted it.
    await BatchModel.updateOne({ code }, { $set: { unlogged: true }, $unset: { logged: 1 } });
    await HeadModel.updateOne({}, { $set: { settled: size - 5 } });
    expect(await sizeNow()).toBe(size);
    expect((await BatchModel.findOne({ code }).lean().orFail()).logged).toEqual(logged);
  });

  it('fills tile after tile, and the level above says what each says', async () => {
    const tail = await readTail();
    const many = Array.from({ length: 600 }, (_, at) => leafHash(Buffer.from(`filling ${at}`)));
    for (let left = many; left.length > 0; ) {
      const now = await readTail();
      const next = await extend(now, left);
      left = left.slice(sizeOf(next ?? now) - sizeOf(now));
    }
    await readTail();
    const { width } = await TileModel.findOne({ _id: 2 ** 40 })
      .lean()
      .orFail();
    expect(width).toBe(Math.floor((sizeOf(tail) + 600) / 256));
    const { code } = await aStory();
    const proof = await proofOf(code, config);
    expect(proof?.links).toHaveLength(5);
  });

  it('says to the operator what to do when it is shorter than what was signed', async () => {
    await aStory();
    await bringUpToDate(config);
    const size = sizeOf(await readTail());
    await HeadModel.updateOne({}, { $inc: { size: 5 } });
    const said = await sweep({ config, now: () => noon }).catch((error: unknown) => error);
    await HeadModel.updateOne({}, { $inc: { size: -5 } });
    expect(said).toBeInstanceOf(OperatorError);
    expect(String(said)).toMatch(
      new RegExp(`signed with ${size + 5} lines and holds ${size} .*npm run restore -- FILE`),
    );
  });

  it('is never signed over when what was signed before is no longer there', async () => {
    const { farmer, product } = await aStory();
    await bringUpToDate(config);
    await TileModel.updateOne({ _id: 2 ** 40 }, { $set: { hashes: Buffer.alloc(64, 7) } });
    await aBatchOf(farmer, product);
    expect(await refusal(bringUpToDate(config))).toMatchObject({ kind: 'unavailable', code: 'log-changed' });
    const said = await sweep({ config, now: () => noon }).catch((error: unknown) => error);
    expect(String(said)).toContain('until the tiles (collection ledger-tiles) come back from a backup');
  });
});

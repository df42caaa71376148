import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { keepImage } from '../../../server/media/images.ts';
import { removeFile, writeFile } from '../../../server/media/photo-files.ts';
import { fromRoot } from '../../../server/root.ts';
import { BatchModel, type StockRow } from '../../../server/traceability/batch-record.ts';
import { type EventRecord, hashOfEvent } from '../../../server/traceability/event.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { examineHistories } from '../../../server/traceability/histories.ts';
import { writeOff } from '../../../server/traceability/write-offs.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, aFarmer, now, packing, someGoods } from './makers.ts';

useDatabase();

let farmer: Actor;
let product: Product;
beforeAll(async () => {
  farmer = await aFarmer();
  product = await someGoods(farmer);
});

async function aHistory(): Promise<{ code: string; steps: EventRecord[] }> {
  const { code } = await aBatchOf(farmer, product);
  for (const place of ['Nương', 'Sân', 'Kho'])
    await recordEvent(farmer, code, { stage: 'sun-drying', occurredAt: noon, place }, noon);
  const { events } = await BatchModel.findOne({ code }).lean().orFail();
  return { code, steps: events };
}

const write = (code: string, fields: Record<string, unknown>) =>
  BatchModel.collection.updateOne({ code }, { $set: fields });

async function faultOf(code: string): Promise<string | null | undefined> {
  for await (const examined of examineHistories()) if (examined.code === code) return examined.fault;
}

/** A step as somebody would write it who knows how hashes are made. */
function forged(code: string, after: EventRecord): EventRecord {
  const event = { ...after, id: 'f'.repeat(24), place: 'Chợ khác', previousHash: after.hash };
  return { ...event, hash: hashOfEvent(code, event) };
}

type Tampering = (steps: EventRecord[], code: string) => Record<string, unknown>;
const [first, second, third] = [0, 1, 2] as const;
const at = (steps: EventRecord[], place: number): EventRecord => {
  const step = steps[place];
  if (!step) throw new Error('no such step');
  return step;
};

const cases: [string, Tampering, string][] = [
  ['changed', () => ({ 'events.1.place': 'Nơi khác' }), 'step 2 (sun-drying, ID2) was changed after it was recorded'],
  ['left without its words', () => ({ 'events.1.occurredAt': null }), 'step 2 (sun-drying, ID2) was changed'],
  ['deleted', (all) => ({ events: [at(all, first), at(all, third)] }), 'what stood before step 2 (sun-drying, ID3)'],
  ['deleted at the start', (all) => ({ events: all.slice(1) }), 'its first step was removed'],
  ['deleted at the end', (all) => ({ events: all.slice(0, 1) }), 'its last step was removed, perhaps more'],
  [
    'reordered',
    (all) => ({ events: [at(all, second), at(all, first), at(all, third)] }),
    'step 1 (sun-drying, ID2) does',
  ],
  ['repeated', (all) => ({ events: [at(all, first), ...all] }), 'step 1 (sun-drying, ID1) was inserted'],
  [
    'inserted with a hash of its own',
    (all, code) => ({ events: [at(all, first), forged(code, at(all, first)), at(all, second), at(all, third)] }),
    'step 2 (sun-drying, ffffffffffffffffffffffff) was inserted',
  ],
  [
    'inserted without one',
    (all) => ({
      events: [at(all, first), { ...at(all, second), id: 'e'.repeat(24) }, at(all, second), at(all, third)],
    }),
    'step 2 (sun-drying, eeeeeeeeeeeeeeeeeeeeeeee)',
  ],
  [
    'added at the end',
    (all, code) => ({ events: [...all, forged(code, at(all, third))] }),
    'step 4 (sun-drying, ffffffffffffffffffffffff) was inserted',
  ],
  ['taken away whole', () => ({ events: [] }), 'the facts of its registration were changed, or its first step'],
  ['made into something else', () => ({ events: 'none' }), 'it cannot be read'],
  ['made into nothing', () => ({ 'events.1': null }), 'it cannot be read'],
];

describe('examineHistories', () => {
  it('finds nothing wrong with what the program wrote', async () => {
    expect(await faultOf((await aHistory()).code)).toBeNull();
    expect(await faultOf((await aBatchOf(farmer, product)).code)).toBeNull();
  });

  it.each(cases)('names the first broken link when a step was %s', async (_what, tamper, words) => {
    const { code, steps } = await aHistory();
    await write(code, tamper(steps, code));
    const said = steps.reduce((text, { id }, place) => text.replace(`ID${place + 1}`, id), words);
    expect(await faultOf(code)).toContain(said);
  });

  it('sees what stands beside the history and says otherwise', async () => {
    const { code } = await aHistory();
    await write(code, { state: 'recalled' });
    expect(await faultOf(code)).toContain('its state or its inspection');
    expect((await now(code)).chain).toEqual({ ok: false, firstBroken: 'state' });
  });
});

describe('what no hash in a batch can hold', () => {
  it('is found where it says something else: a photo that was replaced or taken away', async () => {
    const { code } = await aBatchOf(farmer, product);
    const { id } = await keepImage(await aPhoto(90, 60), farmer.sellerId ?? '', noon);
    const step = { stage: 'sun-drying', occurredAt: noon, photoIds: [id] };
    const event = await recordEvent(farmer, code, step, noon);
    await recordEvent(farmer, code, { ...step, photoIds: [], place: 'Kho' }, noon);
    expect(await faultOf(code)).toBeNull();
    const name = `${id}-1280.webp`;
    await removeFile(name);
    await writeFile(name, await aPhoto(91, 60));
    const said = `a photo of step 1 (sun-drying, ${event.id}) is not the one that was recorded with it`;
    expect(await faultOf(code)).toBe(said);
    await removeFile(name);
    expect(await faultOf(code)).toBe(said);
    await write(code, { 'events.0.photoHashes': [''] });
    expect(await faultOf(code)).toContain('step 1 (sun-drying');
    await write(code, { 'events.0.photoHashes': [] });
    expect(await faultOf(code)).toContain('was changed after it was recorded');
  });

  it.each<[string, (row: StockRow) => Partial<StockRow>]>([
    ['more on hand', ({ onHand, free }) => ({ onHand: onHand + 5, free: free + 5 })],
    ['fewer on hand', ({ onHand, free }) => ({ onHand: onHand - 1, free: free - 1 })],
    ['more sold', ({ sold }) => ({ sold: sold + 1 })],
    ['more free than is held for nobody', ({ free }) => ({ free: free + 1 })],
  ])('is found where it says something else: %s than was made', async (_what, change) => {
    const { code } = await aBatchOf(farmer, product);
    const { id, packId } = await recordEvent(farmer, code, packing(product, 7), noon).then((event) => ({
      id: event.id,
      packId: product.packs[0]?.id ?? '',
    }));
    await writeOff(farmer, code, { packId, count: 2, reason: 'spoilt', occurredAt: noon }, noon);
    await correctEvent(farmer, code, { eventId: id, reason: 'đếm nhầm', packs: [{ packId, count: 6 }] }, noon);
    expect(await faultOf(code)).toBeNull();
    const { stock } = await BatchModel.findOne({ code }).lean().orFail();
    await write(code, { stock: stock.map((row) => ({ ...row, ...change(row) })) });
    expect(await faultOf(code)).toBe(`its stock of pack ${packId} is not what its history says`);
  });
});

describe('npm run histories', () => {
  it('prints each broken batch and ends with 1', async () => {
    const { code } = await aHistory();
    await write(code, { 'events.0.place': 'Nơi khác' });
    const { exit, printed } = await run();
    expect(exit).toBe(1);
    expect(printed).toMatch(new RegExp(`^${code}: step 1 \\(sun-drying, [0-9a-f]{24}\\) was changed`, 'm'));
    expect(printed).toMatch(/^database mongodb:\/\//m);
    expect(printed).toMatch(/^\d+ batches, \d+ steps: \d+ broken\n$/m);
  });

  it('refuses a database that is not there, and makes none', async () => {
    const absent = path.join(tmpdir(), `absent-${randomUUID()}`);
    const { exit, printed } = await run({ DATA_DIR: absent });
    expect(exit).toBe(1);
    expect(printed).toContain(`There is no database in ${absent}`);
    expect(existsSync(path.join(absent, 'embedded.lmdb'))).toBe(false);
  });
});

function ours(): Record<string, string> {
  const uri = new URL(inject('mongodbUri'));
  uri.pathname = mongoose.connection.name;
  return { MONGODB_URI: uri.href };
}

function run(settings = ours()): Promise<{ exit: number; printed: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
  return new Promise((resolve) => {
    const command = ['--import', 'tsx', 'server/commands/histories.ts'];
    execFile(process.execPath, command, { cwd: fromRoot(), env }, (error, printed, complaint) =>
      resolve({ exit: Number(error?.code ?? 0), printed: printed + complaint }),
    );
  });
}

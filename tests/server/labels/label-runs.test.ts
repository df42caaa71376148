import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import {
  createLabelRun,
  getLabelRun,
  labelFile,
  listLabelRuns,
  voidLabelRun,
} from '../../../server/labels/label-runs.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { readUnitSerial } from '../../../server/traceability/unit-serial.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { cellsOf, decode, see, times } from '../press/pictures.ts';
import { aBatchOf, goods, refusal, someGoods, stocked } from '../traceability/makers.ts';
import { aRun, settings, wantedRun } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
let household: Actor;
let product: Product;
const csv = { kind: 'csv', dpi: 203 } as const;
const pdf = { kind: 'pdf', dpi: 203 } as const;
const batch = () => aBatchOf(household, product);
const lines = async (actor: Actor, id: string) =>
  (await labelFile(actor, id, csv, settings))
    .toString('utf8')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');

const addresses = async (actor: Actor, id: string) =>
  (await labelFile(actor, id, csv, settings))
    .toString('utf8')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[1] ?? '');

beforeAll(async () => {
  commune = await aCommune();
  household = commune.household.actor;
  product = await someGoods(household);
});

describe('a run of labels', () => {
  it('is not for those who do not act for the seller', async () => {
    const { code } = await batch();
    expect(await refusal(aRun(commune.stranger.actor, code, 1))).toMatchObject({
      kind: 'missing',
      code: 'batch-not-found',
    });
    expect(await refusal(aRun(commune.neighbour.actor, code, 1))).toMatchObject({ kind: 'missing' });
    expect(await refusal(aRun(commune.officer.actor, code, 1))).toMatchObject({ kind: 'forbidden', code: 'not-yours' });
    const run = await aRun(household, code, 1);
    expect(await refusal(getLabelRun(commune.stranger.actor, run.id))).toMatchObject({ code: 'label-run-not-found' });
    expect(await refusal(voidLabelRun(commune.otherCooperative.actor, run.id, noon))).toMatchObject({
      code: 'label-run-not-found',
    });
    expect(await refusal(voidLabelRun(commune.officer.actor, run.id, noon))).toMatchObject({ code: 'not-yours' });
    expect(await refusal(getLabelRun(household, 'nonsense'))).toMatchObject({ code: 'label-run-not-found' });
  });

  it('names what does not go together', async () => {
    const { code } = await batch();
    const wrong = { template: 'brocade-tag-62x70', stock: 'roll-35x22-2-w72', startAt: 9 };
    expect((await refusal(aRun(household, code, 1, wrong))).pointers).toEqual(['/template', '/stock', '/startAt']);
    expect(
      (await refusal(aRun(household, code, 1, { template: 'carton-100x140', stock: 'tomy-126' }))).pointers,
    ).toEqual(['/serials']);
    expect((await refusal(aRun(household, code, 10_001))).pointers).toEqual(['/count']);
    expect(await refusal(aRun(household, code, 1, { template: 'nothing' }))).toMatchObject({
      code: 'label-template-not-found',
    });
    const long = { ...settings, publicUrl: `https://${'mot-ten-mien-rat-dai.'.repeat(10)}vn` };
    const small = wantedRun(code, 1, { template: 'thermal-35x22', stock: 'roll-35x22-2-w72' });
    expect(await refusal(createLabelRun(household, small, long, noon))).toMatchObject({ code: 'label-code-too-small' });
    expect(await listLabelRuns(household, code)).toEqual([]);
  });

  it('takes unit numbers that nobody else has, in order', async () => {
    const { code } = await batch();
    const runs = await Promise.all(Array.from({ length: 5 }, () => aRun(household, code, 7)));
    const serials = (await Promise.all(runs.map((run) => lines(household, run.id)))).flat();
    expect(new Set(serials).size).toBe(35);
    const numbers = serials.map((serial) => readUnitSerial({ code, next: 1, keys: [] }, serial, settings.labelKeys));
    expect(numbers.every((number) => number !== null)).toBe(true);
    expect(runs.every(({ state }) => state === 'ready')).toBe(true);
  });

  it('is printed by a cooperative for its members, with what the batch says', async () => {
    const { code, lot } = await stocked(household, product, 5);
    const run = await aRun(commune.cooperative.actor, code, 24);
    const bytes = await labelFile(commune.cooperative.actor, run.id, pdf, settings);
    const seen = await see(bytes);
    expect(await decode(cellsOf(seen.pages))).toEqual(await addresses(commune.cooperative.actor, run.id));
    for (const words of ['Miến dong thử', lot, '16/11/2026', 'Hộ bà Lò Thị Đôi', '500'])
      expect(times(seen.text, words)).toBeGreaterThan(23);
    expect(times(seen.text, commune.household.phone)).toBe(0);
  });

  it('can be had again byte for byte, whatever changes meanwhile', async () => {
    const { code } = await batch();
    const run = await aRun(household, code, 3);
    for (const kind of ['pdf', 'html', 'zip', 'csv'] as const) {
      const once = await labelFile(household, run.id, { kind, dpi: 203 }, settings);
      const again = await labelFile(
        household,
        run.id,
        { kind, dpi: 203 },
        { labelKeys: ['another key, of which nobody knew that day'] },
      );
      expect(again.equals(once), kind).toBe(true);
    }
  });

  it('is made once for a request, however often it is sent', async () => {
    const { code } = await batch();
    const first = await aRun(household, code, 2, { requestId: 'one-request' });
    const second = await aRun(household, code, 2, { requestId: 'one-request' });
    expect(second.id).toBe(first.id);
    expect(await listLabelRuns(household, code)).toHaveLength(1);
  });

  it('prints copies side by side, and several batches on one sheet', async () => {
    const [one, two] = [await batch(), await batch()];
    const run = await aRun(household, one.code, 2, {
      copies: 2,
      parts: [
        { code: one.code, count: 2 },
        { code: two.code, count: 1 },
      ],
    });
    expect(run.total).toBe(6);
    const serials = await lines(household, run.id);
    expect(serials[0]).toBe(serials[1]);
    expect(
      serials.map(
        (serial) => readUnitSerial({ code: one.code, next: 1, keys: [] }, serial, settings.labelKeys) !== null,
      ),
    ).toEqual([true, true, true, true, false, false]);
  });

  it('prints spoilt labels again with their old numbers, and no others', async () => {
    const { code } = await batch();
    const old = await lines(household, (await aRun(household, code, 10)).id);
    const again = await aRun(household, code, 3, { parts: [{ code, count: 3, fromSerial: old[4] }] });
    expect(await lines(household, again.id)).toEqual(old.slice(4, 7));
    const beyond = aRun(household, code, 7, { parts: [{ code, count: 7, fromSerial: old[4] }] });
    expect((await refusal(beyond)).pointers).toEqual(['/count']);
    const foreign = aRun(household, code, 1, { parts: [{ code, count: 1, fromSerial: '0000ZZZZ' }] });
    expect((await refusal(foreign)).pointers).toEqual(['/fromSerial']);
  });

  it('can name the batch alone', async () => {
    const { code } = await batch();
    const run = await aRun(household, code, 2, { serials: false });
    expect((await labelFile(household, run.id, csv, settings)).toString()).toBe(
      `serial,url\r\n${`,https://TRUYXUAT.BINHLU.LAICHAU.VN/T/${code}\r\n`.repeat(2)}`,
    );
  });

  it('carries GS1 Digital Links for goods with a GTIN, if the seller chooses', async () => {
    const { code } = await batch();
    expect((await refusal(aRun(household, code, 1, { gs1: true }))).pointers).toEqual(['/gs1']);
    const coded = await addProduct(household, { ...goods(), name: 'Miến có mã', gtin: '09506000134352' }, noon);
    const own = await aBatchOf(household, coded, { lot: 'MD-2026/11' });
    const run = await aRun(household, own.code, 2, { gs1: true });
    const [first = ''] = await lines(household, run.id);
    const list = (await labelFile(household, run.id, csv, settings)).toString();
    expect(list).toContain(
      `,https://TRUYXUAT.BINHLU.LAICHAU.VN/01/09506000134352/10/${encodeURIComponent(own.lot)}/21/${first}\r\n`,
    );
    const { pages } = await see(await labelFile(household, run.id, pdf, settings));
    expect((await decode(cellsOf(pages))).slice(0, 2)).toEqual(await addresses(household, run.id));
  });

  it('can be voided; its files are then gone', async () => {
    const { code } = await batch();
    const run = await aRun(household, code, 1);
    expect((await voidLabelRun(household, run.id, noon)).state).toBe('voided');
    expect(await refusal(labelFile(household, run.id, pdf, settings))).toMatchObject({
      kind: 'gone',
      code: 'label-run-voided',
    });
  });

  it('is refused for a recalled batch', async () => {
    const { code } = await batch();
    await recallBatch(commune.cooperative.actor, code, { reason: 'ẩm', advice: 'trả lại' }, noon);
    expect(await refusal(aRun(household, code, 1))).toMatchObject({ kind: 'conflict', code: 'label-batch-recalled' });
  });
});

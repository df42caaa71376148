import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { getLabelRun, labelFile } from '../../../server/labels/label-runs.ts';
import type { MeasuredStock } from '../../../server/labels/own-stock.ts';
import {
  addOwnStock,
  getStockFor,
  listOwnStocks,
  removeOwnStock,
  stocksFor,
} from '../../../server/labels/own-stocks.ts';
import { checkStock } from '../../../server/press/stock.ts';
import { listStocks } from '../../../server/press/stocks.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { see } from '../press/pictures.ts';
import { aBatchOf, refusal, someGoods } from '../traceability/makers.ts';
import { aRun, settings } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
const measured: MeasuredStock = {
  name: 'Giấy ở chợ Tam Đường',
  paper: 'A4',
  columns: 3,
  rows: 8,
  labelWidth: 63.5,
  labelHeight: 33.9,
  marginLeft: 7.25,
  marginTop: 12.9,
  gapX: 2.5,
  gapY: 0,
};
const add = (actor: Actor, more: Partial<MeasuredStock> = {}) =>
  addOwnStock(actor, { ...measured, ...more }, null, noon);

beforeAll(async () => {
  commune = await aCommune();
});

describe('a paper that somebody measured', () => {
  it('is refused with the side that hangs over the page, and by how much', async () => {
    const { actor } = commune.cooperative;
    expect(await refusal(add(actor, { columns: 4 }))).toMatchObject({ kind: 'invalid', pointers: ['/columns'] });
    expect((await refusal(add(actor, { marginLeft: 60, rows: 9 }))).pointers).toEqual(['/columns', '/rows']);
    expect((await refusal(add(actor, { paper: 'custom' }))).pointers).toEqual(['/pageWidth', '/pageHeight']);
    expect(await refusal(add(commune.officer.actor))).toMatchObject({ kind: 'forbidden' });
  });

  it('is reckoned into a page of labels; a roll into one row, as wide as its carrier', async () => {
    const { actor } = commune.household;
    const sheet = await add(actor);
    expect(sheet).toMatchObject({ page: { width: 210, height: 297 }, pitchX: 66, pitchY: 33.9, cols: 3, rows: 8 });
    expect(checkStock(sheet)).toMatchObject({ fits: true, overlaps: false, symmetricX: true, symmetricY: true });
    expect(checkStock(await add(actor, { marginLeft: 4 }))).toMatchObject({ fits: true, symmetricX: false });
    const letter = await add(actor, { paper: 'Letter', rows: 7 });
    expect(letter.page).toEqual({ width: 215.9, height: 279.4 });
    const roll = {
      paper: 'roll',
      columns: 2,
      labelWidth: 35,
      labelHeight: 22,
      marginLeft: 1,
      gapX: 2,
      gapY: 3,
    } as const;
    expect(await add(actor, roll)).toMatchObject({
      kind: 'roll',
      page: { width: 74, height: 22 },
      rows: 1,
      marginTop: 0,
      feedGap: 3,
    });
    for (const { stock } of await listOwnStocks(actor)) await removeOwnStock(actor, stock.id);
  });

  it('of a cooperative is there for its members and for nobody else; of a household for itself and its cooperative', async () => {
    const { cooperative, household, neighbour, stranger, officer } = commune;
    const shared = await add(cooperative.actor);
    const own = await add(household.actor, { name: 'Giấy của nhà' });
    const idsFor = async (actor: Actor | null) =>
      (await stocksFor(actor)).map(({ id }) => id).filter((id) => id.startsWith('own-'));
    expect((await idsFor(household.actor)).sort()).toEqual([own.id, shared.id].sort());
    expect((await idsFor(cooperative.actor)).sort()).toEqual([own.id, shared.id].sort());
    expect(await idsFor(neighbour.actor)).toEqual([shared.id]);
    expect(await idsFor(stranger.actor)).toEqual([]);
    expect(await idsFor(officer.actor)).toEqual([]);
    expect(await stocksFor(null)).toEqual(listStocks());
    expect(await refusal(getStockFor(stranger.actor, shared.id))).toMatchObject({ code: 'label-stock-not-found' });
    expect(await refusal(removeOwnStock(household.actor, shared.id))).toMatchObject({ code: 'not-yours' });
    expect(await refusal(removeOwnStock(stranger.actor, shared.id))).toMatchObject({ code: 'label-stock-not-found' });
    expect(await refusal(removeOwnStock(household.actor, 'avery-l7159'))).toMatchObject({ kind: 'missing' });
    for (const stock of [own, shared]) await removeOwnStock(cooperative.actor, stock.id);
    expect(await idsFor(household.actor)).toEqual([]);
  });

  it('is kept once when its form is sent twice', async () => {
    const { actor } = commune.neighbour;
    const twice = [
      await addOwnStock(actor, measured, 'a-form', noon),
      await addOwnStock(actor, measured, 'a-form', noon),
    ];
    expect(twice[0]).toEqual(twice[1]);
    expect(await listOwnStocks(actor)).toHaveLength(1);
  });
});

describe('a run on one’s own paper', () => {
  it('keeps the paper’s shape after the paper is taken away', async () => {
    const { actor } = commune.household;
    const stock = await add(actor, { paper: 'custom', pageWidth: 150, pageHeight: 120, columns: 2, rows: 3 });
    const { code } = await aBatchOf(actor, await someGoods(actor));
    const { id } = await aRun(actor, code, 2, { stock: stock.id });
    await removeOwnStock(actor, stock.id);
    expect(await refusal(aRun(actor, code, 2, { stock: stock.id }))).toMatchObject({ code: 'label-stock-not-found' });
    expect((await getLabelRun(actor, id)).stock).toMatchObject({ brand: measured.name, page: { width: 150 } });
    const html = await labelFile(actor, id, { kind: 'html', dpi: 203 }, settings);
    expect(html.toString()).toContain('@page { size: 150mm 120mm; margin: 0 }');
    const { pageSize } = await see(await labelFile(actor, id, { kind: 'pdf', dpi: 203 }, settings), 72);
    expect(pageSize.width).toBeCloseTo(150, 1);
    expect(pageSize.height).toBeCloseTo(120, 1);
  });
});

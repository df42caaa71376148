import { Types } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { LabelRunModel } from '../../../server/labels/label-run.ts';
import { bringRunWordsUpToDate, listRuns } from '../../../server/labels/run-search.ts';
import { nameOlderBuyers } from '../../../server/orders/older-buyers.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { listOrders } from '../../../server/orders/orders.ts';
import { addDay } from '../../../server/provenance/scan-days.ts';
import { listScans } from '../../../server/provenance/scan-list.ts';
import { listBatches } from '../../../server/traceability/batches.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { readXlsx } from '../../support/xlsx.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { aRun } from '../labels/makers.ts';
import { aPlacedOrder, onSale, wanted } from '../orders/makers.ts';

useDatabase();

const { browser } = testApp();
let commune: Commune;
let placed: Awaited<ReturnType<typeof aPlacedOrder>>;

beforeAll(async () => {
  commune = await aCommune();
  placed = await aPlacedOrder(commune.household.actor, wanted);
  await onSale(commune.stranger.actor, 3);
});

type Who = keyof Omit<Commune, 'sellers'>;
const get = (who: Who, path: string) => browser().get(path).set('Authorization', `Bearer ${commune[who].token}`);

const lists = ['/lo', '/don-hang', '/tien-ve', '/thanh-vien', '/hop-thu', '/nhat-ky', '/dot-in', '/luot-quet'];

describe.each(lists)('the list %s', (path) => {
  it('can be looked through, and goes to a spreadsheet, by its address', async () => {
    const { text } = await get('cooperative', `${path}?q=zzz+khong+co`).expect(200);
    expect(text).toContain('value="zzz khong co"');
    for (const ending of ['xlsx', 'csv']) expect(text).toContain(`${path}.${ending}?q&#x3D;zzz+khong+co`);
    const csv = await get('cooperative', `${path}.csv`).expect(200);
    const xlsx = await get('cooperative', `${path}.xlsx`).responseType('blob').expect(200);
    const [headings = []] = readXlsx(xlsx.body).rows;
    expect(headings).toHaveLength(csv.text.split('\r\n')[0]?.split(',').length ?? 0);
    const empty = await get('cooperative', `${path}.csv?q=zzz+khong+co`).expect(200);
    expect(empty.text.trim().split('\r\n')).toHaveLength(1);
    await browser().get(`${path}.csv`).expect(303);
  });
});

describe('orders', () => {
  const numbers = async (who: Who, words: string, more = {}) =>
    (await listOrders(commune[who].actor, { limit: 50, words, ...more })).map(({ number }) => number);

  it('are found by a number’s beginning, by goods, by who sells, without marks', async () => {
    const { number, product } = placed;
    const plain = product.name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd');
    for (const words of [number, number.slice(0, 6).toLowerCase(), number.slice(2), plain, 'lo thi doi']) {
      expect(await numbers('officer', words), words).toContain(number);
      expect(await numbers('household', words), words).toContain(number);
      expect(await numbers('stranger', words), words).not.toContain(number);
    }
    expect(await numbers('officer', 'khong ai ban')).toEqual([]);
  });

  it('are found by their buyer by who sells alone, until the buyer is forgotten', async () => {
    const { number } = placed;
    for (const words of ['nguyen lan', 'LAN', '0912 345 678', '+84912345678', '5678']) {
      expect(await numbers('household', words), words).toContain(number);
      expect(await numbers('cooperative', words), words).toContain(number);
      expect(await numbers('officer', words), words).toEqual([]);
      expect(await numbers('neighbour', words), words).toEqual([]);
    }
    const { buyerWords } = (await OrderModel.findOne({ number }).lean()) ?? {};
    expect(buyerWords).toContain('nguyen');
  });

  it('from before there was a search are found by their buyer, but for whom somebody forgot', async () => {
    const [old, forgotten] = [
      await aPlacedOrder(commune.household.actor, wanted),
      await aPlacedOrder(commune.household.actor, wanted),
    ];
    const both = { number: { $in: [old.number, forgotten.number] } };
    await OrderModel.collection.updateMany(both, { $unset: { buyerWords: 1 } });
    await OrderModel.updateOne({ number: forgotten.number }, { $set: { buyer: null } });
    expect(await numbers('household', 'nguyen lan')).not.toContain(old.number);
    await nameOlderBuyers();
    expect(await numbers('household', 'nguyen lan')).toContain(old.number);
    expect((await OrderModel.findOne({ number: forgotten.number }).lean())?.buyerWords).toBeUndefined();
    await OrderModel.deleteMany(both);
  });

  it('are narrowed to the days they were placed on, and to a list', async () => {
    const on = (since: string, until: string) => ({ since: new Date(since), until: new Date(until) });
    const [in16, before] = [on('2026-11-15T17:00:00Z', '2026-11-16T17:00:00Z'), on('2026-11-01', '2026-11-02')];
    expect(await numbers('officer', '', in16)).toContain(placed.number);
    expect(await numbers('officer', '', before)).toEqual([]);
    expect(await numbers('officer', placed.number, { list: 'unpaid' })).toEqual([placed.number]);
    expect(await numbers('officer', placed.number, { list: 'delivered' })).toEqual([]);
  });

  it('are turned over whole, each once, whatever narrows them', async () => {
    for (let n = 0; n < 6; n += 1) await aPlacedOrder(commune.neighbour.actor, wanted);
    const all = await numbers('cooperative', '');
    expect(all).toHaveLength(7);
    const days = { since: new Date('2026-11-15T17:00:00Z') };
    for (const more of [{}, days]) {
      const seen: string[] = [];
      for (let after: string | undefined; ; after = seen.at(-1)) {
        const page = await listOrders(commune.cooperative.actor, { limit: 2, ...more, ...(after && { after }) });
        seen.push(...page.map(({ number }) => number));
        if (page.length < 2) break;
      }
      expect(seen.sort()).toEqual(all.toSorted());
    }
  });

  it('go to a spreadsheet with numbers as text and money as numbers', async () => {
    const { body } = await get('household', '/don-hang.xlsx?xem=tat-ca').responseType('blob').expect(200);
    const line = readXlsx(body).rows[1] ?? [];
    expect(line[0]).toEqual({ text: placed.number, format: '@' });
    expect(line[8]).toMatchObject({ number: placed.order.totalVnd });
    const officer = await get('officer', '/don-hang.csv?xem=tat-ca').expect(200);
    expect(officer.text).toContain(placed.number);
    expect(officer.text).not.toContain('Nguyễn Thị Lan');
  });
});

describe('batches', () => {
  const codes = async (who: Who, words: string, more = {}) =>
    (await listBatches(commune[who].actor, { limit: 50, words, ...more })).map(({ code }) => code);

  it('are found by code, lot, goods and maker, by whom they are to be seen', async () => {
    const { code, lot } = placed.batch;
    for (const words of [code.toLowerCase().slice(0, 5), lot, placed.product.name, 'ba lo thi doi']) {
      expect(await codes('officer', words), words).toContain(code);
      expect(await codes('stranger', words), words).not.toContain(code);
    }
    expect(await codes('officer', code, { until: new Date('2026-11-01') })).toEqual([]);
    expect(await codes('officer', code, { since: new Date('2026-11-01') })).toEqual([code]);
  });
});

describe('runs of labels', () => {
  const ids = async (who: Who, words: string, more = {}) =>
    (await listRuns(commune[who].actor, { limit: 50, words, ...more })).map(({ id }) => id);

  it('are found by code, lot, goods and seller, by whom they are to be seen, older ones too', async () => {
    const { code, lot } = placed.batch;
    const { id } = await aRun(commune.household.actor, code, 3);
    const older = await aRun(commune.household.actor, code, 2);
    await LabelRunModel.collection.updateOne({ _id: new Types.ObjectId(older.id) }, { $unset: { words: 1 } });
    await bringRunWordsUpToDate();
    const plain = placed.product.name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd');
    for (const words of ['', code.toLowerCase().slice(0, 5), lot, plain, 'lo thi doi']) {
      for (const who of ['officer', 'household', 'cooperative'] as const)
        expect(await ids(who, words), `${who} ${words}`).toEqual([older.id, id]);
      for (const who of ['stranger', 'neighbour'] as const) expect(await ids(who, words), who).toEqual([]);
    }
    expect(await ids('officer', 'khong ai in')).toEqual([]);
    expect(await ids('household', '', { state: 'voided' })).toEqual([]);
    expect(await ids('household', '', { until: new Date('2026-11-01') })).toEqual([]);
    expect(await ids('household', code, { limit: 1, after: older.id })).toEqual([id]);
    expect(await ids('household', '', { limit: 1, after: 'khong-phai-ma' })).toEqual([older.id]);
    const { text } = await get('household', '/dot-in.csv').expect(200);
    expect(text.split('\r\n')[1]).toContain(`Đã in,${placed.product.name},${code},${lot},`);
    expect((await get('officer', '/dot-in?xem=ready').expect(200)).text).toContain(`href="/nhan/${id}"`);
  });
});

describe('scans', () => {
  it('are listed day by day, by whom they are to be seen, and turned over whole', async () => {
    const { id: productId, name } = placed.product;
    const days = ['2026-11-14', '2026-11-15', '2026-11-16'];
    for (const day of days) await addDay({ _id: `${day} ${productId}`, productId, people: 3, previews: 1, robots: 2 });
    const listed = async (who: Who, more = {}) => {
      const wanted = { from: null, to: null, after: null, words: '', limit: 50, ...more };
      return (await listScans(commune[who].actor, wanted)).map(({ day }) => day);
    };
    for (const words of ['', name, 'lo thi doi']) {
      for (const who of ['officer', 'household', 'cooperative'] as const)
        expect(await listed(who, { words }), who).toEqual(days.toReversed());
      expect(await listed('stranger', { words })).toEqual([]);
    }
    expect(await listed('officer', { from: '2026-11-15', to: '2026-11-15' })).toEqual(['2026-11-15']);
    expect(await listed('household', { limit: 1, after: `2026-11-16 ${productId}` })).toEqual(['2026-11-15']);
    const { text } = await get('household', '/luot-quet.csv').expect(200);
    expect(text.split('\r\n')[1]).toMatch(/2026.*,3,1,2$/);
  });
});

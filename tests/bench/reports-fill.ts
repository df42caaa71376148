import { Types } from 'mongoose';
import { EntryModel } from '../../server/audit/entry.ts';
import { LabelRunModel } from '../../server/labels/label-run.ts';
import { runWords } from '../../server/labels/run-search.ts';
import { OrderModel } from '../../server/orders/order-record.ts';
import { DoubtModel } from '../../server/provenance/doubt.ts';
import { ScanDayModel } from '../../server/provenance/scan-day.ts';
import { BatchModel } from '../../server/traceability/batch-record.ts';

const at = new Date('2026-11-16T05:00:00Z');

/** Whose all of it is. */
interface Goods {
  sellerId: string;
  productId: string;
}

/** Orders, batches, runs of labels, doubts, scans and changes from the `from`th to the `until`th, each an hour older than the one before. */
export async function fill(goods: Goods, from: number, until: number): Promise<void> {
  for (let start = from; start < until; start += 200) {
    const numbers = Array.from({ length: Math.min(200, until - start) }, (_, n) => start + n);
    await OrderModel.collection.insertMany(numbers.map((n) => anOrder(n, goods)));
    await BatchModel.collection.insertMany(numbers.map((n) => aBatch(n, goods)));
    await LabelRunModel.collection.insertMany(numbers.map((n) => aRun(n, goods)) as never);
    await DoubtModel.collection.insertMany(numbers.map((n) => aDoubt(n, goods)) as never);
    await ScanDayModel.collection.insertMany(numbers.map((n) => aScanDay(n, goods)) as never);
    await EntryModel.collection.insertMany(numbers.map((n) => anEntry(n, goods)) as never);
  }
}

const placed = (n: number): Date => new Date(at.getTime() - n * 60 * 60_000);
export const padded = (n: number): string => String(n).padStart(7, '0');

const anOrder = (n: number, { sellerId, productId }: Goods) => {
  const when = placed(n);
  const steps = ['placed', 'paid', 'packed', 'delivered'];
  const item = { packId: 'g', productId, name: 'Miến', packName: 'Gói', quantity: 1, priceVnd: 60_000, taken: [] };
  return {
    _id: Types.ObjectId.createFromTime(Math.floor(when.getTime() / 1000)),
    number: `N${padded(n)}`,
    sellerId,
    state: 'delivered',
    items: [item],
    buyer: { name: 'Nguyễn Thị Hoa', phone: '+84912345678', address: null },
    buyerWords: ['nguyen', 'thi', 'hoa', '0912345678', '5678'],
    delivery: { method: 'ship', payBy: 'vietqr' },
    shippingVnd: 0,
    totalVnd: 60_000,
    placedAt: when,
    holdsUntil: when,
    paidAt: when,
    history: steps.map((state) => ({ state, at: when, by: 'bank' })),
    due: [],
    keyHash: '',
    changedAt: when,
  };
};

const aBatch = (n: number, goods: Goods) => ({
  _id: Types.ObjectId.createFromTime(Math.floor(placed(n).getTime() / 1000)),
  ...goods,
  code: `B${padded(n)}`,
  lot: `B${padded(n)}`,
  kind: 'mien-dong',
  state: 'open',
  quantity: { value: 10, unit: 'kg' },
  producedOn: '2026-11-10',
  expiresOn: null,
  inputs: [],
  registeredPacks: [],
  limits: [],
  stock: [],
  holds: [],
  events: [],
  head: '',
  recall: null,
  gate: 'open',
  outside: false,
  certified: false,
  nextUnit: 1,
  createdAt: placed(n),
});

const idOf = (n: number) => Types.ObjectId.createFromTime(Math.floor(placed(n).getTime() / 1000));

const aRun = (n: number, { sellerId }: Goods) => {
  const code = `B${padded(n)}`;
  const part = {
    batchCode: code,
    lot: code,
    product: 'Miến dong',
    sellerId,
    gtin: null,
    first: 1,
    count: 20,
    copies: 1,
  };
  return {
    _id: idOf(n),
    state: 'ready',
    sellerIds: [sellerId],
    createdAt: placed(n),
    createdBy: 'Lò Thị Đôi',
    parts: [part],
    words: runWords([part]),
    total: 20,
    done: 20,
    seenAt: placed(n),
  };
};

// One in a hundred waits still.
const aDoubt = (n: number, { sellerId }: Goods) => ({
  _id: idOf(n),
  code: `B${padded(n)}`,
  sellerId,
  serial: null,
  message: n % 7 === 0 ? 'Tem màu lạ' : 'Mã không quét được',
  scans: null,
  place: 'Chợ phiên Tam Đường',
  contact: null,
  photoId: null,
  createdAt: placed(n),
  closedAt: n % 100 === 0 ? null : placed(n),
  closedBy: n % 100 === 0 ? null : 'HTX',
  answer: null,
});

const aScanDay = (n: number, { productId }: Goods) => ({
  _id: `${new Date(Date.UTC(2026, 10, 16) - n * 86_400_000).toISOString().slice(0, 10)} ${productId}`,
  productId,
  people: 5,
  previews: 1,
  robots: 2,
});

const anEntry = (n: number, { sellerId, productId }: Goods) => ({
  _id: `${placed(n).toISOString()}-${padded(n)}`,
  at: placed(n),
  accountId: 'a',
  name: 'Lò Thị Đôi',
  role: 'household',
  sellerId,
  path: 'POST /lo',
  route: 'POST /lo',
  things: [`B${padded(n)}`, productId],
  said: {},
  doneAt: placed(n),
});

import { setTimeout as wait } from 'node:timers/promises';
import { listProfiles } from '../../../server/catalog/profiles.ts';
import { fileComplaint } from '../../../server/complaints/complaints.ts';
import { setReceivingAccount } from '../../../server/payments/receiving-accounts.ts';
import { noon } from '../../support/services.ts';
import { type aCommune, newPhone } from './makers.ts';
import { made, once, type Program } from './visibility-making.ts';

export type Commune = Awaited<ReturnType<typeof aCommune>>;

/** Everything that belongs to one household and can be asked for, each made on first use, through the machine routes. */
export interface Things {
  sellerId: string;
  product: () => Promise<{ id: string; packId: string }>;
  batch: () => Promise<string>;
  event: () => Promise<string>;
  /** A code that was set aside for the household's phone, another one each time. */
  heldCode: () => Promise<string>;
  recalled: () => Promise<string>;
  /** A batch that is kept from sale by what was measured. */
  kept: () => Promise<string>;
  /** Two labels of the first template, on a stock that holds it. */
  wantedRun: () => Promise<object>;
  labelRun: () => Promise<string>;
  /** The same once its files are there. */
  printedRun: () => Promise<string>;
  productLink: () => Promise<string>;
  sellerLink: () => Promise<string>;
  /** A sheet that the cooperative brought, another one each time. */
  sheet: () => Promise<string>;
  /** Placed, paid in cash at pickup. */
  order: () => Promise<string>;
  orderByTransfer: () => Promise<{ number: string; totalVnd: number }>;
  packed: () => Promise<string>;
  paid: () => Promise<string>;
  transfer: () => Promise<string>;
  /** Of an amount alone, waiting for its money. */
  sale: () => Promise<string>;
  complaint: () => Promise<string>;
  /** The version of a story that has something written in it. */
  storyVersion: (owners: StoryOwners) => Promise<number>;
  /** A consent that stands, another one each time. */
  consent: (owners: StoryOwners) => Promise<string>;
}

export type StoryOwners = 'products' | 'sellers';

export const account = '8800000001';
export const complainant = '+84912345678';
const webhook = { path: '' };

/** The household's bank account and connection; once for each commune. */
export async function openBank(household: Program, sellerId: string): Promise<void> {
  await setReceivingAccount(sellerId, { bin: '970436', number: account, holder: 'LO THI DOI' }, noon);
  const wanted = { provider: 'sepay', accounts: [account], apiKey: 'a-key-of-tests' };
  webhook.path = new URL((await made(household.post('/api/v1/bank-connections').send(wanted))).webhookUrl).pathname;
}

let number = 0;

/** Who makes the things: the household, its cooperative for recalls, a guest for orders. */
export type Makers = Record<'household' | 'cooperative' | 'guest', Program>;

/** A new set of things of the household, none of which anybody changed yet. */
export function thingsOf({ household, cooperative, guest }: Makers, sellerId: string): Things {
  const post = (path: string, body: object = {}) => made(household.post(`/api/v1${path}`).send(body));
  const named = (name: string) => `${name} ${(number += 1)}`;
  const profile = listProfiles().find(({ kind }) => kind === 'mien-dong');
  const stage = profile?.stages[0]?.id ?? '';

  const product = once(async () => {
    const packs = [{ name: 'Gói 500 g', netQuantity: { value: 500, unit: 'g' }, priceVnd: 60_000 }];
    const { id, packs: kept } = await post('/products', { name: named('Miến dong'), kind: 'mien-dong', packs });
    return { id, packId: kept[0].id as string };
  });
  const registered = async (packs: { packId: string; count: number }[]) => {
    const { id } = await product();
    const wanted = { productId: id, quantity: { value: 100, unit: 'kg' }, producedOn: '2026-11-10', packs };
    return (await post('/batches', wanted)).code as string;
  };
  const batch = once(async () => registered([{ packId: (await product()).packId, count: 50 }]));
  const placed = async (payBy: 'cash' | 'vietqr') => {
    await batch();
    const items = [{ packId: (await product()).packId, quantity: 1 }];
    const wanted = { items, buyer: { name: 'Nguyễn Lan', phone: '0912345678' }, delivery: { method: 'pickup', payBy } };
    return made(guest.post('/api/v1/orders').send(wanted));
  };
  const order = once(async () => (await placed('cash')).number as string);
  const wantedRun = once(async () => {
    const { body } = await guest.get('/api/v1/label-templates');
    const [template] = body.data;
    return { template: template.id, stock: template.stocks[0], count: 2, serials: true };
  });
  const labelRun = once(
    async () => (await post(`/batches/${await batch()}/label-runs`, await wantedRun())).id as string,
  );
  const storyOf = async (owners: StoryOwners) =>
    `/api/v1/${owners}/${owners === 'sellers' ? sellerId : (await product()).id}/story`;
  const orderByTransfer = once(async () => placed('vietqr'));
  return {
    sellerId,
    product,
    batch,
    order,
    orderByTransfer,
    wantedRun,
    event: once(async () => {
      const wanted = { stage, occurredAt: '2026-11-11T08:00:00+07:00', note: 'Trời nắng' };
      return (await post(`/batches/${await batch()}/events`, wanted)).id as string;
    }),
    sheet: async () => {
      const sheet = Buffer.from(`Tên hộ;Số điện thoại;Bản\r\n${named('Hộ')};${newPhone()};Nà Đa`);
      const sent = cooperative.post('/api/v1/imports').field('kind', 'households').attach('file', sheet, 'ho.csv');
      return (await made(sent)).id as string;
    },
    heldCode: async () => (await post('/notebook/codes', { count: 1 })).codes[0] as string,
    recalled: once(async () => {
      const code = await registered([]);
      const recall = { reason: 'Ẩm', advice: 'Trả lại' };
      await made(cooperative.post(`/api/v1/batches/${code}/recall`).send(recall));
      return code;
    }),
    kept: once(async () => {
      const code = await registered([]);
      const findings = [{ name: 'Chì', value: '9', unit: 'mg/kg', conclusion: 'failed' }];
      const wet = { stage: 'inspection', occurredAt: '2026-11-11T08:00:00+07:00', findings };
      await post(`/batches/${code}/events`, wet);
      return code;
    }),
    sale: once(async () => (await post(`/stalls/${sellerId}/sales`, { amountVnd: 25_000 })).id as string),
    labelRun,
    printedRun: once(async () => {
      const id = await labelRun();
      for (let tries = 0; tries < 100; tries += 1) {
        const { body } = await household.get(`/api/v1/label-runs/${id}`);
        if (body.state === 'ready') return id;
        if (body.state === 'failed') break;
        await wait(200);
      }
      throw new Error(`The labels were not printed: ${(await household.get(`/api/v1/label-runs/${id}`)).text}`);
    }),
    productLink: once(async () => (await post(`/products/${(await product()).id}/shop-links`, aLink())).id as string),
    sellerLink: once(async () => (await post(`/sellers/${sellerId}/shop-links`, aLink())).id as string),
    storyVersion: async (owners) => {
      const path = await storyOf(owners);
      const { draft, shown, version } = (await household.get(path)).body;
      if (draft ?? shown) return version as number;
      const change = { version, told: { vi: 'Nhà tôi làm miến.' } };
      return (await household.patch(path).send(change).expect(200)).body.version as number;
    },
    consent: async (owners) =>
      (await made(household.post(`${await storyOf(owners)}/consents`).send(aConsent()))).id as string,
    packed: once(async () => {
      await post(`/orders/${await order()}/packing`);
      return order();
    }),
    paid: once(async () => {
      const { number } = await orderByTransfer();
      await post(`/orders/${number}/payment`);
      return number as string;
    }),
    complaint: once(async () => {
      const contact = { name: 'Nguyễn Lan', phone: complainant };
      const how = { channel: 'web', sender: null, requestId: null } as const;
      return (await fileComplaint({ kind: 'other', text: 'Chờ lâu', contact }, how, noon)).code;
    }),
    transfer: once(async () => {
      const { totalVnd } = await orderByTransfer();
      const id = (number += 1) + 90_000;
      const message = { id, gateway: 'Vietcombank', transactionDate: '2026-11-16 12:00:00', accountNumber: account };
      const rest = { code: null, content: 'khong ro', transferType: 'in', transferAmount: totalVnd, accumulated: 0 };
      const more = { subAccount: null, referenceCode: `FT${id}`, description: '' };
      const proof = { authorization: 'Apikey a-key-of-tests', 'content-type': 'application/json' };
      await guest
        .post(webhook.path)
        .set(proof)
        .send(JSON.stringify({ ...message, ...rest, ...more }))
        .expect(200);
      const { body } = await household.get('/api/v1/transfers?state=review');
      return body.data[0].id as string;
    }),
  };
}

let links = 0;
export const aLink = () => ({ channel: 'shopee', url: `https://shopee.vn/mien-dong-i.1.${(links += 1)}` });

export const aConsent = (): object => ({
  person: 'Lò Thị Én',
  showsName: true,
  showsFace: false,
  way: 'in-person',
  givenOn: '2026-11-15',
});

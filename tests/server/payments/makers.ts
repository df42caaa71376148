import { createHmac } from 'node:crypto';
import type { Actor } from '../../../server/actor.ts';
import { addProduct } from '../../../server/catalog/products.ts';
import { type Order, placeOrder } from '../../../server/orders/orders.ts';
import type { BankMessage } from '../../../server/payments/bank.ts';
import { addBankConnection, type BankConnection } from '../../../server/payments/bank-connections.ts';
import { keepIntent, type WantedIntent } from '../../../server/payments/intent-opening.ts';
import { readIntent } from '../../../server/payments/intent-record.ts';
import { type Intent, openIntent } from '../../../server/payments/intents.ts';
import { findReceivingAccount, setReceivingAccount } from '../../../server/payments/receiving-accounts.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { registerBatch } from '../../../server/traceability/batches.ts';
import { noon } from '../../support/services.ts';
import type { Agent } from '../identity/browsers.ts';
import { aCommune } from '../identity/makers.ts';

let numbers = 8_800_000_000;
export const newNumber = (): string => String((numbers += 1));

/** A pack of miến that the actor sells at 60,000 đồng, with so many in one batch. */
export async function aPack(actor: Actor, count: number, priceVnd = 60_000): Promise<string> {
  const pack = { name: 'Gói 500 g', netQuantity: { value: 500, unit: 'g' }, priceVnd };
  const product = await addProduct(actor, { name: 'Miến dong', kind: 'mien-dong', packs: [pack] }, noon);
  const packId = product.packs[0]?.id ?? '';
  const quantity = { value: 100, unit: 'kg' };
  const packs = [{ packId, count }];
  await registerBatch(actor, { productId: product.id, quantity, producedOn: '2026-11-10', packs }, noon);
  return packId;
}

/** The seller's account at Vietcombank. */
export const anAccount = (sellerId: string, number = newNumber()) =>
  setReceivingAccount(sellerId, { bin: '970436', number, holder: 'Lò Thị Mẫu' }, noon);

export const connectionSecret = 'a-signing-secret-of-tests';

/** A SePay connection for the actor's account. */
export const aConnection = (actor: Actor, number: string) =>
  addBankConnection(
    actor,
    { provider: 'sepay', accounts: [number], secret: connectionSecret, apiKey: 'a-key-of-tests' },
    actor.freshAt,
  );

export const anOrder = async (packId: string, at = noon, payBy: 'vietqr' | 'cash' = 'vietqr', quantity = 1) =>
  placeOrder(
    {
      items: [{ packId, quantity }],
      buyer: { name: 'Nguyễn Văn Mua', phone: '+84912345678', address: null },
      delivery: { method: 'pickup', payBy },
      note: null,
    },
    at,
  );

/** An order by transfer with its open intent. */
export async function aWaitingOrder(packId: string, at = noon): Promise<{ order: Order; key: string; intent: Intent }> {
  const { order, key } = await anOrder(packId, at);
  return { order, key, intent: await openIntent(order, at) };
}

/** An intent without an order, as a shop makes one through the payments API, with its code shown unless said otherwise. */
export async function aShopIntent(
  sellerId: string,
  changed: Partial<Pick<WantedIntent, 'amountVnd' | 'state' | 'description' | 'metadata' | 'request'>> = {},
  at = noon,
): Promise<Intent> {
  const account = await findReceivingAccount(sellerId, at);
  if (!account) throw new Error('The seller has no receiving account');
  const wanted: WantedIntent = {
    orderNumber: null,
    sellerId,
    amountVnd: 45_000,
    account,
    state: 'requires_action',
    lifeSeconds: 86_400,
    countsFrom: at,
    description: null,
    metadata: [],
    origin: 'key_setting',
    apiVersion: null,
    request: null,
    cause: null,
    ...changed,
  };
  return readIntent((await keepIntent(wanted, at, () => Promise.resolve(null))).record);
}

/** A commune whose household sells so many packs and has an account to be paid to. */
export async function aMarket(packs: number) {
  const commune = await aCommune();
  const { number } = await anAccount(commune.sellers.household.id);
  return { commune, number, packId: await aPack(commune.household.actor, packs) };
}

/** The same, and it hears of its money from its bank. */
export async function aConnectedMarket(packs: number) {
  const { commune, number, packId } = await aMarket(packs);
  return { commune, packId, connection: await aConnection(commune.household.actor, number) };
}

/** The transfer that a message of this connection was kept as. */
export const transferFrom = ({ id }: BankConnection, providerId: string) =>
  TransferModel.findOne({ key: `${id}:${providerId}` })
    .lean()
    .orFail();

let ids = 1000;

/** The bank's message that pays an intent, unless something about it is changed. */
export const aMessageFor = (intent: Intent, changed: Partial<BankMessage> = {}): BankMessage => ({
  providerId: String((ids += 1)),
  amountVnd: intent.amountVnd,
  accountNumber: intent.account.number,
  subAccount: null,
  content: `MBVCB.3278907687.${intent.reference}.CT tu 0123 NGUYEN VAN MUA`,
  // Each transfer has its own: a second telling of one has the first one's.
  reference: `MBVCB.3278${ids}`,
  receivedAt: null,
  ...changed,
});

/** A program connects its SePay account to the market: the connection and the path of its webhook. */
export async function connectSepay(program: Agent, number: string): Promise<{ id: string; webhook: string }> {
  const wanted = { provider: 'sepay', accounts: [number], secret: connectionSecret, apiKey: 'a-key-of-tests' };
  const { body } = await program.post('/api/v1/bank-connections').send(wanted).expect(201);
  return { id: body.id, webhook: new URL(body.webhookUrl).pathname };
}

/** The same as SePay writes it. */
export const sepayBody = (message: BankMessage, changed: object = {}): string =>
  JSON.stringify({
    id: Number(message.providerId),
    gateway: 'Vietcombank',
    transactionDate: '2026-11-16 12:00:30',
    accountNumber: message.accountNumber,
    code: null,
    content: message.content,
    transferType: 'in',
    transferAmount: message.amountVnd,
    accumulated: 0,
    subAccount: message.subAccount,
    referenceCode: message.reference,
    description: '',
    ...changed,
  });

export const sepayProof = (body: string, at: Date, secret = connectionSecret): Record<string, string> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'X-SePay-Timestamp': timestamp, 'X-SePay-Signature': `sha256=${mac}`, 'Content-Type': 'application/json' };
};

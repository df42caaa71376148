import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { succeedIntents } from '../../../../server/payments/intents.ts';
import { startTelling } from '../../../../server/payments/stripe/deliver.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon, testConfig } from '../../../support/services.ts';
import { aCommune } from '../../identity/makers.ts';
import { anAccount, aPack, aWaitingOrder } from '../makers.ts';
import { aReceiver, type Receiver } from './receiver.ts';

useDatabase();

let receiver: Receiver;
let packId: string;

beforeAll(async () => {
  receiver = await aReceiver();
  const commune = await aCommune();
  await anAccount(commune.sellers.household.id);
  packId = await aPack(commune.household.actor, 100);
});
afterAll(() => receiver.stop());
beforeEach(() => {
  receiver.received.length = 0;
});

const config = () => ({
  ...testConfig(),
  payments: { apiKey: null, defaultSeller: null, webhookUrl: receiver.url, webhookSecret: 'whsec_of_tests' },
});
const typeOf = ({ body }: Receiver['received'][number]) => (JSON.parse(body) as { type: string }).type;

describe('the telling that runs beside everything', () => {
  let stop: (() => Promise<void>) | null = null;
  const errors: unknown[] = [];
  const start = () => {
    stop = startTelling({ config: config(), now: () => noon }, (error) => errors.push(error));
  };
  afterEach(async () => {
    await stop?.();
    stop = null;
    expect(errors).toEqual([]);
  });

  async function until(isSo: () => boolean): Promise<void> {
    for (let tries = 0; tries < 100 && !isSo(); tries += 1) await wait(20);
  }

  it('delivers within moments of what happened, without being asked', async () => {
    start();
    await wait(30);
    await aWaitingOrder(packId);
    await until(() => receiver.received.length === 2);
    expect(receiver.received.map((one) => typeOf(one)).sort()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
    ]);
  });

  it('holds nothing and nobody up while the receiver is silent', async () => {
    const silent: (() => void)[] = [];
    receiver.answer = (response) => silent.push(() => response.writeHead(200).end());
    start();
    const { intent } = await aWaitingOrder(packId);
    await until(() => receiver.received.length === 2);
    const began = Date.now();
    await succeedIntents([{ number: intent.orderNumber ?? '', transfer: 'transfer', at: noon }]);
    expect(Date.now() - began).toBeLessThan(1000);
    await until(() => receiver.received.length === 3);
    expect(receiver.received.map((one) => typeOf(one))).toContain('payment_intent.succeeded');
    for (const answer of silent) answer();
  });
});

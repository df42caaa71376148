import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '../../../../server/database/connection.ts';
import { startTelling } from '../../../../server/payments/stripe/deliver.ts';
import { fromRoot } from '../../../../server/root.ts';
import { noon, testConfig } from '../../../support/services.ts';
import { minutesAfter } from '../../identity/makers.ts';
import type { LastWord } from './events-child.ts';
import { aReceiver, type Receiver } from './receiver.ts';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-events-'));
let receiver: Receiver;
const endings: (() => Promise<void>)[] = [];

beforeAll(async () => {
  receiver = await aReceiver();
});
afterAll(async () => {
  for (const end of endings) await end();
  await receiver.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The program again on the same data, a minute later. */
async function startAgain(): Promise<void> {
  const disconnect = await connectDatabase({ mongodbUri: null, dataDir });
  const payments = { apiKey: null, defaultSeller: null, webhookUrl: receiver.url, webhookSecret: 'whsec_of_tests' };
  const services = { config: { ...testConfig(), payments }, now: () => minutesAfter(noon, 1) };
  const stopTelling = startTelling(services, (error) => console.error(error));
  endings.push(stopTelling, disconnect);
}

const read = ({ body, headers }: Receiver['received'][number]) =>
  new Stripe('sk_test_of_nobody').webhooks.constructEvent(
    body,
    String(headers['stripe-signature']),
    'whsec_of_tests',
    300,
    undefined,
    noon.getTime(),
  );

it('tells that an intent was paid although the process died between the money and the telling', async () => {
  receiver.answer = () => undefined;
  const dying = fork(fromRoot('tests/server/payments/stripe/events-child.ts'), [dataDir, receiver.url], {
    execArgv: ['--import', 'tsx'],
  });
  const [[word], [, signal]] = await Promise.all([once(dying, 'message'), once(dying, 'exit')]);
  const { intent } = word as LastWord;
  expect(signal).toBe('SIGKILL');
  expect(receiver.received.map((one) => read(one).type)).not.toContain('payment_intent.succeeded');

  receiver.received.length = 0;
  receiver.answer = (response) => response.writeHead(200).end();
  await startAgain();
  for (let tries = 0; tries < 300 && receiver.received.length < 3; tries += 1) await wait(50);
  const events = receiver.received.map((one) => read(one));
  expect(events.map(({ type }) => type).sort()).toEqual([
    'payment_intent.created',
    'payment_intent.requires_action',
    'payment_intent.succeeded',
  ]);
  const paid = events.find(({ type }) => type === 'payment_intent.succeeded');
  expect(paid?.data.object).toMatchObject({ id: intent, status: 'succeeded', amount_received: 60_000 });
}, 60_000);

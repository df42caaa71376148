import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { claimDelivery, deliver } from '../../../../server/payments/stripe/deliveries.ts';
import { EventModel } from '../../../../server/payments/stripe/event.ts';
import { keepDueEvents } from '../../../../server/payments/stripe/events.ts';
import { formKey, noon, testApp } from '../../../support/app.ts';
import { useDatabase } from '../../../support/database.ts';
import { type Agent, signIn } from '../../identity/browsers.ts';
import { aCommune, type Commune } from '../../identity/makers.ts';
import { anAccount, aPack, aWaitingOrder } from '../makers.ts';
import { aReceiver, type Receiver } from './receiver.ts';

useDatabase();

const path = '/su-kien-thanh-toan';
let receiver: Receiver;
let market: ReturnType<typeof testApp>;
let commune: Commune;
let officer: Agent;
let ids: string[];

beforeAll(async () => {
  receiver = await aReceiver();
  const payments = {
    apiKey: null,
    defaultSeller: null,
    webhookUrl: `${receiver.url}?token=of-the-shop`,
    webhookSecret: 'whsec_of_tests',
  };
  market = testApp({ payments });
  commune = await aCommune();
  await anAccount(commune.sellers.household.id);
  await aWaitingOrder(await aPack(commune.household.actor, 10));
  await keepDueEvents(tellingOf(market.services.config), noon);
  ids = (await EventModel.find().sort({ type: 1 }).lean()).map(({ _id }) => _id);
  officer = await signedIn('officer');
});
afterAll(() => receiver.stop());
beforeEach(() => {
  receiver.received.length = 0;
});

const signedIn = (who: 'officer' | 'cooperative') => signIn(market.browser(), commune[who]);

async function deliverAll(): Promise<void> {
  const shop = { url: receiver.url, secret: 'whsec_of_tests', publicOnly: false };
  for (;;) {
    const event = await claimDelivery(market.clock.now);
    if (event === null) return;
    await deliver(event, shop, () => market.clock.now);
  }
}

describe('/su-kien-thanh-toan', () => {
  it('is the officer’s alone', async () => {
    const cooperative = await signedIn('cooperative');
    await cooperative.get(path).expect(403);
    await cooperative.get(`${path}/${ids[0]}`).expect(403);
    await cooperative.post(`${path}/${ids[0]}`).expect(403);
    await officer.get(`${path}/evt_none`).expect(404);
  });

  it('shows events that nobody has tried to deliver yet', async () => {
    const { text } = await officer.get(path).expect(200);
    expect(text.match(/\/su-kien-thanh-toan\/evt_/g)).toHaveLength(ids.length);
    await officer.get(`${path}/${ids[0]}`).expect(200);
  });

  it('says in words why an event has not arrived, and lists those that were given up', async () => {
    receiver.answer = (response) => response.writeHead(503).end();
    await deliverAll();
    const { text: all } = await officer.get(path).expect(200);
    expect(all).toContain('Nơi nhận từ chối: mã 503');
    expect(all).toContain(receiver.url);
    expect(all).not.toContain('of-the-shop');
    expect((await officer.get(`${path}?loai=given-up`)).text).not.toContain('mã 503');
    await EventModel.updateOne({ _id: ids[0] }, { $set: { 'delivery.state': 'given-up' } });
    const { text } = await officer.get(`${path}?loai=given-up`).set('Accept-Language', 'en').expect(200);
    expect(text).toContain('The receiver refused it: status 503');
    expect(text.match(/\/su-kien-thanh-toan\/evt_/g)).toHaveLength(1);
  });

  it('sends an event again by a button, once however often it is pressed', async () => {
    receiver.answer = (response) => response.writeHead(200).end();
    const page = await officer.get(`${path}/${ids[0]}`).expect(200);
    expect(page.text).toContain(`&quot;id&quot;: &quot;${ids[0]}&quot;`);
    const press = () =>
      officer
        .post(`${path}/${ids[0]}`)
        .type('form')
        .send({ _key: formKey(page.text) });
    await press().expect(303).expect('Location', `${path}/${ids[0]}`);
    await deliverAll();
    await press().expect(303);
    await deliverAll();
    expect(receiver.received).toHaveLength(1);
    const { text } = await officer.get(`${path}/${ids[0]}`);
    expect(text).toContain('Đã báo');
    expect(text).toContain('Nơi nhận trả lời 200');
  });
});

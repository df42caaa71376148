import mongoose, { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { log } from '../../../server/http/log.ts';
import { loggedError } from '../../../server/http/log-mask.ts';
import { setShownPhone } from '../../../server/identity/seller-phone.ts';
import { eraseBuyer } from '../../../server/privacy/erasing.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { useLogLines } from '../../support/log-lines.ts';
import { numbersFrom, type Sought, somebody, tracesOf } from '../privacy/people.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, commune, filledCart, order } = visitors();
const lines = useLogLines('trace');
const who: Sought = somebody(numbersFrom(41), 77);

type Agent = ReturnType<typeof browser>;
const send = async (agent: Agent, path: string, fields: object) => {
  const _key = formKey((await agent.get(path)).text);
  return await agent
    .post(path)
    .type('form')
    .send({ _key, ...fields });
};

/** What people do here, with all that they type; the status says that it went the way it is meant to. */
const flows: Record<string, () => Promise<number>> = {
  'an order, first with a mistake': async () => {
    const { agent } = await filledCart();
    const fields = { name: who.name, phone: who.phone, method: 'pickup', payBy: 'cash', note: who.line };
    expect((await order(agent, { ...fields, phone: `${who.phone}99` })).status).toBe(422);
    return (await order(agent, fields)).status;
  },
  'a complaint': async () => {
    const fields = {
      kind: 'other',
      text: `${who.name} ${who.line}`,
      'contact.name': who.name,
      'contact.phone': who.phone,
    };
    return (await send(browser(), '/khieu-nai', fields)).status;
  },
  'a doubt': async () =>
    (await send(browser(), '/nghi-ngo', { message: `${who.name} bán`, place: who.line, contact: who.phone })).status,
  'a wrong sign-in': async () => (await send(browser(), '/dang-nhap', { phone: who.phone, pin: '999999' })).status,
  'a search for a buyer': async () =>
    (await browserOf(commune().household).get(`/don-hang?tim=${encodeURIComponent(who.name)}`)).status,
  'an address with a phone': async () => (await browser().get(`/t/${who.phone}`)).status,
  'a body that is no JSON': async () =>
    (await browser().post('/api/v1/orders').set('Content-Type', 'application/json').send(`{"name": ${who.name}`))
      .status,
  'a message of a bank that nobody can read': async () =>
    (
      await browser()
        .post('/webhooks/banks/sandbox/demo')
        .set('Authorization', 'Apikey sandbox')
        .send({ content: who.name })
    ).status,
  'an erasure': async () => {
    await eraseBuyer(commune().officer.actor, `+84${who.phone.slice(1)}`, noon).catch(() => {});
    await setShownPhone(
      commune().household.actor,
      commune().sellers.household.id,
      { phone: `+84${who.phone.slice(1)}` },
      noon,
    );
    const { slug } = commune().sellers.household;
    return (await browser().get(`/ho/${slug}`)).status;
  },
};

it.each(Object.entries(flows))('%s leaves nobody in the log', async (_what, flow) => {
  expect(await flow()).toBeLessThan(500);
  expect(lines.length).toBeGreaterThan(0);
  const said = lines.join('\n');
  expect(tracesOf(who, said)).toEqual([]);
  expect(said).not.toContain(commune().sellers.household.slug);
});

const taken = `+84${who.phone.slice(1)}`;
const errors: [what: string, error: () => Error][] = [
  [
    'a key that is taken',
    () =>
      new mongo.MongoServerError({
        message: `E11000 duplicate key error collection: m.accounts index: phone_1 dup key: { phone: "${taken}", name: "${who.name}" }`,
        code: 11_000,
        keyValue: { phone: taken },
      }),
  ],
  ['a text that is no number', () => new mongoose.Error.CastError('Number', `${who.name} ${who.line}`, 'quantity')],
  [
    'a body',
    () => {
      try {
        return JSON.parse(`{"name": ${who.name}}`) as Error;
      } catch (error) {
        return error as Error;
      }
    },
  ],
  ['a cause', () => new Error(`not sent to ${who.phone}`, { cause: new TypeError(`no ${taken}`) })],
];

it.each(errors)('%s is told without whom it is about', (_what, error) => {
  const told = loggedError(error());
  expect(tracesOf(who, JSON.stringify(told))).toEqual([]);
  expect(told.stack).toContain('log-people.test');
  log.error({ err: error() }, 'unexpected');
  expect(tracesOf(who, lines.join('\n'))).toEqual([]);
  expect(lines).toHaveLength(1);
});

it('tells of a mistake of ours all that helps to find it', () => {
  const told = loggedError(new TypeError("Cannot read properties of undefined (reading 'name')"));
  expect(told).toMatchObject({ type: 'TypeError', message: expect.stringContaining("(reading 'name')") });
});

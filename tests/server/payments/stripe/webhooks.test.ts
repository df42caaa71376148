import net from 'node:net';
import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postWebhook, signatureOf } from '../../../../server/payments/stripe/webhook.ts';
import { isPublicAddress, publicLookup } from '../../../../server/payments/stripe/webhook-address.ts';
import { noon } from '../../../support/services.ts';
import { aReceiver, type Receiver } from './receiver.ts';

const secret = 'whsec_of_tests';
const body = JSON.stringify({ id: 'evt_1', object: 'event', text: 'Miến dong Bình Lư' });
const signature = signatureOf(body, secret, noon);
let receiver: Receiver;

beforeAll(async () => {
  receiver = await aReceiver();
});
afterAll(() => receiver.stop());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = (response) => response.writeHead(200).end('ok');
});

const here = () => ({ url: receiver.url, publicOnly: false });
const outside = (url: string, addresses: string[] = []) => ({
  url,
  publicOnly: true,
  resolve: async () => addresses.map((address) => ({ address, family: net.isIP(address) })),
});

describe('a webhook', () => {
  it('is signed so that Stripe’s own library believes it, and no longer when a byte is changed', async () => {
    expect(await postWebhook(here(), body, signature)).toEqual({ status: 200, failure: null });
    const [got] = receiver.received;
    const { webhooks } = new Stripe('sk_test_of_nobody');
    const header = String(got?.headers['stripe-signature']);
    const read = (text: string, key: string) =>
      webhooks.constructEvent(text, header, key, 300, undefined, noon.getTime());
    expect(read(got?.body ?? '', secret)).toEqual(JSON.parse(body));
    expect(() => read(`${got?.body} `, secret)).toThrow('signature');
    expect(() => read(got?.body ?? '', 'whsec_other')).toThrow('signature');
    expect(got?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it.each([204, 299])('is delivered with status %i', async (status) => {
    receiver.answer = (response) => response.writeHead(status).end();
    expect(await postWebhook(here(), body, signature)).toEqual({ status, failure: null });
  });

  it.each([400, 404, 500, 503])('is not delivered with status %i', async (status) => {
    receiver.answer = (response) => response.writeHead(status).end();
    expect(await postWebhook(here(), body, signature)).toEqual({ status, failure: 'status' });
  });

  it('follows no redirect', async () => {
    receiver.answer = (response) => response.writeHead(307, { Location: `${receiver.url}/elsewhere` }).end();
    expect(await postWebhook(here(), body, signature)).toEqual({ status: 307, failure: 'redirect' });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('waits for a silent receiver no longer than it must', async () => {
    receiver.answer = () => undefined;
    const sent = await postWebhook({ ...here(), timeoutMs: 60 }, body, signature);
    expect(sent).toEqual({ status: null, failure: 'timeout' });
  });

  it('is not kept by an answer without an end', async () => {
    const closed = new Promise<void>((resolve) => {
      receiver.answer = (response) => {
        response.on('close', resolve).on('error', () => undefined);
        response.writeHead(200);
        const more = () => !response.destroyed && response.write('x'.repeat(64_000), () => setImmediate(more));
        more();
      };
    });
    expect(await postWebhook(here(), body, signature)).toEqual({ status: 200, failure: null });
    await closed;
  });

  it('says why there was nobody', async () => {
    const gone = await aReceiver();
    await gone.stop();
    expect((await postWebhook({ url: gone.url, publicOnly: false }, body, signature)).failure).toBe('refused');
    receiver.answer = (response) => response.destroy();
    expect((await postWebhook(here(), body, signature)).failure).toBe('broken-off');
    const unknown = { url: 'http://no-such-host.invalid/', publicOnly: false };
    expect((await postWebhook(unknown, body, signature)).failure).toBe('no-such-host');
  });
});

describe('in production a webhook', () => {
  it('goes nowhere but by https', async () => {
    expect((await postWebhook(outside('http://shop.example/hook'), body, signature)).failure).toBe('not-https');
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '169.254.169.254',
    '10.1.2.3',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[fd00::1]',
    '[fe80::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '0.0.0.0',
  ])('does not go to %s', async (host) => {
    const url = `https://${host}:${receiver.port}/`;
    expect(await postWebhook({ url, publicOnly: true }, body, signature)).toEqual({
      status: null,
      failure: 'not-public',
    });
  });

  it.each([
    [['127.0.0.1']],
    [['100.64.0.1']],
    [['192.168.1.1', '203.0.114.1']],
    [['203.0.114.1', '::1']],
    [['::ffff:10.0.0.1']],
  ])('does not go to a name that leads to %o', async (addresses) => {
    const url = `https://shop.example:${receiver.port}/`;
    expect((await postWebhook(outside(url, addresses), body, signature)).failure).toBe('not-public');
    expect(receiver.received).toEqual([]);
  });

  it('does not go to this machine by its own name', async () => {
    const url = `https://localhost:${receiver.port}/`;
    expect((await postWebhook({ url, publicOnly: true }, body, signature)).failure).toBe('not-public');
  });

  it('goes to the very address that was checked, whatever the name says a moment later', async () => {
    const answers = ['203.0.114.7', '127.0.0.1'];
    const resolve = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const address = await new Promise((found) => {
      publicLookup(resolve)('shop.example', { all: false }, (_error, got) => found(got));
    });
    expect(address).toBe('203.0.114.7');
  });
});

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '203.0.114.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'lets %s pass',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '172.31.255.255',
    '100.127.255.255',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::ffff:8.8.8.8',
    'ff02::1',
    'fc00::1',
    '2001::1',
    '2001:db8::1',
    'fe80::1%eth0',
    'shop.example',
    '',
  ])('stops %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

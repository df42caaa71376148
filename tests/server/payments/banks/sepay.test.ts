import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../../../server/payments/bank.ts';
import { bank as sepay } from '../../../../server/payments/banks/sepay/bank.ts';

const at = new Date('2026-11-16T05:00:00Z');
const message = {
  id: 92704,
  gateway: 'Vietcombank',
  transactionDate: '2026-11-16 11:59:37',
  accountNumber: '0123499999',
  code: null,
  content: 'BLK7Q2M9XW chuyen tien',
  transferType: 'in',
  transferAmount: 2277000,
  accumulated: 19077000,
  subAccount: null,
  referenceCode: 'MBVCB.3278907687',
  description: '',
};
const secrets = { apiKeyHash: hashOf('a-sepay-key'), secret: 'a-signing-secret' };
const bytes = (body: object) => Buffer.from(JSON.stringify(body));
const keyed = { authorization: 'Apikey a-sepay-key' };
const seconds = (offset = 0) => String(at.getTime() / 1000 + offset);
const signed = (body: object, timestamp = seconds(), secret = 'a-signing-secret') => ({
  'x-sepay-timestamp': timestamp,
  'x-sepay-signature': `sha256=${createHmac('sha256', secret)
    .update(`${timestamp}.${JSON.stringify(body)}`)
    .digest('hex')}`,
});
const read = (body: object, headers: Record<string, string | string[]>, known = secrets) =>
  sepay.read(bytes(body), headers, known, at);

describe('SePay is refused', () => {
  it.each([
    ['without any proof', {}],
    ['with another key', { authorization: 'Apikey another-key-' }],
    ['with the key as a Bearer', { authorization: 'Bearer a-sepay-key' }],
    ['with the key twice', { authorization: ['Apikey a-sepay-key', 'Apikey x'] }],
    ['with a signature by another secret', signed(message, seconds(), 'another')],
    ['with a signature of another message', signed({ ...message, transferAmount: 1 })],
    ['with a time more than five minutes ago', signed(message, seconds(-301))],
    ['with a time more than five minutes ahead', signed(message, seconds(301))],
    ['with a time in milliseconds', signed(message, String(at.getTime()))],
    ['without a time', { 'x-sepay-signature': signed(message)['x-sepay-signature'] }],
    ['with a wrong signature beside the right key', { ...keyed, 'x-sepay-signature': 'sha256=00' }],
  ])('%s', (_name, headers) => {
    expect(() => read(message, headers)).toThrow(expect.objectContaining({ code: 'bank-proof-wrong' }));
  });

  it('with any proof when the connection knows no secret', () => {
    const none = { apiKeyHash: null, secret: null };
    for (const headers of [keyed, signed(message, seconds(), '')]) {
      expect(() => sepay.read(bytes(message), headers, none, at)).toThrow(
        expect.objectContaining({ code: 'bank-proof-wrong' }),
      );
    }
  });

  it.each([
    ['half a đồng', { ...message, transferAmount: 1.5 }],
    ['an amount in words', { ...message, transferAmount: 'hai triệu' }],
    ['an amount of two readings', { ...message, transferAmount: '2.277' }],
    ['an amount below nothing', { ...message, transferAmount: '-1' }],
    ['no number', { ...message, id: undefined }],
    ['no account', { ...message, accountNumber: '' }],
    ['an unknown direction', { ...message, transferType: 'sideways' }],
    ['operators for values', { ...message, id: { $gt: 0 } }],
    ['a list', [message]],
  ])('for %s, after its proof was found right', (_name, body) => {
    expect(() => read(body, signed(body))).toThrow(expect.objectContaining({ code: 'bank-message-unreadable' }));
  });

  it('for what is no JSON', () => {
    expect(() => sepay.read(Buffer.from('{"id":'), keyed, secrets, at)).toThrow(
      expect.objectContaining({ code: 'bank-message-unreadable' }),
    );
  });
});

describe('SePay', () => {
  it.each([
    ['its key', keyed],
    ['its signature', signed(message)],
    ['its signature nearly five minutes late', signed(message, seconds(-299))],
  ])('is read by %s', (_name, headers) => {
    expect(read(message, headers)).toEqual({
      providerId: '92704',
      amountVnd: 2_277_000,
      accountNumber: '0123499999',
      subAccount: null,
      content: 'BLK7Q2M9XW chuyen tien',
      reference: 'MBVCB.3278907687',
      receivedAt: new Date('2026-11-16T04:59:37Z'),
    });
  });

  it.each([
    ['a number', 2_277_000],
    ['digits in a text', '2277000'],
    ['a text with cents that are none', '2277000.00'],
  ])('is read with its amount as %s', (_name, transferAmount) => {
    const body = { ...message, transferAmount };
    expect(read(body, signed(body))).toMatchObject({ amountVnd: 2_277_000 });
  });

  it('is read as a form, under the same proofs', () => {
    const form = new URLSearchParams(Object.entries(message).map(([key, value]) => [key, String(value ?? '')]));
    const headers = { ...keyed, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
    expect(sepay.read(Buffer.from(form.toString()), headers, secrets, at)).toEqual(read(message, keyed));
  });

  it('brings the code that it found itself where the content lacks it, once', () => {
    const contentOf = (changed: object) => read({ ...message, ...changed }, keyed)?.content;
    expect(contentOf({ content: 'chuyen tien', code: 'BLK7Q2M9XW' })).toBe('chuyen tien BLK7Q2M9XW');
    expect(contentOf({ code: 'BLK7Q2M9XW' })).toBe(message.content);
  });

  it('tells of no money when it goes out', () => {
    expect(read({ ...message, transferType: 'out' }, keyed)).toBeNull();
  });

  it('names a virtual account beside the real one', () => {
    expect(read({ ...message, subAccount: 'VA123' }, keyed)).toMatchObject({
      accountNumber: '0123499999',
      subAccount: 'VA123',
    });
  });

  it('is answered in its own words, whatever became of the money', () => {
    for (const outcome of ['paid', 'seen-before', 'kept-for-review', 'ignored'] as const) {
      expect(sepay.answer(outcome)).toEqual({ success: true });
    }
  });
});

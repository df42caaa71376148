import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bank as casso } from '../../../../server/payments/banks/casso/bank.ts';

// The message, checksum key and signature that Casso publishes as its sample.
const sample = {
  error: 0,
  data: {
    id: 0,
    reference: 'MA_GIAO_DICH_THU_NGHIEM',
    description: 'giao dich thu nghiem',
    amount: 599000,
    runningBalance: 25000000,
    transactionDateTime: '2024-10-03 15:06:37',
    accountNumber: '88888888',
    bankName: 'VPBank',
    bankAbbreviation: 'VPB',
    virtualAccountNumber: '',
    virtualAccountName: '',
    counterAccountName: 'NGUYEN VAN A',
    counterAccountNumber: '8888888888',
    counterAccountBankId: '970415',
    counterAccountBankName: 'VietinBank',
  },
};
const secret = 'mgExMrjj4i7a1p8Cs6LmFbpCd8lbw4sSX4LZXPag7TKazeIogtR90tvWYTkwQbvs';
const proof =
  't=1727948258788,v1=ed0a4bd2e826d5cb69988cdb141e6c1a080e21f3b57eb72cd78192220042b9e7dde0868fc667faea8e224900fa7904e7c88dfa098032fb2d6b6996856e8b7ff3';
const at = new Date(1727948258788);
const secrets = { apiKeyHash: null, secret };
const read = (body: unknown, signature: string, now = at) =>
  casso.read(Buffer.from(JSON.stringify(body)), { 'x-casso-signature': signature }, secrets, now);

describe('Casso is refused', () => {
  it.each([
    ['without a signature', ''],
    ['with a changed signature', proof.replace('v1=ed', 'v1=ee')],
    ['with another time', proof.replace('t=1727948258788', 't=1727948258789')],
    ['with a short signature', proof.slice(0, -2)],
  ])('%s', (_name, signature) => {
    expect(() => read(sample, signature)).toThrow(expect.objectContaining({ code: 'bank-proof-wrong' }));
  });

  it('for another amount under the same signature', () => {
    const changed = { ...sample, data: { ...sample.data, amount: 599_001 } };
    expect(() => read(changed, proof)).toThrow(expect.objectContaining({ code: 'bank-proof-wrong' }));
  });

  it('six minutes later', () => {
    const later = new Date(at.getTime() + 360_000);
    expect(() => read(sample, proof, later)).toThrow(expect.objectContaining({ code: 'bank-proof-wrong' }));
  });

  it('when signed but not its message', () => {
    const strange = { hello: 'there' };
    const mac = createHmac('sha512', secret)
      .update(`${at.getTime()}.${JSON.stringify(strange)}`)
      .digest('hex');
    expect(() => read(strange, `t=${at.getTime()},v1=${mac}`)).toThrow(
      expect.objectContaining({ code: 'bank-message-unreadable' }),
    );
  });

  it('for what is no JSON', () => {
    expect(() => casso.read(Buffer.from('<xml/>'), { 'x-casso-signature': proof }, secrets, at)).toThrow(
      expect.objectContaining({ code: 'bank-proof-wrong' }),
    );
  });
});

describe('Casso', () => {
  it('is read by the signature of its published sample, however its keys are ordered', () => {
    const reordered = { data: Object.fromEntries(Object.entries(sample.data).toReversed()), error: 0 };
    for (const body of [sample, reordered]) {
      expect(read(body, proof)).toEqual({
        providerId: '0',
        amountVnd: 599_000,
        accountNumber: '88888888',
        subAccount: null,
        content: 'giao dich thu nghiem',
        reference: 'MA_GIAO_DICH_THU_NGHIEM',
        receivedAt: new Date('2024-10-03T08:06:37Z'),
      });
    }
  });
});

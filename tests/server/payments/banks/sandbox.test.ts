import { expect, it } from 'vitest';
import { bank as sandbox, sandboxAuthorization } from '../../../../server/payments/banks/sandbox/bank.ts';

const body = Buffer.from(
  JSON.stringify({ id: 1, accountNumber: '1', content: 'x', transferType: 'in', transferAmount: 1000 }),
);
const none = { apiKeyHash: null, secret: null };

it('refuses the demonstration bank without its key', () => {
  for (const authorization of ['', 'Apikey', 'Apikey sandbox2', 'Bearer sandbox']) {
    expect(() => sandbox.read(body, { authorization }, none, new Date())).toThrow(
      expect.objectContaining({ code: 'bank-proof-wrong' }),
    );
  }
});

it('reads what SePay would send', () => {
  expect(sandbox.read(body, { authorization: sandboxAuthorization }, none, new Date())).toMatchObject({
    providerId: '1',
    amountVnd: 1000,
    receivedAt: null,
  });
});

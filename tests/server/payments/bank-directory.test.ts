import { Banks } from 'vietnam-qr-pay';
import { describe, expect, it } from 'vitest';
import { appBanks, deepLink, findBank, receivingBanks } from '../../../server/payments/bank-directory.ts';

describe('the bank list', () => {
  it('does not know a BIN that nobody has', () => {
    expect(findBank('000000')).toBeNull();
    expect(findBank('')).toBeNull();
    expect(findBank('__proto__')).toBeNull();
  });

  it('knows every bank of vietnam-qr-pay that has a BIN, and those it lacks', () => {
    for (const { bin, name } of Banks) if (bin) expect(findBank(bin), name).not.toBeNull();
    for (const bin of ['970459', '971005', '971011', '999888']) expect(findBank(bin)).not.toBeNull();
  });

  it('gives doubled BINs to the bank of today', () => {
    expect(findBank('970406')?.shortName).toBe('Vikki Bank');
    expect(findBank('970414')?.shortName).toBe('MBV');
    expect(findBank('970449')?.shortName).toBe('LPBank');
  });

  it('uses the codes that deep links need, each once', () => {
    const codes = receivingBanks().map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(['970415', '970422', '970418', '970405'].map((bin) => findBank(bin)?.code)).toEqual([
      'ICB',
      'MB',
      'BIDV',
      'VBA',
    ]);
  });

  it('offers no bank that cannot be paid by VietQR', () => {
    expect(receivingBanks().map(({ bin }) => bin)).not.toContain('999888');
  });
});

describe('deepLink', () => {
  it('is offered only for the five apps that fill in the form', () => {
    expect(appBanks().map(({ app }) => app)).toEqual(['acb', 'bidv', 'mb', 'ocb', 'icb']);
  });

  it('names the payee by account and bank, with amount and content', () => {
    const bank = findBank('970436');
    if (!bank) throw new Error('Vietcombank is in the list');
    const link = new URL(deepLink('mb', { bank, number: '0123499999' }, { amountVnd: 60_000, content: 'BLK7Q2M9XW' }));
    expect(link.origin + link.pathname).toBe('https://dl.vietqr.io/pay');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      app: 'mb',
      ba: '0123499999@vcb',
      am: '60000',
      tn: 'BLK7Q2M9XW',
    });
  });
});

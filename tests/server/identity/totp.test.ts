import { describe, expect, it } from 'vitest';
import { openSecret, sealSecret, sealUnder } from '../../../server/identity/sealed-secret.ts';
import { hashLookupCode, newLookupCodes, newTotpSecret, readTotp, totpUri } from '../../../server/identity/totp.ts';

// RFC 6238 appendix B, SHA-1, secret "12345678901234567890"; its eight digits cut to the last six.
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('readTotp', () => {
  it.each(['', '12345', '1234567', 'abcdef', '287083', '-87082'])('refuses %j', (code) =>
    expect(readTotp(secret, code, new Date(59_000))).toBeNull(),
  );

  it('refuses a code two steps away from now', () => {
    expect(readTotp(secret, '287082', new Date(59_000 + 60_000))).toBeNull();
  });

  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('knows the code of second %i from RFC 6238', (seconds, code) =>
    expect(readTotp(secret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30)),
  );

  it('forgives a clock that is one step off, and says which step the code was of', () => {
    expect(readTotp(secret, '287 082', new Date(59_000 + 30_000))).toBe(1);
  });
});

describe('totpUri', () => {
  it('carries what the app needs', () => {
    const uri = new URL(totpUri(newTotpSecret(), 'Lò Thị Đôi'));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.searchParams.get('issuer')).toBe('Cho Binh Lu');
    expect(uri.searchParams.get('secret')).toMatch(/^[A-Z2-7]{32}$/);
  });
});

describe('a secret that is kept', () => {
  const [account, other] = ['a1', 'b2'];
  sealUnder('the first key');
  const kept = sealSecret('JBSWY3DPEHPK3PXP', account);

  it('cannot be read without its key, and never looks the same twice', () => {
    expect(kept).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
    expect(kept).not.toContain('JBSWY3DP');
    expect(sealSecret('JBSWY3DPEHPK3PXP', account)).not.toBe(kept);
  });

  it('is opened for its account only, and by an earlier key after a new one was given', () => {
    expect(openSecret(kept, account)).toBe('JBSWY3DPEHPK3PXP');
    expect(openSecret(kept, other)).toBeNull();
    sealUnder('the second key');
    expect(openSecret(kept, account)).toBe('JBSWY3DPEHPK3PXP');
    expect(sealSecret('x', account).split('.')[1]).not.toBe(kept.split('.')[1]);
  });

  it.each([
    ['changed', kept.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['cut', kept.slice(0, -8)],
    ['under a key that is lost', kept.replace(/\.[0-9a-f]{8}\./, '.00000000.')],
    ['empty', 'v1..'],
  ])('is nothing when it is %s', (_, wrong) => {
    expect(openSecret(wrong, account)).toBeNull();
  });

  it('is nothing when its last character is any other', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = Array.from(alphabet)
      .filter((last) => !kept.endsWith(last))
      .map((last) => kept.slice(0, -1) + last);
    expect(others).toHaveLength(63);
    expect(others.filter((other) => openSecret(other, account) !== null)).toEqual([]);
  });

  it('may have been kept plainly before', () => {
    expect(openSecret('JBSWY3DPEHPK3PXP', account)).toBe('JBSWY3DPEHPK3PXP');
  });
});

describe('lookup codes', () => {
  it('are ten different ones of 120 bits', () => {
    const codes = newLookupCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('are read in any case, with or without dashes', () => {
    expect(hashLookupCode('0abc-0000-1111-2222-3333-4444')).toBe(hashLookupCode('oABCo000IIll222233334444'));
  });
});

import { parseOptions } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret, isEasyPassword, isEasyPin, verifySecret } from '../../../server/identity/password.ts';
import { rememberHashes } from '../../support/argon2.ts';

beforeAll(() => rememberHashes(false));
afterAll(() => rememberHashes(true));

describe('verifySecret', () => {
  it('refuses a wrong PIN, and any PIN where none was chosen', async () => {
    expect(await verifySecret(await hashSecret('135790'), '135791')).toBe(false);
    expect(await verifySecret(null, '135790')).toBe(false);
    expect(await verifySecret(null, 'nobody has this one')).toBe(false);
  });

  it('knows the right one again, however its marks were composed', async () => {
    const kept = await hashSecret('mật khẩu của tôi'.normalize('NFC'));
    expect(await verifySecret(kept, 'mật khẩu của tôi'.normalize('NFD'))).toBe(true);
  });

  it('does the same work for an account that does not exist (bar 8)', async () => {
    const kept = await hashSecret('135790');
    await verifySecret(null, 'warm up');
    const work = async (hash: string | null) => {
      const before = process.cpuUsage();
      for (let n = 0; n < 10; n += 1) await verifySecret(hash, '000000');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const [known, unknown] = [await work(kept), await work(null)];
    // Processor time, since the clock depends on who else uses the machine; without the hash it would be under a hundredth.
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });
});

describe('hashSecret', () => {
  it('uses argon2id with the memory and time that OWASP asks for, and a new salt each time', async () => {
    const [one, two] = [await hashSecret('135790'), await hashSecret('135790')];
    expect(one).toMatch(/^\$argon2id\$/);
    expect(parseOptions(one)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 });
    expect(one).not.toBe(two);
  });

  it('turns a crowd away instead of letting everybody wait for minutes', async () => {
    const crowd = await Promise.allSettled(Array.from({ length: 80 }, () => verifySecret(null, 'x')));
    const refused = crowd.filter((one) => one.status === 'rejected');
    expect(refused.length).toBe(80 - 66);
    expect(refused.every((one) => one.reason.code === 'sign-in-busy')).toBe(true);
    expect(await verifySecret(await hashSecret('135790'), '135790')).toBe(true);
  });
});

describe('isEasyPin', () => {
  it.each(['000000', '111111', '123456', '654321', '456789'])('says that %s is easy', (pin) =>
    expect(isEasyPin(pin)).toBe(true),
  );
  it.each(['246810', '135791', '112233', '801492'])('takes %s', (pin) => expect(isEasyPin(pin)).toBe(false));
});

describe('isEasyPassword', () => {
  it.each(['aaaaaaaa', '12345678', 'password', 'Password1', 'matkhau123', '0912345678', 'Lò Thị Đôi', 'binhlu12'])(
    'says that %s is easy',
    (password) => expect(isEasyPassword(password, ['Lò Thị Đôi', '0912345678'])).toBe(true),
  );
  it('takes a short sentence', () => expect(isEasyPassword('ba con trâu đen', ['Lò Thị Đôi'])).toBe(false));
});

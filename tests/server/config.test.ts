import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cho-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const recipient = 'age1pl4y82jeqfxqjy9tu2d9exfmw3x2y840ywdjaj4ahzqthhsgvq6stduaza';
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://cho.example',
  SESSION_SECRET: randomBytes(32).toString('hex'),
  LABEL_KEY: randomBytes(32).toString('hex'),
  LOG_KEY: randomBytes(32).toString('hex'),
};

describe('readConfig', () => {
  it('names everything that is wrong at once', () => {
    const read = () => readConfig({ PORT: 'many', MONGODB_URI: 'postgres://x', DATA_DIR: folder });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/PORT[\s\S]*MONGODB_URI|MONGODB_URI[\s\S]*PORT/);
  });

  it.each([
    ['PORT', '3e3'],
    ['PORT', '0x10'],
    ['PORT', '80.5'],
    ['PORT', '-1'],
    ['PORT', '70000'],
    ['WORKERS', 'two'],
    ['TRUST_PROXY', 'true'],
  ])('refuses %s=%s, and says what it takes', (name, text) => {
    expect(() => readConfig({ [name]: text, DATA_DIR: folder })).toThrow(
      new RegExp(`“${text}” is no whole number from 0 to \\d+[^]*${name}`),
    );
  });

  it.each(['an-toan@cho.example', 'http://cho.example/x', 'javascript:alert(1)', 'mailto:a@b.vn\nContact: x'])(
    'takes no %j to tell of holes, which no program reads as an address',
    (contact) => {
      expect(() => readConfig({ SECURITY_CONTACT: contact, DATA_DIR: folder })).toThrow('SECURITY_CONTACT is mailto');
    },
  );

  it.each<[words: string, given: Record<string, string>]>([
    ['BACKUP_TO needs BACKUP_RECIPIENT', { BACKUP_TO: '/mnt/copies' }],
    ['BACKUP_RECIPIENT is age1', { BACKUP_TO: '/mnt/copies', BACKUP_RECIPIENT: 'AGE-SECRET-KEY-1XYZ' }],
    ['needs BACKUP_ACCESS_KEY', { BACKUP_TO: 'https://store.example/copies', BACKUP_RECIPIENT: recipient }],
    ['BACKUP_TO is /a/folder', { BACKUP_TO: 'copies', BACKUP_RECIPIENT: recipient }],
    ['BACKUP_TO is /a/folder', { BACKUP_TO: 'https://me:secret@store.example/b', BACKUP_RECIPIENT: recipient }],
    ['BACKUP_TO lies in DATA_DIR', { BACKUP_TO: path.join(folder, 'copies'), BACKUP_RECIPIENT: recipient }],
    ['for the embedded engine', { BACKUP_TO: '/mnt/c', BACKUP_RECIPIENT: recipient, MONGODB_URI: 'mongodb://x/y' }],
  ])('refuses copies that would not be there when they are needed: %s', (words, given) => {
    expect(() => readConfig({ ...given, DATA_DIR: folder })).toThrow(words);
  });

  it('takes a folder, or a store with the way into it', () => {
    const read = (given: Record<string, string>) =>
      readConfig({ ...given, BACKUP_RECIPIENT: recipient, DATA_DIR: folder }).elsewhere;
    expect(read({ BACKUP_TO: '/mnt/copies' })).toEqual({ to: '/mnt/copies', recipient, keys: null });
    const store = { BACKUP_TO: 'https://store.example/b/cho', BACKUP_ACCESS_KEY: 'a', BACKUP_SECRET_KEY: 'b' };
    expect(read(store)?.keys).toEqual({ accessKey: 'a', secretKey: 'b', region: 'us-east-1' });
    expect(readConfig({ DATA_DIR: folder }).elsewhere).toBeNull();
  });

  it('reads whole numbers as they are written', () => {
    const read = readConfig({ PORT: ' 8080 ', WORKERS: '2', TRUST_PROXY: '1', DATA_DIR: folder });
    expect([read.port, read.workers, read.trustProxy]).toEqual([8080, 2, 1]);
  });

  it.each(['PUBLIC_URL', 'SESSION_SECRET', 'LABEL_KEY', 'LOG_KEY'])('refuses production without %s', (name) => {
    expect(() => readConfig({ ...production, [name]: '' })).toThrow(name);
  });

  it.each([
    ['SESSION_SECRET', 'a'.repeat(40)],
    ['LABEL_KEY', 'abcd'.repeat(10)],
    ['LABEL_KEY', 'changeme-changeme-changeme-changeme-now'],
    ['SESSION_SECRET', '0123456789abcdef0123456789abcdef'],
    ['SESSION_SECRET', 'your-secret-key-of-at-least-32-letters'],
    ['PAYMENTS_API_KEY', `sk_live_${'x'.repeat(40)}`],
    ['PAYMENTS_WEBHOOK_SECRET', 'whsec_short'],
    ['METRICS_TOKEN', 'passwordpassword1'],
  ])('refuses production with a %s that is easily guessed: %s', (name, weak) => {
    expect(() => readConfig({ ...production, [name]: weak })).toThrow(new RegExp(`✖ ${name} is easily guessed`));
  });

  it('takes secrets that openssl makes, and refuses production over plain http', () => {
    const made = {
      PAYMENTS_API_KEY: `sk_live_${randomBytes(32).toString('hex')}`,
      PAYMENTS_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
      METRICS_TOKEN: randomBytes(16).toString('hex'),
    };
    expect(readConfig({ ...production, ...made }).production).toBe(true);
    expect(() => readConfig({ ...production, PUBLIC_URL: 'http://cho.example' })).toThrow('PUBLIC_URL is https');
  });

  it('refuses one key for two jobs, and short keys', () => {
    expect(() => readConfig({ ...production, LABEL_KEY: production.SESSION_SECRET })).toThrow('must differ');
    expect(() => readConfig({ ...production, LABEL_KEY: 'short' })).toThrow('LABEL_KEY');
  });

  it.each(['SESSION_SECRET', 'LABEL_KEY', 'LOG_KEY'] as const)('takes several keys of %s, the newest first', (name) => {
    const next = randomBytes(32).toString('hex');
    const read = readConfig({ ...production, [name]: `${next}, ${production[name]}` });
    const { sessionSecret, formerSessionSecrets, labelKeys, logKeys } = read;
    const keys = { SESSION_SECRET: [sessionSecret, ...formerSessionSecrets], LABEL_KEY: labelKeys, LOG_KEY: logKeys };
    expect(keys[name]).toEqual([next, production[name]]);
    expect(readConfig({ ...production, [name]: `${next},lost` }).lostKeys).toEqual([name]);
    const refused = (text: string) => () => readConfig({ ...production, [name]: text });
    expect(refused(`${next},${next}`)).toThrow('must differ');
    expect(refused(`${next},short`)).toThrow(name);
    expect(refused(`${next},`)).toThrow(name);
    expect(refused('lost')).toThrow('behind a new key');
    expect(refused(`${next},${'ab'.repeat(32)}`)).toThrow(`${name} is easily guessed`);
  });

  it('refuses a public address with a path, and DEMO in production', () => {
    expect(() => readConfig({ ...production, PUBLIC_URL: 'https://cho.example/shop' })).toThrow('bare origin');
    expect(() => readConfig({ ...production, DEMO: '1' })).toThrow('DEMO');
  });

  it('refuses to send events unsigned, and in production over plain http or with a key one could guess', () => {
    const url = { PAYMENTS_WEBHOOK_URL: 'http://127.0.0.1:4242/hook' };
    const signed = { ...url, PAYMENTS_WEBHOOK_SECRET: 'whsec_of_tests' };
    expect(() => readConfig({ DATA_DIR: folder, ...url })).toThrow('PAYMENTS_WEBHOOK_SECRET');
    expect(() => readConfig({ ...production, ...signed })).toThrow('https');
    expect(() => readConfig({ ...production, PAYMENTS_API_KEY: 'sk_live_short' })).toThrow('32 characters');
    expect(readConfig({ DATA_DIR: folder, ...signed, PAYMENTS_API_KEY: 'sk_test_1' }).payments).toEqual({
      apiKey: 'sk_test_1',
      defaultSeller: null,
      webhookUrl: url.PAYMENTS_WEBHOOK_URL,
      webhookSecret: 'whsec_of_tests',
    });
  });

  it.each([{ HOST: '0.0.0.0' }, { PUBLIC_URL: 'https://cho.example' }])(
    'refuses to show itself to others outside production, unless it says DEMO: %o',
    (settings) => {
      expect(() => readConfig({ DATA_DIR: folder, ...settings })).toThrow('loopback');
      expect(readConfig({ DATA_DIR: folder, DEMO: '1', ...settings }).demo).toBe(true);
    },
  );

  it('needs no settings at all, and keeps the keys it makes for itself alone', () => {
    const first = readConfig({ DATA_DIR: folder });
    expect(first).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      production: false,
    });
    expect(readConfig({ DATA_DIR: folder }).labelKeys).toEqual(first.labelKeys);
    expect(first.labelKeys).not.toContain(first.sessionSecret);
    const file = path.join(folder, 'keys/label-key');
    expect([readFileSync(file, 'utf8').trim()]).toEqual(first.labelKeys);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('takes a slash at the end of the public address away', () => {
    expect(readConfig({ ...production, PUBLIC_URL: 'https://cho.example/' }).publicUrl).toBe('https://cho.example');
  });
});

import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backup } from '../../../../server/database/backup.ts';
import { drill } from '../../../../server/database/copies/drill.ts';
import {
  bringingElsewhere,
  elsewhereFigures,
  newestThere,
  placeOf,
} from '../../../../server/database/copies/elsewhere.ts';
import { opened } from '../../../../server/database/copies/opened.ts';
import { newKeyPair, openSealed, sealFile } from '../../../../server/database/copies/sealed-copy.ts';
import { OperatorError } from '../../../../server/errors.ts';
import { noon } from '../../../support/services.ts';
import { isSigned } from '../../../support/signature-v4.ts';
import { type StandIn, startStandIn } from '../../../support/store-stand-in.ts';
import { aDirectory, anEngine } from '../../engine/support.ts';

const secretKey = 'a-secret-of-the-store';
const keys = { accessKey: 'market', secretKey, region: 'us-east-1' };
const minutes = (n: number): Date => new Date(noon.getTime() + n * 60_000);
let pair: Awaited<ReturnType<typeof newKeyPair>>;
let store: StandIn;
const backups = aDirectory();
const today = '2026-11-16.archive';

beforeAll(async () => {
  pair = await newKeyPair();
  store = await startStandIn('copies', secretKey);
  const { client } = await anEngine();
  const db = client.db('market');
  await db.collection('orders').insertMany(Array.from({ length: 700 }, (_, n) => ({ n, buyer: 'Lò Thị Đôi' })));
  await db.collection('orders').createIndex({ n: 1 }, { unique: true });
  await db.createCollection('empty');
  await backup(client, 'market', join(backups, today));
});
afterAll(() => store.stop());

const folder = aDirectory();
/** Each kind of second place, and what lies there. */
const places: [what: string, settings: () => Parameters<typeof placeOf>[0], names: () => string[]][] = [
  ['a folder', () => ({ to: folder, recipient: pair.recipient, keys: null }), () => readdirSync(folder).toSorted()],
  [
    'a store that speaks S3',
    () => ({ to: `${store.url}/cho`, recipient: pair.recipient, keys }),
    () => [...store.files.keys()].map((key) => key.slice('cho/'.length)).toSorted(),
  ],
];

describe.each(places)('%s', (_what, settings, names) => {
  const from = aDirectory();
  const day = (n: number) => `2026-10-${String(n).padStart(2, '0')}.archive`;

  it('gets each day’s copy once, sealed, and keeps fourteen', async () => {
    const bring = bringingElsewhere(from, settings());
    expect(await bring(noon)).toBeNull();
    for (let n = 1; n <= 16; n += 1) {
      writeFileSync(join(from, day(n)), readFileSync(join(backups, today)));
      expect(await bring(minutes(n))).toBe(`${day(n)}.age`);
      expect(await bring(minutes(n))).toBeNull();
    }
    expect(names()).toEqual(Array.from({ length: 14 }, (_, n) => `${day(n + 3)}.age`));
    // Nothing half-made stays here.
    expect(readdirSync(from).filter((name) => /partial|age/.test(name))).toEqual([]);
  });

  it('brings everything back with the key, and is worth nothing without', async () => {
    const [place, scratch] = [placeOf(settings()), aDirectory()];
    const name = await newestThere(place);
    const file = join(scratch, name);
    await place.get(name, file);
    expect(readFileSync(file).includes('Lò Thị Đôi')).toBe(false);
    await expect(opened(file, null, scratch)).rejects.toThrow('--identity');
    await expect(opened(file, (await newKeyPair()).identity, scratch)).rejects.toThrow(OperatorError);
    const plain = await opened(file, pair.identity, scratch);
    expect(readFileSync(plain).equals(readFileSync(join(backups, today)))).toBe(true);
    const { collections, problems } = await drill(plain, scratch, async () => []);
    expect(collections).toEqual([
      { collection: 'empty', inBackup: 0, cameBack: 0 },
      { collection: 'orders', inBackup: 700, cameBack: 700 },
    ]);
    expect(problems).toEqual([]);
  });
});

describe('a second place that fails', () => {
  it.each(['refuses', 'loses a byte'] as const)(
    'and %s is told, tried again after a rest, and grows old meanwhile',
    async (way) => {
      const from = aDirectory();
      writeFileSync(join(from, today), readFileSync(join(backups, today)));
      utimesSync(join(from, today), noon, noon);
      const bring = bringingElsewhere(from, { to: `${store.url}/${way.length}`, recipient: pair.recipient, keys });
      store.set(way);
      await expect(bring(noon)).rejects.toThrow(way === 'refuses' ? /503 SlowDown/ : /has \d+ of \d+ bytes/);
      const before = store.asked.length;
      expect(await bring(minutes(5))).toBeNull();
      expect(store.asked).toHaveLength(before);
      expect(await elsewhereFigures(from, minutes(2000))).toEqual({ elsewhere: 120_000 });
      store.set('well');
      expect(await bring(minutes(11))).toBe(`${today}.age`);
      expect(readdirSync(from)).not.toContain(`${today}.age.partial`);
    },
  );

  it('gets along with the copies, whenever it changes, what says who was erased since', async () => {
    const [from, to] = [aDirectory(), aDirectory()];
    const list = join(from, 'erasures.json');
    const bring = bringingElsewhere(from, { to, recipient: pair.recipient, keys: null }, list);
    expect(await bring(noon)).toBeNull();
    expect(readdirSync(to)).toEqual([]);
    for (const [n, text] of ['[1]', '[1,2]'].entries()) {
      writeFileSync(list, text);
      utimesSync(list, minutes(n), minutes(n));
      await bring(noon);
      expect(readFileSync(join(to, 'erasures.json'), 'utf8')).toBe(text);
    }
  });

  it('is none that was never mounted: no folder is made in its place', async () => {
    const from = aDirectory();
    writeFileSync(join(from, today), 'x');
    const gone = join(from, 'not-mounted');
    await expect(bringingElsewhere(from, { to: gone, recipient: pair.recipient, keys: null })(noon)).rejects.toThrow(
      'ENOENT',
    );
    expect(readdirSync(from)).toEqual([today]);
  });

  it('and does not know our secret is told by the store’s own words', async () => {
    const wrong = { to: store.url, recipient: pair.recipient, keys: { ...keys, secretKey: 'another' } };
    await expect(placeOf(wrong).list()).rejects.toThrow('403 SignatureDoesNotMatch');
  });
});

describe('a sealed copy', () => {
  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -40)],
    [
      'changed in one byte',
      (bytes: Buffer) => bytes.fill(bytes.at(-60) === 0 ? 1 : 0, bytes.length - 60, bytes.length - 59),
    ],
    ['none', () => Buffer.from('something else')],
  ])('that is %s is refused', async (_what, spoil) => {
    const scratch = aDirectory();
    const [sealed, spoilt] = [join(scratch, 'a.age'), join(scratch, 'b.age')];
    await sealFile(join(backups, today), sealed, pair.recipient);
    expect(statSync(sealed).mode & 0o777).toBe(0o600);
    writeFileSync(spoilt, spoil(readFileSync(sealed)));
    await expect(openSealed(spoilt, join(scratch, 'b'), pair.identity)).rejects.toThrow('another key, or not whole');
  });
});

it('the stand-in reckons signatures as AWS’s own example does', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  };
  const asked = { method: 'GET', url: '/test.txt', headers };
  expect(isSigned(asked, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe(true);
  expect(isSigned({ ...asked, url: '/test.txt?x=1' }, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe(false);
});

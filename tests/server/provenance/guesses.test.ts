import { describe, expect, it } from 'vitest';
import { WindowModel } from '../../../server/database/window.ts';
import { countForgedSerial, countMiss, isBatchGuessed } from '../../../server/provenance/guesses.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();
const minute = new Date('2026-11-16T05:00:00Z');
const missMany = async (address: string, times: number, at = minute): Promise<void> => {
  for (let time = 0; time < times; time += 1) await countMiss(address, 'secret', at);
};

describe('countMiss', () => {
  it('refuses the thirty-first miss of an address in a minute, and says how long to wait', async () => {
    await missMany('203.0.113.1', 30);
    const at = new Date('2026-11-16T05:00:20Z');
    await expect(countMiss('203.0.113.1', 'secret', at)).rejects.toMatchObject({
      kind: 'too-many',
      code: 'too-many-guesses',
      facts: { retryAfterSeconds: 40 },
    });
  });

  it('lets other addresses guess on, and the same one in the next minute', async () => {
    await missMany('203.0.113.2', 30);
    await expect(missMany('203.0.113.3', 1)).resolves.toBeUndefined();
    await expect(missMany('203.0.113.2', 1, new Date('2026-11-16T05:01:00Z'))).resolves.toBeUndefined();
  });

  it('holds a flood from one address without writing each guess', async () => {
    await missMany('203.0.113.4', 30);
    const flood = Array.from({ length: 200 }, () => countMiss('203.0.113.4', 'secret', minute).catch(() => 'refused'));
    expect(new Set(await Promise.all(flood))).toEqual(new Set(['refused']));
    const rows = await WindowModel.find().lean();
    expect(Math.max(...rows.map(({ count }) => count))).toBeLessThan(240);
  });
});

describe('isBatchGuessed', () => {
  it('says so only from the 2,001st wrong serial of a batch in an hour', async () => {
    await countForgedSerial('BNHTVDK9', minute);
    await WindowModel.updateOne({ _id: /batch BNHTVDK9/ }, { $set: { count: 2000 } });
    expect(await isBatchGuessed('BNHTVDK9', minute)).toBe(false);
    await countForgedSerial('BNHTVDK9', minute);
    expect(await isBatchGuessed('BNHTVDK9', minute)).toBe(true);
    expect(await isBatchGuessed('01234568', minute)).toBe(false);
    expect(await isBatchGuessed('BNHTVDK9', new Date('2026-11-16T06:00:00Z'))).toBe(false);
  });
});

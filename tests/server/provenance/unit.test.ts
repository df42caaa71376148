import { describe, expect, it } from 'vitest';
import { endOf, WindowModel } from '../../../server/database/window.ts';
import { perBatch } from '../../../server/provenance/guess.ts';
import { countForgedSerial, countMiss } from '../../../server/provenance/guesses.ts';
import { cachedUnits, examineUnit } from '../../../server/provenance/unit.ts';
import { useDatabase } from '../../support/database.ts';
import { noon, testConfig } from '../../support/services.ts';
import { serialOf } from './makers.ts';

useDatabase();
const keys = testConfig();
const code = 'BNHTVDK9';
const units = { code, next: 1, keys: [] };
const wrong = '0000ZZZZ';
const look = (address: string, browser: string | null = null) => ({ browser, address, at: noon, patienceMs: 60_000 });
const examine = (serial: string, address: string, browser?: string) =>
  examineUnit(units, serial, keys, look(address, browser));

async function useUp(address: string): Promise<void> {
  for (let time = 0; time < 30; time += 1) await countMiss(address, keys.sessionSecret, noon);
}

describe('examineUnit', () => {
  it('knows a serial of ours from any other text', async () => {
    expect(await examine(wrong, '203.0.113.1')).toBeNull();
    expect(await examine('not-one', '203.0.113.1')).toBeNull();
    const unit = await examine(serialOf(code).toLowerCase(), '203.0.113.1', 'a phone');
    expect(unit).toMatchObject({ serial: serialOf(code), number: 7, state: 'genuine', scans: { count: 1 } });
  });

  it('tells an address over its limit nothing of a serial that was never scanned, right or wrong', async () => {
    await useUp('203.0.113.2');
    for (const serial of [wrong, serialOf(code, 21)])
      await expect(examine(serial, '203.0.113.2')).rejects.toMatchObject({ code: 'too-many-guesses' });
    expect(await examine(serialOf(code, 21), '203.0.113.3')).toMatchObject({ state: 'genuine' });
  });

  it('still knows a label that was scanned before, whoever else is behind the same address', async () => {
    await examine(serialOf(code, 22), '203.0.113.4', 'a phone');
    await useUp('203.0.113.4');
    expect(await examine(serialOf(code, 22), '203.0.113.4')).toMatchObject({ state: 'genuine' });
  });

  it('gives no verdict while a batch is being guessed: the same for right and wrong, but not for what was scanned', async () => {
    await examine(serialOf(code, 31), '203.0.113.5', 'a phone');
    await countForgedSerial(code, noon);
    const hour = `batch ${code} ${endOf(perBatch, noon).toISOString()}`;
    await WindowModel.updateOne({ _id: hour }, { count: perBatch.most + 1 });
    for (const serial of [wrong, serialOf(code, 32)])
      expect(await examine(serial, '203.0.113.6')).toEqual({ serial, number: 0, state: 'unsure', scans: null });
    expect(await examine(serialOf(code, 31), '203.0.113.6')).toMatchObject({ state: 'genuine' });
    await WindowModel.deleteOne({ _id: hour });
  });
});

describe('cachedUnits', () => {
  it('keeps what it found genuine, not what one address was refused', async () => {
    const { examine: ask } = cachedUnits(keys, () => noon);
    await useUp('203.0.113.7');
    expect(await ask(units, serialOf(code, 41), look('203.0.113.7'))).toBeNull();
    expect(await ask(units, serialOf(code, 41), look('203.0.113.8'))).toMatchObject({ state: 'genuine' });
    expect(await ask(units, serialOf(code, 41), look('203.0.113.7'))).toMatchObject({ state: 'genuine' });
  });

  it('asks anew when the clock is set back two days', async () => {
    let at = noon;
    const { examine: ask } = cachedUnits(keys, () => at);
    const serial = serialOf(code, 42);
    const counted = { ...look('203.0.113.9'), browser: 'a' };
    await ask(units, serial, counted);
    await examineUnit(units, serial, keys, { ...counted, browser: 'b' });
    expect(await ask(units, serial, counted)).toMatchObject({ scans: { count: 1 } });
    at = new Date(noon.getTime() - 2 * 86_400_000);
    expect(await ask(units, serial, counted)).toMatchObject({ scans: { count: 2 } });
  });
});

import { expect, it } from 'vitest';
import { countScan, findScans } from '../../../server/provenance/scans.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();
const monday = new Date('2026-11-16T05:00:00Z');
const later = new Date('2026-11-17T05:00:00Z');

it('knows nothing of a unit that nobody scanned', async () => {
  expect(await findScans('BNHTVDK9/00000000')).toBeNull();
});

it('counts a browser once however often it looks', async () => {
  await countScan('BNHTVDK9/00000001', 'one', monday);
  expect(await countScan('BNHTVDK9/00000001', 'one', later)).toEqual({ firstAt: monday, count: 1 });
  expect(await countScan('BNHTVDK9/00000001', 'two', later)).toEqual({ firstAt: monday, count: 2 });
});

it('keeps units apart', async () => {
  await countScan('BNHTVDK9/00000002', 'one', later);
  expect(await findScans('BNHTVDK9/00000002')).toEqual({ firstAt: later, count: 1 });
});

it('loses no scan and doubles none when many come at once', async () => {
  const browsers = Array.from({ length: 20 }, (_, index) => `browser ${index % 10}`);
  await Promise.all(browsers.map((browser) => countScan('BNHTVDK9/00000003', browser, monday)));
  expect(await findScans('BNHTVDK9/00000003')).toEqual({ firstAt: monday, count: 10 });
});

import { expect, it } from 'vitest';
import { bankTime } from '../../../server/payments/bank.ts';

it.each([
  ['2026-11-16 12:00:05', '2026-11-16T05:00:05.000Z'],
  ['2026-11-16T12:00', '2026-11-16T05:00:00.000Z'],
  ['2026-11-16T05:00:05Z', '2026-11-16T05:00:05.000Z'],
  ['2026-11-16T05:00:05.123Z', '2026-11-16T05:00:05.123Z'],
  ['2026-11-16 12:00:05+07:00', '2026-11-16T05:00:05.000Z'],
  ['2026-11-16 12:00:05 +0700', '2026-11-16T05:00:05.000Z'],
  ['2026-11-16T06:00:05+01', '2026-11-16T05:00:05.000Z'],
])('reads the time %s in the zone it states, else in Vietnam’s', (text, instant) => {
  expect(bankTime(text)?.toISOString()).toBe(instant);
});

it.each([
  '',
  null,
  undefined,
  'hôm qua',
  '2026-11-16',
  '2026-13-01 12:00',
  '2026-02-31 12:00',
  '2026-11-16 12:00:05 PST',
])('says of %s that it is no time', (text) => {
  expect(bankTime(text)).toBeNull();
});

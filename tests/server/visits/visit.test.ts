import { describe, expect, it } from 'vitest';
import { monthsOf } from '../../../server/visits/block.ts';
import { bookingHosts, readBooking } from '../../../server/visits/booking.ts';
import { aboutKey } from '../../../server/visits/visit.ts';
import { mapOf } from '../../../server/visits/visit-map.ts';

describe('an address to book at', () => {
  it.each(bookingHosts)('may stand at %s', (host) => {
    expect(readBooking(`https://www.${host}/nha-toi`)).toBe(`https://www.${host}/nha-toi`);
    expect(readBooking(`https://${host}/`)).toBe(`https://${host}/`);
  });

  it.each([
    'https://booking.com.evil.vn/x',
    'https://notbooking.com/x',
    'http://booking.com/x',
    'https://evil.vn/booking.com',
    'https://user@booking.com/x',
    'https://booking.com:8443/x',
    'https://facebook.com/l.php?u=https://evil.vn',
    'javascript:alert(1)',
  ])('may not be %s', (address) => {
    expect(readBooking(address)).toBeNull();
  });
});

it.each([
  [10, 12, [10, 11, 12]],
  [11, 2, [11, 12, 1, 2]],
  [5, 5, [5]],
  [1, 12, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
])('a season from month %i to %i is in those months', (from, to, months) => {
  expect(monthsOf(from, to)).toEqual(months);
});

it('a village is the same however people write it', () => {
  const names = ['bản Tân Bình', 'Tân Bình', 'BẢN TÂN BÌNH', 'thôn Tân Bình', 'Tan Binh'];
  expect(new Set(names.map(aboutKey.village)).size).toBe(1);
  expect(aboutKey.village('Bản Giang')).not.toBe(aboutKey.village('Tân Bình'));
});

function drawn(places: Parameters<typeof mapOf>[0]) {
  const map = mapOf(places);
  if (!map) throw new Error('no map');
  return map;
}

describe('a map', () => {
  const at = (latitude: number, longitude: number, isHere = false) => ({
    name: 'Nơi',
    position: { latitude, longitude },
    url: null,
    isHere,
  });

  it('has north above and east to the right, everything inside, and a bar of its scale', () => {
    const { points, bar } = drawn([at(22.33, 103.6, true), at(22.34, 103.6), at(22.33, 103.62)]);
    const [here, north, east] = [points[0], points[1], points[2]].map((point) => point ?? { x: NaN, y: NaN });
    expect([here?.x, here?.y]).toEqual([north?.x, east?.y]);
    expect(north?.y).toBeLessThan(Number(here?.y));
    for (const { x, y } of points) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(11);
      expect(x).toBeLessThanOrEqual(320 - 11);
      expect(y).toBeLessThan(bar.y - 11);
    }
    // 0.02 degrees of longitude are 2.06 km here.
    const perKm = (bar.right - bar.left) / bar.km;
    expect((Number(east?.x) - Number(here?.x)) / perKm).toBeCloseTo(2.06, 1);
  });

  it('of one place is that place in the middle; without a place of its own a page has none', () => {
    expect(mapOf([at(22.33, 103.6, true)])?.points).toMatchObject([{ x: 160, n: 1, isHere: true }]);
    expect(mapOf([at(22.33, 103.6)])).toBeNull();
  });
});

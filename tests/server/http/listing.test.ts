import { expect, it } from 'vitest';
import { type Listing, listingView, readListing } from '../../../server/http/listing.ts';
import { noon } from '../../support/services.ts';

const listing: Listing = { path: '/danh-sach', file: 'danh-sach' };
/** A page of the list by its address; `last` names its last row, as long as any that lists have. */
const look = (url: string, last: string) =>
  listingView(
    listing,
    readListing(listing, Object.fromEntries(new URL(url, 'http://localhost').searchParams), noon),
    last,
  );
const nameOf = (page: number) => `2026-11-16T05:00:00.000Z-${String(page).padStart(10, '0')}-0123abcd`;

it('goes back the way it came, page by page, however long that was', () => {
  const addresses: string[] = ['/danh-sach'];
  for (let page = 0; page < 45; page += 1) addresses.push(look(addresses[page] ?? '', nameOf(page)).nextUrl ?? '');
  const back = addresses.map((url, page) => look(url, nameOf(page)).previousUrl);
  expect(back).toEqual([null, ...addresses.slice(0, -1)]);
});

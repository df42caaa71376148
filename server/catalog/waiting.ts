import { dayOf } from '../format.ts';
import { sellersActedFor, sellersSeenBy } from '../identity/sellers.ts';
import type { WaitingDoor } from '../waiting.ts';
import { endingCertificates } from './ending-certificates.ts';
import { countHiddenListings, countWaitingListings } from './listings.ts';
import { countReportedLinks } from './shop-links.ts';
import { countWaitingWebsites } from './websites.ts';

/** Goods to look at or hidden from everybody, certificates that end, links that buyers found dead, and for the officer websites to look at. */
export const catalogWaiting: WaitingDoor = async (actor, at) => {
  const certificates = await endingCertificates(await sellersSeenBy(actor), dayOf(at), 'others');
  const ending = { key: 'certificates-ending', count: certificates.length, url: '/sap-het-han' };
  if (actor.role === 'officer')
    return [
      { key: 'listings-waiting', count: await countWaitingListings(), url: '/duyet-hang' },
      { key: 'websites', count: await countWaitingWebsites(), url: '/trang-web-cho-duyet' },
      ending,
    ];
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  return [
    { key: 'listings-hidden', count: await countHiddenListings(sellerIds), url: '/hang-cua-toi' },
    { key: 'links-reported', count: await countReportedLinks(sellerIds), url: '/gian-hang' },
    ending,
  ];
};

import type { Actor } from '../actor.ts';
import { type EndingCertificate, endingCertificates } from '../catalog/ending-certificates.ts';
import { mayActFor, sellersSeenBy } from '../identity/sellers.ts';
import { type EndingBatch, endingBatches } from '../traceability/quality.ts';
import { type Names, namesOf } from './names.ts';

/** Something that ends soon or has ended, and where to do something about it. */
export interface Alert {
  /** Goods; else a certificate. */
  isBatch: boolean;
  /** YYYY-MM-DD, the last good day. */
  endsOn: string;
  hasEnded: boolean;
  /** Of a batch its product; of a certificate what it is for. */
  title: string;
  seller: string;
  /** The batch's lot or the certificate's number. */
  number: string;
  /** Packs still there; of a batch. */
  onHand: number | null;
  /** Of a certificate. */
  certificate: { kind: EndingCertificate['kind']; stars: number | null; of: EndingCertificate['of'] } | null;
  /** Null where the actor may look but not act. */
  url: string | null;
}

/** Goods and certificates of all the sellers the actor sees that end soon or have ended, by date. @param today YYYY-MM-DD */
export async function alertsFor(actor: Actor, today: string): Promise<Alert[]> {
  const seen = await sellersSeenBy(actor);
  const [batches, certificates] = await Promise.all([endingBatches(seen, today), endingCertificates(seen, today)]);
  const names = await namesOf([...batches, ...certificates]);
  const acting = await actingFor(actor, certificates);
  const alerts = [
    ...batches.map((batch) => ofBatch(batch, names, today)),
    ...certificates.map((one) => ofCertificate(one, names, acting)),
  ];
  return alerts.sort((a, b) => (a.endsOn < b.endsOn ? -1 : a.endsOn > b.endsOn ? 1 : 0));
}

async function actingFor(actor: Actor, rows: readonly { sellerId: string }[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rows.map(({ sellerId }) => sellerId))];
  const may = await Promise.all(ids.map((id) => mayActFor(actor, id)));
  return new Set(ids.filter((_id, index) => may[index]));
}

const ofBatch = (batch: EndingBatch, names: Names, today: string): Alert => ({
  isBatch: true,
  endsOn: batch.expiresOn,
  hasEnded: batch.expiresOn < today,
  title: names.get(batch.productId) ?? batch.code,
  seller: names.get(batch.sellerId) ?? '',
  number: batch.lot,
  onHand: batch.onHand,
  certificate: null,
  url: `/lo/${batch.code}`,
});

function ofCertificate(one: EndingCertificate, names: Names, acting: ReadonlySet<string>): Alert {
  const seller = names.get(one.sellerId) ?? '';
  return {
    isBatch: false,
    endsOn: one.validUntil,
    hasEnded: one.state === 'expired',
    title: one.productId === null ? (one.batchCode ?? seller) : (names.get(one.productId) ?? ''),
    seller,
    number: one.number,
    onHand: null,
    certificate: { kind: one.kind, stars: one.stars, of: one.of },
    url: acting.has(one.sellerId) ? `${placeOf(one)}/chung-nhan` : null,
  };
}

function placeOf({ productId, batchCode, sellerId }: EndingCertificate): string {
  if (batchCode !== null) return `/lo/${batchCode}`;
  return productId === null ? `/gian-hang/${sellerId}` : `/hang-cua-toi/${productId}`;
}

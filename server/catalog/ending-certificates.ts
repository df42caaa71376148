import { daysAfter } from '../days.ts';
import { whereOf } from '../identity/sellers.ts';
import { CertificateModel, type CertificateRecord } from './certificate.ts';
import { type Certificate, presentCertificate } from './certificates.ts';

/** A certificate somebody should renew, and what it is for. */
export interface EndingCertificate extends Certificate {
  sellerId: string;
  productId: string | null;
  batchCode: string | null;
}

const daysAhead = 60;
/** To be renewed an OCOP certificate goes through commune and province: told six months ahead, of which the longest have 184 days (Decision 148/2023: 36 months, then the whole file again). */
const ocopDaysAhead = 184;
/** What ran out longer ago and was neither renewed nor taken away is history, not news. */
const daysBehind = 180;
const most = 200;

/**
 * Certificates of these sellers that run out within 60 days, of OCOP within half a year, or ran out in the last 180 days, the soonest first; what a later one
 * of the same kind and owner has replaced is left out.
 * @param today YYYY-MM-DD
 * @param which those of OCOP wait in a room of their own, where the dossier is put together anew
 */
export async function endingCertificates(
  sellerIds: readonly string[] | 'all',
  today: string,
  which: 'all' | 'ocop' | 'others' = 'all',
): Promise<EndingCertificate[]> {
  const window = { $gte: daysAfter(today, -daysBehind), $lte: daysAfter(today, ocopDaysAhead) };
  const ocop = { kind: 'ocop' } as const;
  const others = { kind: { $ne: 'ocop' }, validUntil: { ...window, $lte: daysAfter(today, daysAhead) } } as const;
  const ofKind = { all: { $or: [ocop, others] }, ocop, others };
  const records = await CertificateModel.find({ ...whereOf(sellerIds), validUntil: window, ...ofKind[which] })
    .sort({ validUntil: 1 })
    .limit(most)
    .lean();
  const later = await laterThan(records, window.$lte);
  return records
    .filter((record) => ![...records, ...later].some((other) => replaces(other, record)))
    .map((record) => ({
      ...presentCertificate(record, today),
      sellerId: record.sellerId,
      productId: record.productId,
      batchCode: record.batchCode ?? null,
    }));
}

const laterThan = (records: readonly CertificateRecord[], day: string): Promise<CertificateRecord[]> =>
  CertificateModel.find({
    sellerId: { $in: [...new Set(records.map(({ sellerId }) => sellerId))] },
    validUntil: { $gt: day },
  }).lean();

const replaces = (other: CertificateRecord, record: CertificateRecord): boolean =>
  other.validUntil > record.validUntil &&
  other.kind === record.kind &&
  other.sellerId === record.sellerId &&
  other.productId === record.productId &&
  other.batchCode === record.batchCode;

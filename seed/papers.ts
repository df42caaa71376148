import type { Actor } from '../server/actor.ts';
import { addCertificate, ownCertificates, type WantedCertificate } from '../server/catalog/certificates.ts';
import { dayOf } from '../server/format.ts';
import { addBatchCertificate } from '../server/traceability/batch-certificates.ts';
import { findBatchByLot } from '../server/traceability/batches.ts';
import { type Finding, type MeasuredValue, recordEvent } from '../server/traceability/events.ts';
import { keepPicture, moment, productOf } from './market.ts';

/** Certificates and laboratory reports of the demonstration. Their numbers say that they are samples. */
interface Paper extends Omit<WantedCertificate, 'issuedOn' | 'validUntil' | 'photoId'> {
  seller: string;
  /** Null for the seller itself; a lot for one batch of the product. */
  product: string | null;
  lot?: string;
  issuedDaysAgo: number;
  /** Not for OCOP: its 36 months count. */
  validForDays?: number;
}

interface Report {
  seller: string;
  product: string;
  lot: string;
  daysAgo: number;
  number: string;
  measurements: MeasuredValue[];
  findings: Finding[];
}

const dayMs = 86_400_000;
const province = 'UBND tỉnh Lai Châu (mẫu)';

const papers: readonly Paper[] = [
  {
    seller: 'mai',
    product: 'Miến dong Tân Bình',
    kind: 'ocop',
    stars: 3,
    number: 'MẪU-OCOP-01',
    issuer: province,
    issuedDaysAgo: 420,
  },
  // Ends in some forty days: what the desk warns of.
  {
    seller: 'binh-lu',
    product: 'Gạo Séng Cù Bình Lư',
    kind: 'ocop',
    stars: 4,
    number: 'MẪU-OCOP-02',
    issuer: province,
    issuedDaysAgo: 1056,
  },
  {
    seller: 'binh-lu',
    product: null,
    kind: 'food-safety',
    number: 'MẪU-ATTP-03',
    issuer: 'Chi cục An toàn thực phẩm (mẫu)',
    issuedDaysAgo: 300,
    validForDays: 1095,
  },
  {
    seller: 'binh-lu',
    product: 'Mật ong hoa rừng Bình Lư',
    lot: 'MO-2026-01',
    kind: 'other',
    number: 'MẪU-XN-04',
    issuer: 'Trạm khuyến nông (mẫu)',
    issuedDaysAgo: 25,
    validForDays: 365,
  },
];

const sample = 'quy định mẫu của bản trình diễn';
const found = (name: string, value: string, unit: string, limit: string): Finding => ({
  name,
  value,
  unit,
  limit,
  source: sample,
  conclusion: limit.startsWith('≤') ? null : 'passed',
});

const reports: readonly Report[] = [
  {
    seller: 'mai',
    product: 'Miến dong Tân Bình',
    lot: 'MD-2026-01',
    daysAgo: 12,
    number: 'MẪU-KN-101',
    measurements: [{ key: 'moisture', value: 11.5, unit: '%' }],
    findings: [
      found('Lưu huỳnh điôxit (SO₂)', '< 5', 'mg/kg', '≤ 30'),
      found('E. coli', 'Không phát hiện', 'CFU/g', 'Không được có'),
    ],
  },
  {
    seller: 'binh-lu',
    product: 'Gạo Séng Cù Bình Lư',
    lot: 'LOT-DEMO-1',
    daysAgo: 8,
    number: 'MẪU-KN-102',
    measurements: [{ key: 'moisture', value: 13.2, unit: '%' }],
    findings: [found('Cadimi (Cd)', '0,05', 'mg/kg', '≤ 0,4')],
  },
  {
    seller: 'binh-lu',
    product: 'Mật ong hoa rừng Bình Lư',
    lot: 'MO-2026-01',
    daysAgo: 20,
    number: 'MẪU-KN-103',
    measurements: [
      { key: 'water', value: 19.6, unit: '%' },
      { key: 'fructose-glucose', value: 68.4, unit: 'g/100 g' },
    ],
    findings: [],
  },
];

/** Gives the demonstration its papers, through the doors; what is there already stays. */
export async function givePapers(actorOf: (seller: string) => Actor, now: Date): Promise<void> {
  for (const paper of papers) await keepPaper(paper, actorOf(paper.seller), now);
  for (const report of reports) await keepReport(report, actorOf(report.seller), now);
}

async function keepPaper(paper: Paper, actor: Actor, now: Date): Promise<void> {
  const { seller: _seller, product, lot, issuedDaysAgo, validForDays, ...facts } = paper;
  const batch = lot === undefined ? null : await batchOf(actor, product, lot);
  const sellerId = actor.sellerId ?? '';
  const productId = product === null ? null : (await productOf(actor, product)).id;
  const place = productId === null ? { sellerId } : { productId };
  const owner = batch ? { sellerId, batchCode: batch.code } : place;
  const kept = await ownCertificates(actor, owner, dayOf(now));
  if (kept.some(({ number }) => number === paper.number)) return;
  const wanted: WantedCertificate = {
    ...facts,
    issuedOn: dayOf(new Date(now.getTime() - issuedDaysAgo * dayMs)),
    photoId: await keepPicture('giay-chung-nhan', actor, now),
    ...(validForDays ? { validUntil: dayOf(new Date(now.getTime() + (validForDays - issuedDaysAgo) * dayMs)) } : {}),
  };
  if (batch) await addBatchCertificate(actor, batch.code, wanted, now);
  else await addCertificate(actor, owner, wanted, now);
}

async function keepReport(report: Report, actor: Actor, now: Date): Promise<void> {
  const batch = await batchOf(actor, report.product, report.lot);
  if (batch.events.some(({ stage }) => stage === 'inspection')) return;
  const occurredAt = moment(report.daysAgo, '12:00', now);
  const measurements = [
    { key: 'lab', value: 'Trung tâm Kiểm nghiệm (mẫu)', unit: '' },
    { key: 'report', value: report.number, unit: '' },
    ...report.measurements,
  ];
  const photoIds = [await keepPicture('phieu-kiem-nghiem', actor, now)];
  const { findings } = report;
  await recordEvent(
    actor,
    batch.code,
    { stage: 'inspection', occurredAt, measurements, findings, photoIds },
    occurredAt,
  );
}

async function batchOf(actor: Actor, product: string | null, lot: string) {
  const batch = await findBatchByLot((await productOf(actor, product ?? '')).id, lot);
  if (!batch) throw new Error(`No lot ${lot} in the seed`);
  return batch;
}

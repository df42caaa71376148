import { type Certificate, certificatesFor } from '../../catalog/certificates.ts';
import { dayOf, formatDay } from '../../format.ts';
import { type ReportSection, reportPdf } from '../../press/report.ts';
import { batchCertificates } from '../../traceability/batch-certificates.ts';
import { photoFile } from './picture.ts';
import type { Proof, Subject } from './proof.ts';

/** What the certificates that hold today prove; one that has run out proves nothing. */
export async function certificateProofs({ product, seller, batches, at }: Subject): Promise<Proof[]> {
  const today = dayOf(at);
  const held = await certificatesFor({ productId: product.id, sellerId: seller.id }, today);
  const ofBatches = (await Promise.all(batches.map((batch) => batchCertificates(batch, today)))).flat();
  return [...held, ...ofBatches].map((one, place) => proofOf(one, place + 1, at));
}

function proofOf(certificate: Certificate, number: number, at: Date): Proof {
  const { kind, photoId, issuer, validUntil, of } = certificate;
  return {
    evidence: of === 'batch' ? 'certificate-batch' : `certificate-${kind}`,
    name: `giay-chung-nhan-${number}.${photoId === null ? 'pdf' : 'jpg'}`,
    facts: { number: certificate.number, issuer, day: formatDay(validUntil) },
    make: async () => (photoId === null ? null : await photoFile(photoId)) ?? (await sheetOf(certificate, at)),
  };
}

const words: Record<Certificate['kind'], string> = {
  ocop: 'OCOP',
  'food-safety': 'An toàn thực phẩm',
  vietgap: 'VietGAP',
  organic: 'Hữu cơ',
  mark: 'Nhãn hiệu',
  other: 'Khác',
};

// Without its photo the paper is named, so that whoever puts the file together knows which copy to add.
function sheetOf({ kind, number, issuer, issuedOn, validUntil, stars }: Certificate, at: Date): Promise<Buffer> {
  const facts: ReportSection['facts'] = [
    ['Loại', stars === null ? words[kind] : `${words[kind]} ${stars} sao`],
    ['Số', number],
    ['Nơi cấp', issuer],
    ['Ngày cấp', formatDay(issuedOn)],
    ['Có hạn đến', formatDay(validUntil)],
  ];
  return reportPdf({
    title: 'Giấy chứng nhận',
    lines: ['Chưa có ảnh chụp trên chợ: kèm bản sao.'],
    sections: [{ heading: words[kind], facts }],
    createdAt: at,
  });
}

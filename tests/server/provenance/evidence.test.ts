import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCertificate, removeCertificate } from '../../../server/catalog/certificates.ts';
import { keepImage } from '../../../server/media/images.ts';
import { provenanceFront } from '../../../server/provenance/front.pages.ts';
import { addBatchCertificate } from '../../../server/traceability/batch-certificates.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aPhoto } from '../media/pictures.ts';
import { aThread, type Thread } from './makers.ts';
import { faultsOfThing, thingsIn } from './structured-data.ts';

useDatabase();
const market = testApp();
const front = http.createServer(provenanceFront({ ...market.services, now: () => new Date() }, market.app));
const agent = 'Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile';
const page = async (query = '') => (await market.browser().get(`/t/${thread.batch.code}${query}`)).text;
const evidence = async (query = '') =>
  /aria-labelledby="evidence">([^]*?)<\/section>/.exec(await page(query))?.[1]?.replaceAll(/\s+/g, ' ') ?? '';

let thread: Thread;
beforeAll(async () => {
  thread = await aThread();
});
afterAll(() => {
  front.close();
});

const ocop = { kind: 'ocop', number: 'OCOP-12', issuer: 'UBND tỉnh', stars: 4, issuedOn: '2026-03-01' } as const;
const origin = {
  kind: 'other',
  number: 'XX-7',
  issuer: 'Chi cục',
  issuedOn: '2026-11-01',
  validUntil: '2026-11-16',
} as const;
const report = {
  stage: 'inspection',
  occurredAt: noon,
  measurements: [
    { key: 'lab', value: 'Trung tâm <Kiểm nghiệm>', unit: '' },
    { key: 'report', value: 'KN-26/118', unit: '' },
    { key: 'moisture', value: 11.5, unit: '%' },
  ],
  findings: [
    { name: 'Chì (Pb)', value: '0,02', unit: 'mg/kg', limit: '≤ 0,2', source: 'QCVN 8-2:2011/BYT', conclusion: null },
  ],
};

describe('the evidence of a batch', () => {
  it('says in one line each that there is none', async () => {
    expect(await evidence()).toContain('Chưa có giấy chứng nhận nào còn hiệu lực.');
    expect(await evidence()).toContain('Lô này chưa có kết quả kiểm nghiệm nào.');
    expect(await page()).not.toContain('hasCertification');
  });

  it('shows certificates in force with number, issuer, last day and picture, the batch’s own first', async () => {
    const { farmer, product, batch } = thread;
    const { id: photoId } = await keepImage(await aPhoto(), product.sellerId, noon);
    const old = { ...ocop, number: 'OCOP-OLD', issuedOn: '2020-01-01' };
    await addCertificate(farmer, { productId: product.id }, old, noon);
    await addCertificate(farmer, { productId: product.id }, { ...ocop, photoId }, noon);
    await addBatchCertificate(farmer, batch.code, origin, noon);
    const text = await evidence();
    expect(text).toMatch(
      /Giấy khác · của riêng lô này[^]*XX-7[^]*OCOP 4 sao[^]*★★★★<[^]*Số OCOP-12 · UBND tỉnh · cấp ngày 01\/03\/2026, có hạn đến 28\/02\/2029 \(OCOP có hạn 36 tháng\)/,
    );
    expect(text).toContain(`<img src="/anh/${photoId}-320.webp" alt="Ảnh chụp giấy số OCOP-12"`);
    expect(text).not.toContain('OCOP-OLD');
    market.clock.now = new Date('2026-11-16T17:00:00Z');
    expect(await evidence()).not.toContain('XX-7');
    market.clock.now = noon;
  });

  it('tells a laboratory’s report in words, each result with its limit and where that comes from', async () => {
    await recordEvent(thread.farmer, thread.batch.code, report, noon);
    const text = await evidence();
    expect(text).toContain('✓ Đạt 1 chỉ tiêu');
    expect(text).toMatch(/Trung tâm &lt;Kiểm nghiệm&gt; · phiếu số KN-26\/118 · 16\/11\/2026/);
    expect(text).toMatch(/Chưa có mức để so · Độ ẩm: 11,5 %/);
    expect(text).toMatch(
      /✓ Đạt · Chì \(Pb\): 0,02 mg\/kg<\/span> <span[^>]*>Mức cho phép: ≤ 0,2 mg\/kg · Theo QCVN 8-2:2011\/BYT/,
    );
    expect(await evidence('?lang=en')).toMatch(/No limit to compare with · Moisture: 11.5 %/);
    expect(await page()).toMatch(/journey__note"><a href="#evidence">/);
    expect(await page()).toContain('Hàng thật');
  });

  it('is the same for programs and search engines', async () => {
    const { body } = await market.program().get(`/t/${thread.batch.code}`);
    expect(body.certificates).toMatchObject([
      { of: 'batch', number: 'XX-7', photoUrl: null },
      { of: 'product', kind: 'ocop', number: 'OCOP-12', stars: 4, validUntil: '2029-02-28' },
    ]);
    expect(body.certificates[1].photoUrl).toMatch(/^http.*-1280\.webp$/);
    expect(Object.keys(body.certificates[0])).not.toContain('sellerId');
    expect(body.tests).toMatchObject([
      { lab: 'Trung tâm <Kiểm nghiệm>', report: 'KN-26/118', testedOn: '2026-11-16', corrected: false },
    ]);
    expect(body.tests[0].results[1]).toMatchObject({ name: 'Chì (Pb)', value: '0,02', verdict: 'within' });
    const [told = {}] = thingsIn(await page());
    expect(faultsOfThing(told)).toEqual([]);
    expect(told).toMatchObject({
      hasCertification: [
        { '@type': 'Certification', certificationIdentification: 'XX-7', expires: '2026-11-16' },
        { name: 'OCOP', certificationRating: { ratingValue: 4 }, issuedBy: { name: 'UBND tỉnh' } },
      ],
      additionalProperty: [
        { name: 'Độ ẩm', value: 11.5, unitText: '%' },
        { name: 'Chì (Pb)', value: '0,02' },
      ],
    });
  });

  it('says failed, not in colour alone, and takes the word genuine away', async () => {
    const { id } = await recordEvent(thread.farmer, thread.batch.code, report, noon);
    const findings = report.findings.map((one) => ({ ...one, value: '0,3' }));
    await correctEvent(thread.farmer, thread.batch.code, { eventId: id, reason: 'đọc nhầm', findings }, noon);
    const text = await evidence();
    expect(text).toMatch(/✕ Không đạt 1 chỉ tiêu[^]*Đã đính chính[^]*✕ Không đạt · Chì \(Pb\): 0,3/);
    expect(await page()).toContain('có lần đo vượt giới hạn');
    expect(Buffer.byteLength(await page())).toBeLessThan(50_000);
  });

  it('follows a change on a kept page within a second', async () => {
    const path = `/t/${thread.batch.code}`;
    const scan = async () =>
      (await supertest(front).get(path).set('Accept', 'text/html').set('User-Agent', agent)).text;
    const owner = { productId: thread.product.id };
    const soon = { ...origin, number: 'ATTP-9', validUntil: '2036-01-01' };
    expect(await scan()).not.toContain('ATTP-9');
    const { id } = await addCertificate(thread.farmer, owner, soon, noon);
    await wait(950);
    expect(await scan()).toContain('ATTP-9');
    await removeCertificate(thread.farmer, owner, id);
    await wait(950);
    expect(await scan()).not.toContain('ATTP-9');
  });
});

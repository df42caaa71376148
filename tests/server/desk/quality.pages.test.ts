import { beforeAll, describe, expect, it } from 'vitest';
import { addCertificate } from '../../../server/catalog/certificates.ts';
import { addProduct } from '../../../server/catalog/products.ts';
import { reportDoubt } from '../../../server/provenance/doubts.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { readXlsx } from '../../support/xlsx.ts';
import { visitors } from '../storefront/visitors.ts';
import { aBatchOf, goods, stocked } from '../traceability/makers.ts';

useDatabase();
const { browser, browserOf, commune } = visitors();

let wet: string;
let untested: string;
beforeAll(async () => {
  const { actor } = commune().household;
  const honey = await addProduct(actor, { ...goods('mat-ong'), name: '=Mật ong', needsInspection: true }, noon);
  wet = (await stocked(actor, honey, 3, { lot: 'WET', expiresOn: '2026-11-30', producedOn: '2026-06-01' })).code;
  untested = (await aBatchOf(actor, honey, { lot: 'UNTESTED' })).code;
  const findings = [{ name: 'Chì', value: '9', unit: 'mg/kg', limit: '≤ 1', source: 'QCVN', conclusion: null }];
  const measurements = [{ key: 'water', value: 25.5, unit: '%' }];
  await recordEvent(actor, wet, { stage: 'inspection', occurredAt: noon, measurements, findings }, noon);
  for (const message of ['Lạ quá', 'Khác ảnh']) await reportDoubt({ code: wet, message }, message, noon);
  const paper = { kind: 'vietgap', number: 'VG-1', issuer: 'Chi cục', issuedOn: '2026-01-01' } as const;
  await addCertificate(actor, { sellerId: actor.sellerId ?? '' }, { ...paper, validUntil: '2026-12-01' }, noon);
});

describe('/chat-luong', () => {
  it('is for the officer and the cooperative', async () => {
    expect((await browser().get('/chat-luong')).status).toBe(303);
    expect((await browserOf(commune().household).get('/chat-luong')).status).toBe(403);
    expect((await browserOf(commune().household).get('/chat-luong.csv')).status).toBe(403);
    expect((await browserOf(commune().household).get('/ban-lam-viec')).text).not.toContain('/chat-luong');
    for (const who of ['officer', 'cooperative'] as const) {
      const { text } = await browserOf(commune()[who]).get('/ban-lam-viec');
      expect(text).toMatch(/href="\/chat-luong">[^]*?menu__count">3</);
    }
  });

  it('tells what lies outside, what misses its inspection and what is doubted', async () => {
    const officer = browserOf(commune().officer);
    const outside = (await officer.get('/chat-luong')).text;
    expect(outside).toMatch(
      /WET[^]*✕ Hàm lượng nước: 25,5 %[^]*✕ Chì: 9 mg\/kg[^]*Có kết quả không đạt[^]*2 báo nghi ngờ/,
    );
    expect(outside).not.toContain('UNTESTED');
    const missing = (await officer.get('/chat-luong?xem=untested')).text;
    expect(missing).toContain(`href="/lo/${untested}"`);
    expect(missing).not.toContain('>WET<');
    expect((await officer.get('/chat-luong?xem=doubted')).text).toMatch(/WET[^]*2 báo nghi ngờ chưa xem/);
    expect((await officer.get('/chat-luong?xem=doubted&hang=mien-dong&ho=')).text).toContain('Không có lô nào như vậy');
    expect((await officer.get('/chat-luong?xem[$ne]=1&ho[$ne]=x&hang=')).status).toBe(200);
    const other = browserOf(commune().otherCooperative);
    expect((await other.get('/chat-luong')).text).not.toContain('WET');
    expect((await other.get(`/chat-luong?ho=${commune().household.actor.sellerId}`)).text).not.toContain('WET');
  });

  it('is a table for spreadsheets too, without formulas', async () => {
    const answer = await browserOf(commune().officer).get('/chat-luong.csv?xem=outside');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('chat-luong-outside-2026-11-16.csv');
    const [head, row] = answer.text.split('\r\n');
    expect(head).toBe(
      '\uFEFFMã lô,Số lô,Mặt hàng,Người làm,Ngày làm,Vượt giới hạn,Kiểm nghiệm,Báo nghi ngờ chưa xem,Số gói còn,Đang thu hồi,Cân đối,Đã trả lời',
    );
    expect(row).toMatch(new RegExp(`^${wet},WET,'=Mật ong,[^,]+,01/06/2026,"Hàm lượng nước: 25,5 %; Chì: 9 mg/kg",`));
    expect(row).toMatch(/,2,3,Không,,$/);
  });

  it('keeps lots and codes as they are in Excel', async () => {
    const answer = await browserOf(commune().officer).get('/chat-luong.xlsx?xem=outside').responseType('blob');
    const [, row] = readXlsx(answer.body as Buffer).rows;
    expect(row?.slice(0, 5)).toMatchObject([
      { text: wet },
      { text: 'WET' },
      { text: '=Mật ong' },
      {},
      { day: '2026-06-01' },
    ]);
  });
});

describe('/sap-het-han', () => {
  it('lists goods and papers by their last day, with the way to act for who may', async () => {
    const own = (await browserOf(commune().household).get('/sap-het-han')).text;
    expect(own).toMatch(/WET[^]*Bán đến hết ngày 30\/11\/2026\. Còn 3 gói[^]*VG-1[^]*Có hạn đến 01\/12\/2026/);
    expect(own).toContain(`href="/lo/${wet}"`);
    expect(own).toContain(`href="/gian-hang/${commune().household.actor.sellerId}/chung-nhan"`);
    const seen = (await browserOf(commune().officer).get('/sap-het-han')).text;
    expect(seen).toContain('VG-1');
    expect(seen).not.toContain('/chung-nhan"');
    expect((await browserOf(commune().stranger).get('/sap-het-han')).text).toContain('Không có gì sắp hết hạn');
  });

  it('is counted and begun on the desk', async () => {
    const { text } = await browserOf(commune().household).get('/ban-lam-viec');
    expect(text).toMatch(/30\/11\/2026[^]*WET[^]*01\/12\/2026[^]*VietGAP\s+VG-1[^]*Xem tất cả \(2\)/);
    expect(text).toMatch(/href="\/sap-het-han">[^]*?menu__count">2</);
    expect((await browserOf(commune().stranger).get('/ban-lam-viec')).text).not.toContain('id="ending"');
  });

  it('lists the batches whose balance asks, with what was answered', async () => {
    const { actor } = commune().household;
    const paddy = await aBatchOf(actor, await addProduct(actor, { ...goods('gao-seng-cu'), name: 'Thóc' }, noon));
    const rice = await addProduct(actor, { ...goods('gao-seng-cu'), name: 'Gạo lứt' }, noon);
    const inputs = [{ batchCode: paddy.code, quantity: { value: 20, unit: 'kg' } }];
    const milled = await aBatchOf(actor, rice, { inputs, quantity: { value: 18, unit: 'kg' }, lot: 'LUT-1' });
    const officer = browserOf(commune().officer);
    const list = async () => (await officer.get('/chat-luong?xem=balance')).text;
    expect(await list()).toMatch(/LUT-1[^]*Vào 20 kg, ra 18 kg[^]*Chưa ai trả lời/);
    const maker = browserOf(commune().household);
    const path = `/lo/${milled.code}/can-doi`;
    const send = { _key: formKey((await maker.get(path)).text), said: 'Chỉ bóc trấu' };
    await maker.post(path).type('form').send(send).expect(303);
    expect(await list()).toMatch(/LUT-1[^]*Đã trả lời: Chỉ bóc trấu/);
    expect((await officer.get(path)).text).toContain('Chỉ bóc trấu');
    expect((await officer.get(path)).text).not.toContain('name="said"');
    const table = (await officer.get('/chat-luong.csv?xem=balance')).text;
    expect(table).toContain('"Vào 20 kg, ra 18 kg",Chỉ bóc trấu');
    expect((await browserOf(commune().otherCooperative).get('/chat-luong?xem=balance')).text).not.toContain('LUT-1');
  });
});

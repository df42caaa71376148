import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { readDocument } from '../../../server/media/documents.ts';
import { seenDossier } from '../../../server/ocop/dossiers.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { bring, contentsOf, idOf, knownGoods, ofTheBuyer, sha256, textsIn, zipOf } from './makers.ts';

const { browser, people, signedIn } = useBrowsers();
const pdf = Buffer.from('%PDF-1.7\n%%EOF\n');

let product: Product;
let household: Agent;
let url: string;

beforeAll(async () => {
  product = await knownGoods(people().household.actor);
  household = await signedIn((commune) => commune.household);
  const wanted = { productId: product.id, registration: 'new', setId: 'qd-26-2026', productSet: 'Miến, bún khô' };
  url = String((await fillIn(household, '/ho-so-ocop/moi', wanted)).headers.location);
});

describe('a dossier in work', () => {
  it('is begun by a person who chooses the set: none is chosen before', async () => {
    const { text } = await household.get(`/ho-so-ocop/moi?hang=${product.id}`).expect(200);
    expect(text).toMatch(new RegExp(`value="${product.id}"\\s+selected`));
    expect(text).not.toMatch(/name="setId"[^>]*checked/);
    expect(text).toContain('phải đọc lại bản Công báo');
    const without = await fillIn(household, '/ho-so-ocop/moi', { productId: product.id, registration: 'new' });
    expect(without.status).toBe(422);
  });

  it('says what we hold for each criterion, and in plain words what is missing', async () => {
    const { text } = await household.get(url).expect(200);
    for (const said of [
      'Giấy an toàn thực phẩm số ATTP-9',
      'Nguyên liệu trong xã trên tất cả: 40/40 kg',
      '12 tháng qua bán 2 gói, 120.000',
      'Hồ sơ của 2 lô gần nhất',
      'Còn thiếu',
      'Giấy đăng ký kinh doanh (bản sao)',
      'Miến, bún khô',
    ])
      expect(text).toContain(said);
    expect(text).toMatch(/badge--wait">còn phải ký<\/span> Phiếu đăng ký/);
    expect(text).toMatch(/badge--stop">thiếu<\/span> Phiếu kết quả kiểm nghiệm/);
    expect((await household.get(url).set('Accept-Language', 'en')).status).toBe(200);
  });

  it('takes a PDF, a photo, a note; refuses what is neither, and keeps what was typed', async () => {
    const at = `${url}/tieu-chi/C1`;
    expect((await bring(household, at, pdf, { paper: 'tests', note: 'Đang chờ kết quả' })).status).toBe(303);
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    expect((await bring(household, at, photo, { paper: 'tests', note: 'Đang chờ kết quả' })).status).toBe(303);
    // The same again is there once.
    expect((await bring(household, at, photo, { paper: 'tests', note: 'Đang chờ kết quả' })).status).toBe(303);
    const refused = await bring(household, at, Buffer.from('MZ…'), { paper: 'tests', note: 'Viết dở' });
    expect(refused.status).toBe(415);
    expect(refused.text).toContain('không phải ảnh, cũng không phải PDF');
    expect(refused.text).toContain('Viết dở');
    const { text } = await household.get(at);
    expect(text.match(/\/tep\/[0-9a-f]{24}"/g)).toHaveLength(2);
    const [file = ''] = /\/ho-so-ocop\/[0-9a-f]{24}\/tep\/[0-9a-f]{24}(?=")/.exec(text) ?? [];
    const paper = await household.get(file);
    expect(paper.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'private, no-store' });
    expect(paper.headers['content-disposition']).toContain('attachment');
  });

  it('a paper can be taken out, and its bytes are gone', async () => {
    const { files } = await seenDossier(people().household.actor, idOf(url));
    const [, photo] = files;
    const at = `${url}/tieu-chi/C1`;
    expect((await fillIn(household, at, {}, `${at}/tep/${photo?.id}/bo`)).status).toBe(303);
    expect(await readDocument(photo?.id ?? '')).toBeNull();
    expect((await household.get(`${url}/tep/${photo?.id}`)).status).toBe(404);
  });

  it('goes away as one ZIP, whose list says which file is for which criterion and what is missing', async () => {
    const zip = await zipOf(household, url);
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        '01_dang-ky/thong-tin-dang-ky.pdf',
        '02_phap-ly/giay-chung-nhan-1.pdf',
        '04_nguon-goc/nguon-goc-nguyen-lieu.xlsx',
        '06_chat-luong/ho-so-lo.xlsx',
        '08_ke-toan-thi-truong/so-ban-hang.xlsx',
        'muc-luc.xlsx',
        'muc-luc.pdf',
      ]),
    );
    const rows = contentsOf(zip);
    for (const [, , , , , , name = '', hash] of rows.slice(1).filter((row) => row[6]))
      expect(sha256(files[name] ?? pdf), name).toBe(hash);
    const listed = new Set(
      rows
        .slice(1)
        .map((row) => row[6])
        .filter(Boolean),
    );
    expect(Object.keys(files).filter((name) => !listed.has(name) && !name.startsWith('muc-luc'))).toEqual([]);
    expect(rows).toContainEqual(expect.arrayContaining(['C2', 'Bản tự công bố chất lượng', 'thiếu']));
    // One paper for several criteria: a line each.
    expect(rows.filter((row) => row[6] === '04_nguon-goc/nguon-goc-nguyen-lieu.xlsx').map((row) => row[1])).toEqual([
      'A1',
      'A3',
    ]);
    expect(rows.find((row) => row[1] === 'C1')?.[8]).toBe('Đang chờ kết quả');
  });

  it('holds nothing of any buyer', async () => {
    const texts = textsIn(await zipOf(household, url));
    expect(texts).toContain('Miến dong thử');
    for (const secret of ofTheBuyer) expect(texts).not.toContain(secret);
  });

  it('own points are within their parts, and stars only told when every part has some', async () => {
    const over = await fillIn(household, `${url}/diem`, { 'points.A': '41' });
    expect(over.status).toBe(422);
    expect(over.text).toContain('Phần này nhiều nhất 40 điểm');
    await fillIn(household, `${url}/diem`, { 'points.A': '30', 'points.B': '15' });
    expect((await household.get(url)).text).not.toContain('Tự chấm:');
    await fillIn(household, `${url}/diem`, { 'points.A': '30', 'points.B': '15,5', 'points.C': '25' });
    expect((await household.get(url)).text).toMatch(/Tự chấm: 70,5 trên 100 điểm\.\s+Theo bảng này là mức 4 sao/);
  });

  it('is looked on by the officer, worked on by the cooperative, and nobody else’s', async () => {
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get('/ho-so-ocop')).text).toContain(url);
    expect((await officer.get(url)).text).not.toContain(`${url}/nop`);
    await zipOf(officer, url);
    expect((await officer.get(`${url}/nop`)).status).toBe(403);
    const cooperative = await signedIn((commune) => commune.cooperative);
    expect((await cooperative.get(url)).text).toContain(`${url}/nop`);
    for (const who of ['neighbour', 'stranger'] as const) {
      const other = await signedIn((commune) => commune[who]);
      for (const end of ['', '.zip', '/nop', '/sua', '/diem', '/tieu-chi/A1'])
        expect((await other.get(url + end)).status, end).toBe(404);
      expect((await other.get('/ho-so-ocop')).text).not.toContain(url);
    }
    expect((await browser().get(`${url}.zip`)).status).not.toBe(200);
  });
});

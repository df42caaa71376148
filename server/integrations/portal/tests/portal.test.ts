import http from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitors } from '../../../../tests/server/storefront/visitors.ts';
import { formKey, noon } from '../../../../tests/support/app.ts';
import { command } from '../../../../tests/support/command.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { changeProduct } from '../../../catalog/products.ts';
import { keepImage } from '../../../media/images.ts';
import { noteOrganisation } from '../exports.ts';
import { type Portal, portalOver, readAnswer } from '../portal.ts';

useDatabase();
const { browser, browserOf, commune, sale } = visitors();

/** The portal as it was seen to answer: it refuses with status 200 and an error in the body. */
const refusing = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { maBarcode, maSoThue } = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    const fault = (debugMessage: string) => answer(200, { error: 'ERR_SYS_DEV', debugMessage });
    if (request.headers.authorization !== 'Bearer good') return answer(401, { message: 'Unauthorized' });
    if (maBarcode?.length !== 14) return fault('maBarcode: CheckDigit is wrong');
    if (maSoThue === '0000000000') return fault('NullReferenceException at ToChuc_SanPhamService.Insert');
    if (maSoThue === '1111111111') return fault('NullReferenceException at UploadFile');
    if (maSoThue === '2222222222') return fault('System.NullReferenceException');
    return answer(200, { idSanPham: 'SP-77' });
  });
});
let portal: (token: string) => Portal;
beforeAll(async () => {
  await new Promise<void>((done) => refusing.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  portal = (token) =>
    portalOver(async (path, body) => {
      const headers = { Authorization: `Bearer ${token}` };
      const answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() };
    });
});
afterAll(() => void refusing.close());

describe('the portal', () => {
  it.each([
    ['good', '09506000134352', '6200012345', { is: 'linked', portalId: 'SP-77' }],
    ['old', '09506000134352', '6200012345', { is: 'refused', why: 'sign-in' }],
    ['good', '123', '6200012345', { is: 'refused', why: 'gtin' }],
    ['good', '09506000134352', '0000000000', { is: 'refused', why: 'organisation' }],
    ['good', '09506000134352', '1111111111', { is: 'refused', why: 'picture' }],
    ['good', '09506000134352', '2222222222', { is: 'refused', why: 'account' }],
  ])('with token %s, number %s and tax code %s answers %o', async (token, gtin, taxCode, said) => {
    expect(await portal(token).link({ gtin, taxCode })).toMatchObject(said);
  });

  it.each([null, 'ok', {}, { idSanPham: null }, { idSanPham: 'x', error: 'ERR' }])(
    'takes %o for no success',
    (body) => {
      expect(readAnswer({ status: 200, body })).toMatchObject({ is: 'refused' });
    },
  );
});

describe('the officer', () => {
  it('sees what is missing in plain words, and writes down what came back; the scan shows it', async () => {
    const { product, batch } = await sale();
    const officer = browserOf(commune().officer);
    const list = await officer.get('/cong-quoc-gia').expect(200);
    expect(list.text).toContain('Thiếu mã vạch đã được cấp');
    expect(list.text).toContain('chưa có hồ sơ đã kích hoạt');
    const form = await officer.get(`/cong-quoc-gia/${product.id}`).expect(200);
    const typed = {
      _key: formKey(form.text),
      portalId: 'SP-9',
      otherSystem: 'checkvn',
      otherCode: 'VN-1',
      otherLink: 'https://checkvn.example/1',
    };
    await officer.post(`/cong-quoc-gia/${product.id}`).type('form').send(typed).expect(303);
    const scan = await browserOf(commune().officer).get(`/t/${batch.code}`);
    expect(scan.text).toMatch(/SP-9[^]*checkvn[^]*VN-1[^]*<a href="https:\/\/checkvn\.example\/1"/);
    const json = await browser().get(`/t/${batch.code}`).set('Accept', 'application/json');
    expect(json.body.codes).toEqual([
      { system: 'truyxuatnguongoc.gov.vn', code: 'SP-9', link: null },
      { system: 'checkvn', code: 'VN-1', link: 'https://checkvn.example/1' },
    ]);
    expect((await officer.get('/cong-quoc-gia')).text).toContain('Đã có mã:');
  });

  it.each([
    [{ otherSystem: 'checkvn' }, 'otherCode'],
    [{ otherCode: 'VN-1' }, 'otherSystem'],
    [{ otherLink: 'https://checkvn.example/1' }, 'otherSystem'],
  ])('is asked for the rest of a code of which only %o is typed', async (typed, field) => {
    const { product } = await sale();
    const officer = browserOf(commune().officer);
    const form = await officer.get(`/cong-quoc-gia/${product.id}`).expect(200);
    const sent = { _key: formKey(form.text), ...typed };
    const answer = await officer.post(`/cong-quoc-gia/${product.id}`).type('form').send(sent).expect(422);
    expect(answer.text).toContain('Ghi cả tên hệ thống và mã');
    expect(answer.text).toContain(`href="#${field}"`);
  });

  it('alone, notes how the portal knows a seller, with a tax code that is one', async () => {
    const { product } = await sale();
    const officer = browserOf(commune().officer);
    const page = `/cong-quoc-gia/to-chuc/${product.sellerId}`;
    const send = async (taxCode: string) => {
      const key = formKey((await officer.get(page)).text);
      return officer.post(page).type('form').send({ _key: key, taxCode, activated: 'yes' });
    };
    expect((await send('62')).text).toContain('10, 12 hoặc 13 chữ số');
    expect((await send('6200012345')).status).toBe(303);
    expect((await officer.get(`/cong-quoc-gia/${product.id}`)).text).not.toContain('chưa có hồ sơ đã kích hoạt');
    expect((await browserOf(commune().household).get('/cong-quoc-gia')).status).toBe(403);
  });

  it('takes along what is whole, and nothing else, to hand over meanwhile', async () => {
    const { product } = await sale();
    const officer = browserOf(commune().officer);
    const bundle = async () => (await officer.get('/cong-quoc-gia/goi.csv').expect(200)).text;
    const head = 'maBarcode,ten,hinhAnh,khoiLuongTinh,donVi,maSoThue';
    expect((await bundle()).replace('\uFEFF', '').trim()).toBe(head);
    const { actor } = commune().household;
    const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c9a' } })
      .jpeg()
      .toBuffer();
    const photo = await keepImage(jpeg, product.sellerId, noon);
    await changeProduct(actor, product.id, { gtin: '09506000134352', photoId: photo.id }, noon);
    await noteOrganisation(product.sellerId, { taxCode: '6200012345', activated: true }, { by: 'Cán bộ', at: noon });
    const [, row = '', ...others] = (await bundle()).trim().split(/\r?\n/);
    expect(others).toEqual([]);
    expect(row).toMatch(
      /^"?=?"*09506000134352"*,.*\/cong-quoc-gia\/anh\/[0-9a-f]{24}\.jpg,[\d.]+,(KG|G|L|ML),"?=?"*6200012345/,
    );
    const json = await officer.get('/cong-quoc-gia/goi.json').expect(200);
    expect(json.body).toEqual([expect.objectContaining({ maBarcode: '09506000134352', maSoThue: '6200012345' })]);
    expect((await officer.get(`/cong-quoc-gia/${product.id}`)).text).not.toMatch(/<dd>\s*chưa có\s*<\/dd>/);
    await sale();
    const { out } = await command('portal', '--dry-run');
    expect(out).toContain(`{"maBarcode":"09506000134352"`);
    expect(out).toMatch(/: no issued bar code number \(GTIN\)/);
    expect(out).toMatch(/\n\d+ products, 1 could go\n$/);
    for (const ending of ['csv', 'json'])
      expect((await browserOf(commune().household).get(`/cong-quoc-gia/goi.${ending}`)).status).toBe(403);
    const picture = await browser().get(`/cong-quoc-gia/anh/${product.id}.jpg`).redirects(0);
    expect([picture.status, picture.type, picture.headers['set-cookie']]).toEqual([200, 'image/jpeg', undefined]);
  }, 90_000);
});

describe('npm run -s portal', () => {
  it('sends nothing, and says so where no dry run is asked for', async () => {
    const { code, out, err } = await command('portal');
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('--dry-run: nothing is sent')]);
  }, 90_000);

  it('is one of the commands of integrations, and what none of them has is said to be none', async () => {
    const { code, err } = await command('../portal');
    expect([code, err]).toEqual([1, expect.stringContaining('There is no command')]);
  }, 90_000);
});

import PizZip from 'pizzip';
import { beforeAll, describe, expect, it } from 'vitest';
import { fillTemplate, readTemplate } from '../../../server/reports/docx-template.ts';
import { placeholders } from '../../../server/reports/report-text.ts';
import { templateInForce } from '../../../server/reports/reports.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { onSale } from '../orders/makers.ts';

useDatabase();

const { browser } = testApp();
let commune: Commune;
let template: Buffer;
const query = '?tu=2026-11-01&den=2026-11-30';

beforeAll(async () => {
  commune = await aCommune();
  template = await templateInForce();
});

const officer = () => browser().set('Cookie', `session=${commune.officer.token}`);
const part = (docx: Buffer, name = 'word/document.xml') => new PizZip(docx).file(name)?.asText() ?? '';
const wordsOf = (docx: Buffer) =>
  part(docx)
    .replaceAll(/<\/w:p>/g, '\n')
    .replaceAll(/<[^>]+>/g, '');

/** The template as somebody edited it in Word. */
function edited(change: (xml: string) => string): Buffer {
  const zip = new PizZip(template);
  zip.file('word/document.xml', change(part(template)));
  return zip.generate({ type: 'nodebuffer' });
}

const mistakesIn = (docx: Buffer) => {
  try {
    readTemplate(docx, placeholders);
    return [];
  } catch (error) {
    const { mistakes } = error as { mistakes: { code: string; facts: { name?: string } }[] };
    return mistakes.map(({ code, facts }) => [code, facts.name].filter(Boolean).join(' '));
  }
};

describe('the template', () => {
  it('that comes with the program has every placeholder, and the margins of the decree', () => {
    expect(mistakesIn(template)).toEqual([]);
    // Twentieths of a point: top and bottom 20 mm, left 30, right 15 (Decree 30/2020, Annex I).
    expect(part(template)).toContain('w:top="1134" w:right="851" w:bottom="1134" w:left="1701"');
    expect(part(template)).toContain('w:orient="landscape"');
  });

  it('may have its placeholders moved, also where Word cut one into runs', () => {
    const moved = edited((xml) =>
      xml
        .replace('{nguoi_ky}', '')
        .replace('BÁO CÁO', 'BÁO CÁO {nguoi_ky}')
        .replace('{doan_2}', '{doan</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>_2}'),
    );
    expect(mistakesIn(moved)).toEqual([]);
    const words = wordsOf(fillTemplate(moved, { doan_2: 'Đoạn <hai> & ba', nguoi_ky: 'Lò Văn A', chi_so: [] }));
    expect(words).toContain('BÁO CÁO Lò Văn A');
    expect(words).toContain('Đoạn &lt;hai&gt; &amp; ba');
    expect(words).not.toMatch(/[{}]|undefined/);
  });

  it.each([
    ['a missing placeholder', (xml: string) => xml.replace('{doan_3}', ''), ['placeholder-missing {doan_3}']],
    [
      'a misspelt one',
      (xml: string) => xml.replace('{doan_3}', '{doan_ba}'),
      ['placeholder-unknown {doan_ba}', 'placeholder-missing {doan_3}'],
    ],
    ['a brace that nobody closed', (xml: string) => xml.replace('{doan_3}', '{doan_3'), ['placeholder-broken {doan_3']],
    ['a list without an end', (xml: string) => xml.replace('{/chi_so}', ''), ['placeholder-broken {chi_so}']],
  ])('is refused for %s, by its name', (_, change, told) => {
    expect(mistakesIn(edited(change)).map((one) => one.slice(0, told[0]?.length ?? 0))).toEqual(
      expect.arrayContaining([told[0]]),
    );
    expect(mistakesIn(edited(change)).length).toBe(told.length);
  });

  it('is refused when it is no Word file', () => {
    for (const bytes of [Buffer.from('%PDF-1.7'), new PizZip().generate({ type: 'nodebuffer' }), Buffer.alloc(0)])
      expect(mistakesIn(bytes)).toEqual(['not-word']);
  });
});

describe('/bao-cao', () => {
  it('makes a report with the paragraphs as they were corrected, and keeps it as it was made', async () => {
    await onSale(commune.household.actor, 5);
    const agent = officer();
    const { text } = await agent.get(`/bao-cao/moi${query}`).expect(200);
    expect(text).toContain('ghi 1 lô hàng trên hệ thống');
    const corrected = { number: '417', day: '2026-12-01', doan_2: 'Trong kỳ ghi MỘT lô.', doan_3: 'Chưa có đơn.' };
    const form = { _key: formKey(text), ...corrected };
    await agent
      .post(`/bao-cao/moi${query}`)
      .type('form')
      .send({ ...form, doan_2: '' })
      .expect(422);
    const made = await agent.post(`/bao-cao/moi${query}`).type('form').send(form).expect(303);
    const url = String(made.headers.location);
    const file = async (ending: string) =>
      (await agent.get(`${url}.${ending}`).responseType('blob').expect(200)).body as Buffer;
    const [docx, csv] = [await file('docx'), await file('csv')];
    const words = wordsOf(docx);
    for (const said of [
      'Số: 417/BC-UBND',
      'Bình Lư, ngày 01 tháng 12 năm 2026',
      '(từ 01/11/2026 đến 30/11/2026)',
      'Trong kỳ ghi MỘT lô.',
      'Lưu: VT.',
      'KT. CHỦ TỊCH',
      'Lô hàng đã ghi',
      'chưa có số',
    ])
      expect(words).toContain(said);
    expect(words).not.toMatch(/[{}]|undefined|null/);
    // More happens, and the settings change: what was reported stays as it was.
    await onSale(commune.household.actor, 5);
    const settings = await agent.get('/bao-cao/cai-dat').expect(200);
    const names = { commune: 'XÃ KHÁC', place: 'Nơi khác', recipients: 'Lưu: VT.', signature: 'CHỦ TỊCH' };
    await agent
      .post('/bao-cao/cai-dat')
      .type('form')
      .send({ _key: formKey(settings.text), ...names })
      .expect(303);
    expect((await file('docx')).equals(docx)).toBe(true);
    expect((await file('csv')).equals(csv)).toBe(true);
    expect((await agent.get('/bao-cao').expect(200)).text).toContain('417/BC-UBND');
    expect((await agent.get(url).expect(200)).text).toContain('Trong kỳ ghi MỘT lô.');
    await browser().set('Cookie', `session=${commune.household.token}`).get(`${url}.docx`).expect(403);
    await agent.get('/bao-cao/000000000000000000000000.docx').expect(404);
  });

  it('takes an edited template, and says by name what is missing in one', async () => {
    const agent = officer();
    const page = await agent.get('/bao-cao/mau').expect(200);
    const send = (bytes: Buffer, key: string) =>
      agent.post('/bao-cao/mau').field('_key', key).attach('file', bytes, 'mau.docx');
    const refused = await send(
      edited((xml) => xml.replace('{xa}', '')),
      formKey(page.text),
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Mẫu thiếu chỗ điền {xa}');
    await send(
      edited((xml) => xml.replace('BÁO CÁO', 'BÁO CÁO THÁNG')),
      formKey(refused.text),
    ).expect(303);
    const { body } = await agent.get('/bao-cao/mau.docx').responseType('blob').expect(200);
    expect(wordsOf(body as Buffer)).toContain('BÁO CÁO THÁNG');
  });
});

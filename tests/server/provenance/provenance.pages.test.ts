import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { correctEvent } from '../../../server/traceability/events.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aThread, serialOf, type Thread } from './makers.ts';

useDatabase();
const market = testApp();
const agent = 'Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36';
const scan = (path: string, from = agent) => market.browser().get(path).set('User-Agent', from);
let thread: Thread;
beforeAll(async () => {
  thread = await aThread({ gtin: '09506000134352', lot: 'LOT-DEMO-1' });
});

describe('a code that is not there', () => {
  it.each(['/t/01234568', '/t/BNHTVDK8', '/t/x', '/t/%3Cscript%3E', '/t/BNHTVDK9/00000000'])(
    '%s explains itself, and offers to type the code and to report',
    async (path) => {
      const answer = await scan(path);
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('Không tìm thấy mã này');
      expect(answer.text).toContain('action="/t"');
      expect(answer.text).toContain('/nghi-ngo?code');
      expect(answer.text).not.toContain('<script>');
    },
  );

  it('is a problem for programs', async () => {
    const answer = await market.program().get('/t/01234568');
    expect(answer.status).toBe(404);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body.type).toMatch(/\/problems\/code-unknown$/);
  });

  it('says of a forged serial that the batch is real but the label is not', async () => {
    const answer = await scan(`/t/${thread.batch.code}/00000000`);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain(`Lô ${thread.batch.code} có thật`);
    expect(answer.text).not.toContain('Hàng thật');
  });
});

describe('guessing', () => {
  it('is refused after thirty misses a minute from one address, while a genuine code still answers', async () => {
    market.clock.now = new Date('2026-11-16T06:00:00Z');
    const statuses: number[] = [];
    for (let tries = 0; tries < 40; tries += 1) statuses.push((await scan('/t/01234568')).status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual(Array(10).fill(429));
    expect((await scan(`/t/${thread.batch.code}`)).status).toBe(200);
    expect(Number((await scan('/t/01234568')).headers['retry-after'])).toBeGreaterThan(0);
    market.clock.now = noon;
  });
});

describe('the page of a batch', () => {
  it('shows every fact that the law asks for', async () => {
    const { text } = await scan(`/t/${thread.batch.code}`);
    for (const fact of [
      'Hàng thật: lô Miến dong sợi nhỏ này của Hộ Lò Thị Mai, làm ngày 03/11/2026.',
      '-640.webp',
      'Bản Tân Bình, xã Bình Lư, tỉnh Lai Châu, Việt Nam',
      'Trước đây: xã Bình Lư, huyện Tam Đường, tỉnh Lai Châu',
      'Thu hoạch củ',
      '12/10/2026',
      'LOT-DEMO-1',
      '03/11/2027',
      'Tiêu chuẩn áp dụng',
      'Mã truy xuất nguồn gốc',
      thread.batch.code,
      'Mã sản phẩm',
      'Mã địa điểm',
      'Tinh bột củ dong riềng',
      '60.000',
      'Còn 40',
    ])
      expect(text).toContain(fact);
    expect(text.indexOf('verdict__sentence')).toBeLessThan(text.indexOf('class="photo"'));
    expect(text.indexOf('class="photo"')).toBeLessThan(text.indexOf('id="facts"'));
    expect(text.indexOf('id="facts"')).toBeLessThan(text.indexOf('id="journey"'));
    expect(text.indexOf('id="journey"')).toBeLessThan(text.indexOf('id="who"'));
    expect(text.indexOf('id="who"')).toBeLessThan(text.indexOf('id="buy"'));
  });

  it('is the same under the address a QR code carries, in capitals and with look-alike letters', async () => {
    const typed = thread.batch.code.replaceAll('0', 'o').replaceAll('1', 'l');
    expect((await scan(`/T/${thread.batch.code}`)).status).toBe(200);
    expect((await scan(`/t/${typed.toLowerCase()}`)).status).toBe(200);
  });

  it('speaks the language of the address, then of the cookie, then of the browser', async () => {
    const path = `/t/${thread.batch.code}`;
    expect((await scan(`${path}?lang=en`)).text).toContain('Genuine: this batch of');
    expect((await scan(path).set('Accept-Language', 'en')).text).toContain('Genuine: this batch of');
    expect((await scan(path).set('Accept-Language', 'en').set('Cookie', 'lang=vi')).text).toContain('Hàng thật');
  });

  it('gives link previews the page, and programs the same facts as JSON', async () => {
    const preview = await scan(`/t/${thread.batch.code}`, 'facebookexternalhit/1.1').set('Accept', '*/*');
    expect(preview.type).toBe('text/html');
    expect(preview.text).toMatch(/<meta property="og:title" content="Miến dong sợi nhỏ">/);
    const { body } = await market.program().get(`/t/${thread.batch.code}?lang=en`);
    expect(body).toMatchObject({
      code: thread.batch.code,
      serial: null,
      lot: 'LOT-DEMO-1',
      producedOn: '2026-11-03',
      expiresOn: '2027-11-03',
      verdict: { kind: 'genuine', code: 'genuine-batch', cautions: [] },
      product: { name: 'Miến dong sợi nhỏ', gtin: '09506000134352' },
      seller: { name: 'Hộ Lò Thị Mai', cooperative: 'HTX Miến Bình Lư', phone: null },
      offers: [{ name: 'Gói 500 g', priceVnd: 60_000, available: 40 }],
    });
    expect(body.steps.map((step: { stage: string }) => step.stage)).toEqual(['tuber-harvest', 'sun-drying', 'packing']);
    expect(body.verdict.sentence).toContain('Genuine');
  });

  it('may be kept by the browser but is asked for again each time', async () => {
    const first = await scan(`/t/${thread.batch.code}`);
    expect(first.headers['cache-control']).toBe('public, no-cache');
    const etag = first.headers.etag ?? '';
    expect((await scan(`/t/${thread.batch.code}`).set('If-None-Match', etag)).status).toBe(304);
  });

  it('marks an entry made late and a value corrected afterwards', async () => {
    const { batch, farmer } = await aThread();
    const before = (await scan(`/t/${batch.code}`)).text;
    expect(before).toContain('Ghi muộn');
    expect(before).not.toContain('Đã đính chính');
    const { body } = await market.program().get(`/t/${batch.code}`);
    const eventId = body.steps[1].id as string;
    const measurements = [{ key: 'moisture', value: 12.5, unit: '%' }];
    await correctEvent(farmer, batch.code, { eventId, reason: 'Đọc nhầm máy', measurements }, noon);
    const after = (await scan(`/t/${batch.code}`)).text;
    expect(after).toContain('Đã đính chính');
    expect(after).toContain('12,5');
    expect(after).not.toContain('13,5');
  });
});

describe('the page of one unit', () => {
  it('says since when its label is being scanned, a browser counting once a day', async () => {
    const path = `/t/${thread.batch.code}/${serialOf(thread.batch.code)}`;
    expect((await scan(path)).text).toContain('bạn là người đầu tiên quét');
    expect((await scan(path)).text).toContain('bạn là người đầu tiên quét');
    const second = (await scan(path, `${agent} Zalo`)).text;
    expect(second).toContain('quét lần đầu ngày 16/11/2026, đến nay 2 lượt');
    expect(second).toContain('đúng tem của lô');
  });

  it('is not counted for robots and prefetches', async () => {
    const path = `/t/${thread.batch.code}/${serialOf(thread.batch.code, 9)}`;
    await scan(path, 'Googlebot/2.1');
    await scan(path).set('Sec-Purpose', 'prefetch');
    expect((await scan(path, 'Googlebot/2.1')).text).not.toContain('quét lần đầu');
    expect((await market.program().get(path)).body.scans).toBeNull();
  });
});

describe('a batch that is not in order', () => {
  it('says first that it was recalled, why, and what to do', async () => {
    const { batch, chair } = await aThread();
    const words = { reason: { vi: 'Có mốc', en: 'Mould' }, advice: { vi: 'Mang trả nơi mua', en: 'Bring it back' } };
    await recallBatch(chair, batch.code, words, noon);
    for (const path of [`/t/${batch.code}`, `/t/${batch.code}/${serialOf(batch.code)}`]) {
      const { text } = await scan(path);
      expect(text).toContain('lô này đã bị thu hồi');
      expect(text).toContain('Có mốc');
      expect(text).toContain('Mang trả nơi mua');
      expect(text).not.toContain('Hàng thật');
    }
    const { body } = await market.program().get(`/t/${batch.code}?lang=en`);
    expect(body.verdict.kind).toBe('recalled');
    expect(body.recall.reason.en).toBe('Mould');
  });

  it('says that it has expired from the day after its last', async () => {
    const { batch } = await aThread({ expiresOn: '2026-11-16' });
    expect((await scan(`/t/${batch.code}`)).text).toContain('Hàng thật');
    market.clock.now = new Date('2026-11-16T17:00:00Z');
    expect((await scan(`/t/${batch.code}`)).text).toContain('đã hết hạn ngày 16/11/2026');
    market.clock.now = noon;
  });

  it('is not called genuine when somebody changed its history behind our back', async () => {
    const { batch } = await aThread();
    await mongoose.connection
      .collection('batches')
      .updateOne({ code: batch.code }, { $set: { 'events.0.place': 'Nơi khác' } });
    const { text } = await scan(`/t/${batch.code}`);
    expect(text).toContain('không xác minh được');
    expect(text).not.toContain('Hàng thật');
  });
});

describe('what people wrote', () => {
  it.each([`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</script><script>alert(1)</script>`])(
    'stays text: %s',
    async (note) => {
      const { batch } = await aThread({ note });
      const { text } = await scan(`/t/${batch.code}`);
      expect(text).not.toContain(note);
      expect(text.match(/<script/g)).toHaveLength(1);
    },
  );
});

describe('typing a code', () => {
  it.each([
    ['BNHTVDK9', '/t/BNHTVDK9'],
    [' bnht-vdk9 ', '/t/bnhtvdk9'],
    ['https://CHO.VN/T/BNHTVDK9/00K7M2QD', '/t/BNHTVDK9/00K7M2QD'],
    ['//evil.example', '/t/%2F%2Fevilexample'],
  ])('%s leads to %s', async (typed, path) => {
    const answer = await scan(`/t?code=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(path);
  });

  it('asks for one when there is none', async () => {
    const answer = await scan('/t');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Gõ mã in trên tem');
  });
});

describe('GS1 Digital Link', () => {
  const gtin = '/01/09506000134352';

  it('is refused when it is not one, and unknown goods are missing', async () => {
    expect((await scan('/01/09506000134353')).status).toBe(400);
    expect((await scan('/01/00614141123452')).status).toBe(404);
  });

  it('leads to the page of the lot, whole query and genuine serial included', async () => {
    const serial = serialOf(thread.batch.code);
    const answer = await scan(`${gtin}/10/LOT-DEMO-1/21/${serial}?lang=en&x=1`);
    expect(answer.status).toBe(307);
    expect(answer.headers.location).toBe(`/t/${thread.batch.code}/${serial}?lang=en&x=1`);
  });

  it('walks up from an unknown serial to the lot, and from an unknown lot to the product', async () => {
    expect((await scan(`${gtin}/10/LOT-DEMO-1/21/99`)).headers.location).toBe(`/t/${thread.batch.code}`);
    expect((await scan(`${gtin}/10/NOPE`)).headers.location).toBe(`/san-pham/${thread.product.slug}`);
    expect((await scan(gtin)).headers.location).toBe(`/san-pham/${thread.product.slug}`);
  });
});

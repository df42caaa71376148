import { beforeAll, describe, expect, it } from 'vitest';
import { ownCodeOf } from '../../../server/codes.ts';
import { integrations } from '../../../server/integration.ts';
import { correctEvent } from '../../../server/traceability/events.ts';
import { reserveCodes } from '../../../server/traceability/reserved-codes.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aSignedIn } from '../identity/makers.ts';
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

  it('is said to be waited for when a phone without signal holds it, and is no guess', async () => {
    const [code = ''] = await reserveCodes(thread.farmer, 1, noon);
    for (let times = 0; times < 40; times += 1) await market.program().get(`/t/${code}`).expect(404);
    const answer = await scan(`/t/${code}`);
    expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'no-store']);
    expect(answer.text).toContain('Lô này chưa được gửi lên');
    expect(answer.text).not.toMatch(/tem giả|Hàng thật/);
    expect((await market.program().get(`/t/${code}`)).body.type).toMatch(/\/problems\/batch-not-sent$/);
  });

  const documents = integrations.flatMap(({ batchDocuments }) =>
    batchDocuments.map(({ path }) => path.split('?')[0] ?? ''),
  );
  it.each(documents.flatMap((path) => [path, path.toUpperCase()]))(
    'is no forged serial where a document is asked for: %s',
    async (document) => {
      for (const asked of [scan, (path: string) => market.program().get(path)]) {
        const answer = await asked(`/t/${thread.batch.code}/${document}`);
        expect([answer.status, answer.type]).toEqual([200, expect.stringContaining('json')]);
        expect(answer.text).not.toContain('có thật');
      }
    },
  );

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
    for (const { id, slug } of [thread.product, thread.household]) {
      expect(text).toContain(`<dd class="code">${ownCodeOf(id)}</dd>`);
      expect(text).not.toContain(`<dd class="code">${slug}</dd>`);
    }
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

  it('is kept by nobody when somebody signed in looks at it', async () => {
    const { token } = await aSignedIn(null);
    const seen = await market.program(token).get(`/t/${thread.batch.code}`);
    expect(seen.headers['cache-control']).toBe('private, no-store');
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

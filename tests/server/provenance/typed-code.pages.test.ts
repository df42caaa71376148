import { beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aThread, serialOf, type Thread } from './makers.ts';

useDatabase();
const market = testApp();
const scan = (path: string) => market.browser().get(path);
let thread: Thread;
beforeAll(async () => {
  thread = await aThread({ gtin: '09506000134352', lot: 'LOT-DEMO-1' });
});

describe('typing a code', () => {
  it.each([
    ['BNHTVDK9', '/t/BNHTVDK9'],
    [' bnht-vdk9 ', '/t/BNHTVDK9'],
    ['https://CHO.VN/T/BNHTVDK9/00K7M2QD', '/t/BNHTVDK9/00K7M2QD'],
  ])('%s leads to %s', async (typed, path) => {
    const answer = await scan(`/t?code=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(path);
  });

  // All that the label itself shows, as people copy it.
  it.each([
    ['the lot', 'lot-demo-1'],
    ['the lot in words', 'Số lô: LOT-DEMO-1'],
    ['the GS1 link', 'https://CHO.VN/01/09506000134352/10/LOT-DEMO-1'],
    ['the element string', '(01)09506000134352(10)LOT-DEMO-1'],
    ['what a scanner reads', ']d2010950600013435210LOT-DEMO-1'],
  ])('leads from %s to the batch', async (_, typed) => {
    const answer = await scan(`/t?code=${encodeURIComponent(typed)}`);
    expect([answer.status, answer.headers.location]).toEqual([303, `/t/${thread.batch.code}`]);
  });

  it('leads from a code with its serial to the unit, and from the number under the bars to the product', async () => {
    const serial = serialOf(thread.batch.code);
    const unit = await scan(`/t?code=${encodeURIComponent(`${thread.batch.code} ${serial}`)}`);
    expect(unit.headers.location).toBe(`/t/${thread.batch.code}/${serial}`);
    const goods = await scan(`/t?code=${encodeURIComponent('0 9506000 13435 2')}`);
    expect(goods.headers.location).toBe(`/san-pham/${thread.product.slug}`);
  });

  it.each(['//evil.example', 'javascript:alert(1)', 'khong-co'])('says that %s is in no book', async (typed) => {
    const answer = await scan(`/t?code=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.text).toContain('Không tìm thấy mã này');
  });

  it('asks for one when there is none', async () => {
    const answer = await scan('/t');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Gõ mã in trên tem');
  });
});

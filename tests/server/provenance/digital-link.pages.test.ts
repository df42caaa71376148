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

  it('leaves it to the unit’s page, where guesses are counted, whether a serial is right', async () => {
    const answer = await scan(`${gtin}/10/LOT-DEMO-1/21/00000000`);
    expect(answer.headers.location).toBe(`/t/${thread.batch.code}/00000000`);
  });

  it('walks up from another maker’s serial to the lot, and from an unknown lot to the product', async () => {
    expect((await scan(`${gtin}/10/LOT-DEMO-1/21/99`)).headers.location).toBe(`/t/${thread.batch.code}`);
    expect((await scan(`${gtin}/10/NOPE`)).headers.location).toBe(`/san-pham/${thread.product.slug}`);
    expect((await scan(gtin)).headers.location).toBe(`/san-pham/${thread.product.slug}`);
  });
});

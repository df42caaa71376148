import http from 'node:http';
import supertest from 'supertest';
import { afterAll, describe, expect, it } from 'vitest';
import { aThread, serialOf } from '../../../../tests/server/provenance/makers.ts';
import { testApp } from '../../../../tests/support/app.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { goodsFront } from '../goods-front.pages.ts';

useDatabase();
const { app, services } = testApp();
let asked = 0;
const counting: http.RequestListener = (request, response) => {
  asked += 1;
  app(request, response);
};
// What is slow on a busy machine is not gone.
const isAnswered = goodsFront(services, counting, 20_000);
const front = http.createServer((request, response) => {
  if (!isAnswered(request, response)) counting(request, response);
});
afterAll(() => void front.close());
const agent = 'Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile';
const scan = (path: string) => supertest(front).get(path).set('Accept', 'text/html').set('User-Agent', agent);

describe('a Digital Link', () => {
  const goods = '/01/09506000134352';
  const answers = async (path: string) => {
    const before = asked;
    const [here, there] = await Promise.all([scan(path), supertest(app).get(path).set('Accept', 'text/html')]);
    const told = ({ status, headers }: supertest.Response) => [status, headers.location, headers.link];
    expect(told(here)).toEqual(told(there));
    for (const [name, value] of Object.entries(there.headers).filter(([one]) => /^access-|policy|^x-c/.test(one)))
      expect([name, here.headers[name]]).toEqual([name, value]);
    return { location: here.headers.location, byApp: asked - before };
  };

  it('to what is known is answered here as by the app, and the rest by the app', async () => {
    const { batch, product } = await aThread({ gtin: '09506000134352', lot: 'A/1' });
    const page = `/t/${batch.code}`;
    const lot = `${goods}/10/A%2F1`;
    expect(await answers(lot)).toEqual({ location: page, byApp: 0 });
    expect(await answers(`${lot}?a=1&lang=en`)).toEqual({ location: `${page}?a=1&lang=en`, byApp: 0 });
    const serial = serialOf(batch.code);
    expect(await answers(`${lot}/21/${serial}`)).toEqual({ location: `${page}/${serial}`, byApp: 0 });
    expect(await answers(`${lot}/21/99`)).toEqual({ location: page, byApp: 0 });
    expect(await answers(goods)).toEqual({ location: `/san-pham/${product.slug}`, byApp: 0 });
    for (const path of [`${goods}/10/NOPE`, `${lot}?linkType=gs1:pip`, `${lot}?99=X`, `${lot}?10=X`, '/01/1', '/01/'])
      expect([path, (await answers(path)).byApp]).toEqual([path, 1]);
  });
});

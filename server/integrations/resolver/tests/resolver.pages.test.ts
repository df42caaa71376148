import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aThread, serialOf, type Thread } from '../../../../tests/server/provenance/makers.ts';
import { testApp } from '../../../../tests/support/app.ts';
import { useDatabase } from '../../../../tests/support/database.ts';

useDatabase();
const market = testApp();
const scan = (path: string) => market.browser().get(path);
let thread: Thread;
beforeAll(async () => {
  thread = await aThread({ gtin: '09506000134352', lot: 'LOT-DEMO-1' });
});

const goods = '/01/09506000134352';
const batch = `${goods}/10/LOT-DEMO-1`;
const page = () => `/t/${thread.batch.code}`;
const product = () => `/san-pham/${thread.product.slug}`;

// The shape of GS1's schema for linksets of conformant resolvers (ref.gs1.org/standards/resolver/1.2.0/linkset-schema).
const address = z.string().regex(/^https?:\/\/[a-zA-Z0-9./]+/);
const LinkObject = z.strictObject({
  href: address,
  title: z.string().min(1),
  hreflang: z.array(z.string().regex(/^\w{2}(-\w{2})?$/)).optional(),
  type: z
    .string()
    .regex(/\w+\/[-+.\w]+/)
    .optional(),
});
const Context = z
  .object({ anchor: address, itemDescription: z.string().min(1) })
  .catchall(z.array(LinkObject))
  .refine((one) =>
    Object.keys(one).every((key) => /^(anchor|itemDescription|https:\/\/ref\.gs1\.org\/voc\/\w+)$/.test(key)),
  );
const Linkset = z.strictObject({ linkset: z.array(Context).min(1) });

const linksetOf = async (path: string) => {
  const answer = await scan(`${path}?linkType=linkset`);
  expect([answer.status, answer.type]).toEqual([200, 'application/linkset+json']);
  return Linkset.parse(JSON.parse(answer.text)).linkset;
};

describe('the description of the resolver', () => {
  it('stands where the standard looks for it', async () => {
    const answer = await scan('/.well-known/gs1resolver');
    expect([answer.status, answer.type]).toEqual([200, 'application/json']);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.body).toMatchObject({
      resolverRoot: market.services.config.publicUrl,
      supportedPrimaryKeys: ['01'],
      supportedLinkType: [{ namespace: 'https://ref.gs1.org/voc/', prefix: 'gs1:' }],
      linkTypeDefaultCanBeLinkset: false,
    });
  });
});

describe('a linkset', () => {
  it('lists every level upward, each with one default link without attributes, told again by what it is', async () => {
    const serial = serialOf(thread.batch.code);
    const levels = await linksetOf(`${batch}/21/${serial}`);
    const { publicUrl } = market.services.config;
    expect(levels.map(({ anchor }) => anchor)).toEqual(
      [`${batch}/21/${serial}`, batch, goods].map((one) => publicUrl + one),
    );
    for (const level of levels) {
      const links = level['https://ref.gs1.org/voc/defaultLink'] as z.infer<typeof LinkObject>[];
      expect(links).toHaveLength(1);
      expect(Object.keys(links[0] ?? {})).toEqual(['href', 'title']);
      const others = Object.entries(level).flatMap(([key, value]) =>
        key.endsWith('defaultLink') ? [] : [value].flat(),
      );
      const pages = others.map((one) => (typeof one === 'string' ? '' : one.href.split('?')[0]));
      expect(pages).toContain(links[0]?.href);
    }
  });

  it('is what Accept asks for too, and says where its context stands', async () => {
    const answer = await scan(batch).set('Accept', 'application/linkset+json');
    expect([answer.status, answer.type]).toEqual([200, 'application/linkset+json']);
    expect(answer.headers.link).toContain('http://www.w3.org/ns/json-ld#context');
    expect(answer.headers.vary).toMatch(/Accept\b.*Accept-Language/);
  });

  it('of an unknown lot is that of the goods', async () => {
    expect((await linksetOf(`${goods}/10/NOPE`)).map(({ anchor }) => new URL(anchor).pathname)).toEqual([goods]);
  });

  it('leads only to pages that are there', async () => {
    const levels = await linksetOf(`${batch}/21/${serialOf(thread.batch.code)}`);
    const links = levels.flatMap((level) =>
      Object.values(level).flatMap((value) => (typeof value === 'string' ? [] : value)),
    );
    for (const { href, type, hreflang } of links) {
      const answer = await scan(href.replace(market.services.config.publicUrl, '')).set('Accept', type ?? 'text/html');
      expect([href, answer.status, answer.type]).toEqual([href, 200, type ?? 'text/html']);
      if (hreflang) expect(answer.text).toContain(`lang="${hreflang[0]}"`);
    }
  });
});

describe('a link type', () => {
  it.each([
    ['gs1:defaultLink', '', page],
    ['gs1:traceability', '&lang=vi', page],
    ['https://ref.gs1.org/voc/traceability', '&lang=vi', page],
    ['https://gs1.org/voc/recallStatus', '&lang=vi', page],
    ['gs1:pip', '&lang=vi', product],
  ])('%s is followed, upward where the lot has none', async (type, query, to) => {
    const answer = await scan(`${batch}?linkType=${encodeURIComponent(type)}`).set('Accept-Language', 'vi');
    const asked = `linkType=${encodeURIComponent(type)}`;
    expect([answer.status, answer.headers.location]).toEqual([307, `${to()}?${asked}${query}`]);
  });

  it('is chosen by language and format', async () => {
    const english = await scan(`${batch}?linkType=gs1:pip&x=1`).set('Accept-Language', 'en-GB,en;q=0.8');
    expect(english.headers.location).toBe(`${product()}?linkType=gs1:pip&x=1&lang=en`);
    const asked = await scan(`${batch}?linkType=gs1:pip&lang=vi`).set('Accept-Language', 'en');
    expect(asked.headers.location).toBe(`${product()}?linkType=gs1:pip&lang=vi`);
    const json = await scan(`${batch}?linkType=gs1:traceability`).set('Accept', 'application/json');
    expect(json.headers.location).toBe(`${page()}?linkType=gs1:traceability`);
  });

  it.each(['gs1:epil', 'gs1:', 'pip', 'http://evil.example/voc/pip', '__proto__', ''])(
    '%j has no link here',
    async (type) => {
      const answer = await scan(`${batch}?linkType=${encodeURIComponent(type)}`);
      expect(answer.status).toBe(404);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    },
  );
});

describe('other verbs', () => {
  it('HEAD as GET; OPTIONS say what may be asked; nothing else', async () => {
    expect((await market.browser().head(batch)).headers.location).toBe(page());
    const options = await market.browser().options(batch).set('Origin', 'https://scanner.example');
    expect([options.status, options.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD, OPTIONS']);
    const post = await market.browser().post(batch);
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('say with a redirect where all links are', async () => {
    const { link } = (await scan(batch)).headers;
    expect(link).toBe(
      `<${market.services.config.publicUrl}${batch}?linkType=linkset>; rel="linkset"; type="application/linkset+json"`,
    );
  });
});

describe('GS1 Digital Link', () => {
  it('is refused when it is not one, and unknown goods are missing', async () => {
    expect((await scan('/01/09506000134353')).status).toBe(400);
    expect((await scan('/01/00614141123452')).status).toBe(404);
  });

  it('leads to the page of the lot, whole query and genuine serial included', async () => {
    const serial = serialOf(thread.batch.code);
    const answer = await scan(`${goods}/10/LOT-DEMO-1/21/${serial}?lang=en&x=1`);
    expect(answer.status).toBe(307);
    expect(answer.headers.location).toBe(`/t/${thread.batch.code}/${serial}?lang=en&x=1`);
  });

  it('leaves it to the unit’s page, where guesses are counted, whether a serial is right', async () => {
    const answer = await scan(`${goods}/10/LOT-DEMO-1/21/00000000`);
    expect(answer.headers.location).toBe(`/t/${thread.batch.code}/00000000`);
  });

  it('walks up from another maker’s serial to the lot, and from goods alone to the product', async () => {
    expect((await scan(`${goods}/10/LOT-DEMO-1/21/99`)).headers.location).toBe(`/t/${thread.batch.code}`);
    expect((await scan(goods)).headers.location).toBe(`/san-pham/${thread.product.slug}`);
  });

  it('leads from a lot in no book to the product, which says so', async () => {
    const { location } = (await scan(`${goods}/10/NOPE?lang=vi`)).headers;
    expect(location).toBe(`/san-pham/${thread.product.slug}?lang=vi&lo=khong-ro`);
    const said = 'Số lô trên tem không có trong sổ của chợ';
    expect((await scan(location ?? '')).text).toContain(said);
    expect((await scan(`/san-pham/${thread.product.slug}`)).text).not.toContain(said);
  });

  it('counts made-up lots as guesses', async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 40; tries += 1) statuses.push((await scan(`${goods}/10/NOPE${tries}`)).status);
    expect(statuses.slice(-3)).toEqual([429, 429, 429]);
    expect((await scan(`${goods}/10/LOT-DEMO-1`)).status).toBe(307);
  });
});

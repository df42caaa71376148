import { beforeAll, describe, expect, it } from 'vitest';
import { aThread, serialOf, type Thread } from '../../../../tests/server/provenance/makers.ts';
import { testApp } from '../../../../tests/support/app.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { schemaFaults } from '../../../../tests/support/gs1-schemas.ts';
import { readEpc } from '../epc.ts';
import { type Rule, rules } from './conformance.ts';

useDatabase();
const publicUrl = 'https://cho.example';
const market = testApp({ publicUrl });
let thread: Thread;
beforeAll(async () => {
  thread = await aThread({ gtin: '09506000134352', lot: 'LOT-1' });
});

interface Link {
  href: string;
  title: string;
  hreflang?: string[];
  type?: string;
}
type Level = Record<string, Link[] | string> & { anchor: string };
type Body = { linkset?: Level[]; supportedPrimaryKeys?: string[]; supportedLinkType?: object[] };

const vocabulary = 'https://ref.gs1.org/voc/';
const goods = '/01/09506000134352';
// SGTIN-96 of 9506000.013435 with the serial 1: header, filter 1, partition 5.
const epcOfGoods = BigInt(
  `0b00110000001101${(9_506_000).toString(2).padStart(24, '0')}${(13_435).toString(2).padStart(20, '0')}${'1'.padStart(38, '0')}`,
)
  .toString(16)
  .padStart(24, '0');

const filled = (text: string): string => {
  const { code } = thread.batch;
  const known: Record<string, string> = {
    goods,
    batch: `${goods}/10/LOT-1`,
    unit: `${goods}/10/LOT-1/21/${serialOf(code)}`,
    lot: 'LOT-1',
    serial: serialOf(code),
    epc: epcOfGoods,
    page: `/t/${code}`,
    product: `/san-pham/${thread.product.slug}`,
  };
  return text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => known[name] ?? '');
};

const linksOf = (level: Level): [string, Link[]][] =>
  Object.entries(level).flatMap(([type, links]): [string, Link[]][] => (Array.isArray(links) ? [[type, links]] : []));
const levelsIn = ({ linkset = [] }: Body): Level[] => linkset;
const allIn = (body: Body): Link[] => levelsIn(body).flatMap((level) => linksOf(level).flatMap(([, links]) => links));
const namesIn = (body: Body): string[] => levelsIn(body).flatMap((level) => linksOf(level).map(([type]) => type));
const anchorsIn = (body: Body): string[] => levelsIn(body).map(({ anchor }) => anchor.replace(publicUrl, ''));
const defaultsIn = (level: Level): Link[] => (level[`${vocabulary}defaultLink`] ?? []) as Link[];

/** What has to hold of a body, by its name in a rule. */
const checks: Record<string, (body: Body) => void> = {
  'is a linkset': (body) => expect(levelsIn(body).length).toBeGreaterThan(0),
  'anchors are plain links': (body) => {
    for (const one of anchorsIn(body)) expect(one).toMatch(/^\/01\/\d{14}(\/\d+\/[^/]+)*$/);
  },
  targets: (body) => {
    for (const { href } of allIn(body)) expect(href).toMatch(/^https:\/\/cho\.example\/./);
  },
  types: (body) => {
    for (const type of namesIn(body)) expect(type).toMatch(/^https:\/\/ref\.gs1\.org\/voc\/\w+$/);
  },
  titles: (body) => {
    for (const { title } of allIn(body)) expect(title).toMatch(/\p{L}/u);
  },
  languages: (body) => {
    const told = allIn(body).flatMap(({ hreflang }) => (hreflang === undefined ? [] : [hreflang]));
    expect(told.length).toBeGreaterThan(0);
    for (const list of told) for (const tag of list) expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
  },
  'media types': (body) =>
    expect(new Set(allIn(body).map(({ type }) => type ?? 'none'))).toEqual(
      new Set(['none', 'text/html', 'application/json']),
    ),
  'one default': (body) => {
    for (const level of levelsIn(body))
      expect(defaultsIn(level).map((one) => Object.keys(one).sort())).toEqual([['href', 'title']]);
  },
  'no several defaults': (body) => expect(namesIn(body).join()).not.toMatch(/defaultLinkMulti/),
  'default told again': (body) => {
    for (const level of levelsIn(body)) {
      const others = linksOf(level).flatMap(([type, links]) => (type.endsWith('defaultLink') ? [] : links));
      expect(others.map(({ href }) => href.split('?')[0])).toContain(defaultsIn(level)[0]?.href);
    }
  },
  'unit within its lot': (body) => expect(anchorsIn(body)[0]).toBe(filled('{unit}')),
  'every level': (body) => expect(anchorsIn(body)).toEqual(['{unit}', '{batch}', '{goods}'].map(filled)),
  'nothing handled elsewhere': (body) => expect(namesIn(body).join()).not.toMatch(/handledBy/),
  'valid linkset': (body) => expect(schemaFaults('linkset', body)).toEqual([]),
  keys: (body) => expect(body.supportedPrimaryKeys).toEqual(['01']),
  'one vocabulary': (body) => expect(body.supportedLinkType).toEqual([{ namespace: vocabulary, prefix: 'gs1:' }]),
  'valid description': (body) => expect(schemaFaults('description', body)).toEqual([]),
};

async function ask({ method, ask: address, sent = {} }: Pick<Rule, 'method' | 'ask' | 'sent'>) {
  const browser = market.browser();
  const path = filled(address);
  const request =
    method === 'OPTIONS' ? browser.options(path) : method === 'HEAD' ? browser.head(path) : browser.get(path);
  return request.set(sent);
}

describe('an EPC binary string', () => {
  it.each([
    // EPC Tag Data Standard, the examples of SGTIN-96 and SGTIN-198.
    ['3074257BF7194E4000001A85', { is: 'goods', gtin: '80614141123458', serial: '6789' }],
    ['3674257BF6B7A659B2C2BF1000000000000000000000000000', { is: 'goods', gtin: '70614141123451', serial: '32a/b' }],
    // A container, and a form of the tag standard's second edition.
    ['3174257BF4499602D2000000', { is: 'other' }],
    ['F74257BF7194E4000001A850', { is: 'other' }],
    ['3074257BF7194E4000001A8', null],
    ['3074257BF7194E4000001A85FF', null],
    ['307C257BF7194E4000001A85', null],
    ['3600000000000000000000000000000000000000000000000000', null],
    ['zz', null],
  ])('%s is read as %o', (hex, read) => {
    expect(readEpc(hex)).toEqual(read);
    expect(readEpc(hex.toLowerCase())).toEqual(read);
  });

  it.each([
    ['/eh3074257BF7194E4000001A85', 404],
    ['/eh3174257BF4499602D2000000', 404],
    ['/eh3074', 400],
    ['/EH00', 404],
  ])('%s, of nothing that is known or with a fault, is answered %i', async (address, status) => {
    expect((await ask({ ask: address })).status).toBe(status);
  });
});

describe('of the 36 SHALL of a GS1-Conformant Resolver 1.2', () => {
  it('each has its number, and one is departed from on purpose, with why', () => {
    expect(rules.map(({ number }) => number)).toEqual(Array.from({ length: 36 }, (_, index) => index + 1));
    expect(rules.flatMap(({ number, refused }) => (refused === undefined ? [] : [number]))).toEqual([25]);
  });

  it.each(rules.map((rule) => [rule.number, rule.says, rule] as const))(
    'rule %i holds: %s',
    async (_number, _says, rule) => {
      const { status, location, headers = {}, body } = rule.wanted;
      const answer = await ask(rule);
      expect([rule.ask, answer.status]).toEqual([rule.ask, status]);
      if (location !== undefined) expect(answer.headers.location ?? null).toBe(location && filled(location));
      for (const [name, form] of Object.entries(headers)) expect(answer.headers[name]).toMatch(form);
      const check = body === undefined ? undefined : checks[body];
      expect(check === undefined).toBe(body === undefined);
      check?.(JSON.parse(answer.text) as Body);
    },
  );

  it('HEAD is answered as GET', async () => {
    const [head, get] = await Promise.all([ask({ method: 'HEAD', ask: '{batch}' }), ask({ ask: '{batch}' })]);
    expect([head.status, head.headers.location]).toEqual([get.status, get.headers.location]);
  });

  it('a slash at the end is borne', async () => {
    expect((await ask({ ask: '{batch}/' })).headers.location).toBe(filled('{page}'));
  });
});

// The SHALL statements of the GS1-Conformant Resolver Standard 1.2, numbered in the order of its clauses; in brackets their place
// in its conformance statement (section 5). Each is one request and what must come of it.

/** What has to hold of an answer. */
export interface Wanted {
  status: number;
  /** `{…}` stand for the test's own goods; null: no redirect. */
  location?: string | null;
  /** Of a header, by its name in small letters. */
  headers?: Readonly<Record<string, RegExp>>;
  /** Of what is sent, by the name of a check in the test. */
  body?: string;
}

export interface Rule {
  number: number;
  clause: string;
  says: string;
  method?: 'HEAD' | 'OPTIONS';
  ask: string;
  sent?: Readonly<Record<string, string>>;
  wanted: Wanted;
  /** Why it is departed from on purpose; what is wanted then is what we do instead. */
  refused?: string;
}

const linkset = (number: number, clause: string, says: string, body: string): Rule => ({
  number,
  clause,
  says,
  ask: '{unit}?linkType=linkset',
  wanted: { status: 200, location: null, headers: { 'content-type': /^application\/linkset\+json/ }, body },
});

const plain = (
  number: number,
  clause: string,
  says: string,
  row: Pick<Rule, 'ask' | 'wanted'> & Partial<Rule>,
): Rule => ({
  number,
  clause,
  says,
  ...row,
});

const to = (location: string): Wanted => ({ status: 307, location });

export const rules: readonly Rule[] = [
  plain(1, '2.1 [1]', 'all qualifiers of a supported key', {
    ask: '{goods}/22/2A/10/{lot}/21/{serial}',
    wanted: to('{page}/{serial}'),
  }),
  plain(2, '2.2 [2]', 'HTTP 1.1 GET, HEAD and OPTIONS', {
    method: 'OPTIONS',
    ask: '{batch}',
    wanted: { status: 204, headers: { allow: /^GET, HEAD, OPTIONS$/ } },
  }),
  plain(3, '2.2 [3]', 'HTTP over TLS', {
    ask: '{batch}',
    sent: { 'X-Forwarded-Proto': 'https' },
    wanted: { ...to('{page}'), headers: { link: /^<https:/ } },
  }),
  plain(4, '2.2 [4]', 'CORS', {
    ask: '{batch}',
    sent: { Origin: 'https://scanner.example' },
    wanted: {
      ...to('{page}'),
      headers: { 'access-control-allow-origin': /^\*$/, 'access-control-expose-headers': /Link/ },
    },
  }),
  plain(5, '2.2', 'redirects to the default link unless asked otherwise', { ask: '{batch}', wanted: to('{page}') }),
  linkset(6, '2.2, 2.9 [10]', 'linkType=linkset gives the linkset', 'is a linkset'),
  plain(7, '2.9 [10]', 'Accept: application/linkset+json gives the linkset', {
    ask: '{unit}',
    sent: { Accept: 'application/linkset+json' },
    wanted: { status: 200, location: null, body: 'is a linkset' },
  }),
  plain(8, '2.3 [5]', 'decompresses EPC binary strings', {
    ask: '/eh{epc}?a=1',
    wanted: to('{product}?a=1'),
  }),
  linkset(9, '2.3 [10]', 'anchors are written out, not compressed', 'anchors are plain links'),
  // There is no other resolver to send to: what came compressed is answered here, and its linkset is named by the address written out.
  plain(10, '2.3 [6]', 'another resolver is given the address written out', {
    ask: '/eh{epc}',
    wanted: { ...to('{product}'), headers: { link: /^<https:\/\/cho\.example\/01\/\d{14}\?linkType=linkset>/ } },
  }),
  plain(11, '2.4.1 [7]', 'an address with a fault is answered 400', {
    ask: '{goods}/21/A/10/B',
    wanted: { status: 400 },
  }),
  plain(12, '2.4.1 [8]', 'a right address of which nothing is known is answered 404', {
    ask: '/01/00614141123452',
    wanted: { status: 404 },
  }),
  plain(13, '2.4.1 [9]', 'no mistake is answered 200', {
    ask: '/01/00614141123452?linkType=linkset',
    wanted: { status: 404 },
  }),
  linkset(14, '2.5.1 [11]', 'each link has a target', 'targets'),
  linkset(15, '2.5.2 [11]', 'each link has a type', 'types'),
  linkset(16, '2.5.3 [11]', 'each link has a title', 'titles'),
  linkset(17, '2.5.4', 'languages are a list of BCP 47 tags', 'languages'),
  linkset(18, '2.5.5 [11]', 'media types are IANA’s', 'media types'),
  linkset(19, '2.5.8 [14]', 'one default link, with a title and nothing else', 'one default'),
  linkset(20, '2.5.8', 'several defaults are called defaultLinkMulti', 'no several defaults'),
  linkset(21, '2.5.8 [12]', 'the default link is told again by what it is', 'default told again'),
  plain(22, '2.5.9 [16]', 'there is a default link at the entry or above it', {
    ask: '{goods}/10/NOPE',
    wanted: to('{product}?lo=khong-ro'),
  }),
  plain(23, '2.5.9 [22]', 'supported keys stand in the description', {
    ask: '/.well-known/gs1resolver',
    wanted: { status: 200, body: 'keys' },
  }),
  plain(24, '2.5.9, rule 1', 'AI 235 stands alone', { ask: '{goods}/10/{lot}/235/TPX', wanted: { status: 400 } }),
  linkset(25, '2.5.9, rule 2 [23]', 'links of a serial name no lot', 'unit within its lot'),
  plain(26, '2.5.9, rule 3', 'without a serial there may be a variant and a lot', {
    ask: '{goods}/22/2A/10/{lot}',
    wanted: to('{page}'),
  }),
  linkset(27, '2.5.9, rule 4', 'the linkset has every level upward', 'every level'),
  plain(28, '2.6.1 [15]', 'what decides nothing leads to the default link', {
    ask: '{batch}',
    sent: { 'Accept-Language': 'de', Accept: 'image/png' },
    wanted: to('{page}'),
  }),
  plain(29, '2.6.2 [17]', 'the link type asked for is followed', {
    ask: '{batch}?linkType=gs1:pip',
    sent: { 'Accept-Language': 'vi' },
    wanted: to('{product}?linkType=gs1:pip&lang=vi'),
  }),
  plain(30, '2.6.2 [18]', 'a link type that is not there is answered 404', {
    ask: '{batch}?linkType=gs1:epil',
    wanted: { status: 404 },
  }),
  linkset(31, '2.8', 'what another resolver handles is said by handledBy', 'nothing handled elsewhere'),
  linkset(32, '2.10 [10]', 'the linkset is valid by its schema', 'valid linkset'),
  plain(33, '2.12 [19]', 'the query is passed on, whole', {
    ask: '{batch}?utm_source=zalo&b&c=%20x;d=2&17=261231',
    wanted: to('{page}?utm_source=zalo&b&c=%20x;d=2&17=261231'),
  }),
  plain(34, '2.14 [24]', 'types of the GS1 Web Vocabulary are known', {
    ask: '{batch}?linkType=https://ref.gs1.org/voc/traceability',
    sent: { 'Accept-Language': 'vi' },
    wanted: to('{page}?linkType=https://ref.gs1.org/voc/traceability&lang=vi'),
  }),
  plain(35, '2.14 [24]', 'no type of elsewhere doubles one of GS1’s', {
    ask: '/.well-known/gs1resolver',
    wanted: { status: 200, body: 'one vocabulary' },
  }),
  plain(36, '3 [21]', 'the description stands where it is looked for, valid by its schema', {
    ask: '/.well-known/gs1resolver',
    wanted: {
      status: 200,
      headers: { 'content-type': /^application\/json/, 'access-control-allow-origin': /^\*$/ },
      body: 'valid description',
    },
  }),
].map((rule) =>
  rule.number === 25
    ? { ...rule, refused: 'our serials are told apart within a lot only, so a unit’s links keep its lot' }
    : rule,
);

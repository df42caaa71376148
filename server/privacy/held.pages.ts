import { formatDay, formatMoment, formatMoney, formatNumber } from '../format.ts';
import { findSentence, sentence } from '../http/messages.ts';
import { formatPhone } from '../identity/phone.ts';
import type { Language } from '../language.ts';
import type { ReportSection } from '../press/report.ts';
import type { Held, HeldOfBuyer, HeldOfSeller } from './seeing.ts';

type Say = (key: string, facts?: Record<string, string>) => string;
type Fact = readonly [name: string, value: string | null];

/** What is held about somebody, part by part, as page and paper say it; parts with nothing in them say so. */
export function heldIn({ seller, buyer, mentions }: Held, language: Language): ReportSection[] {
  const say: Say = (key, facts = {}) => sentence(language, `seeing.${key}`, facts);
  return [
    ...(seller ? sellerParts(seller, say, language) : []),
    ...buyerParts(buyer, say, language),
    ...(mentions.length > 0 ? [mentionsPart(mentions, say, language)] : []),
  ];
}

function sellerParts(held: HeldOfSeller, say: Say, language: Language): ReportSection[] {
  const { seller, accounts, identity, book, consents, plots } = held;
  const { line, commune, province } = seller.address;
  const yes = (is: boolean) => say(is ? 'yes' : 'no');
  const said = (key: string) => sentence(language, key);
  const facts: Fact[] = [
    [say('seller.name'), seller.name],
    [say('seller.place'), [seller.village, line, commune, province].filter(Boolean).join(', ')],
    [say('seller.people'), seller.people],
    [say('seller.shown-phone'), seller.publicPhone && formatPhone(seller.publicPhone)],
  ];
  const people = accounts.map(({ name, phone, state, hasTotp }) => [
    name,
    phone === null ? '–' : formatPhone(phone),
    say(`account-state.${state}`),
    yes(hasTotp),
  ]);
  const agreed = consents.map((one) => [
    one.person,
    formatDay(one.givenOn),
    said(`stories.ways.${one.way}`),
    [one.showsName && say('consent.name'), one.showsFace && say('consent.face')].filter(Boolean).join(', '),
    one.withdrawnAt === null ? say('consent.stands') : formatMoment(one.withdrawnAt),
  ]);
  const land = plots.map(({ name, use, area, hasPosition, position }) => [
    name,
    said(`plots.uses.${use}`),
    area === null ? '–' : `${formatNumber(area, language)} m²`,
    position === null ? yes(hasPosition) : `${position.latitude}; ${position.longitude}`,
  ]);
  return [
    part('seller', facts, say),
    table('people', ['name', 'phone', 'state', 'totp'], people, say),
    part('identity', identityFacts(identity, said), say),
    table('money', ['account', 'bank', 'moment', 'by'], accountLines(book), say),
    table('consents', ['name', 'day', 'way', 'shows', 'withdrawn'], agreed, say),
    table('plots', ['name', 'use', 'area', 'position'], land, say),
    { heading: say('goods.title'), note: say('goods.text') },
  ];
}

function identityFacts(identity: HeldOfSeller['identity'], said: (key: string) => string): Fact[] {
  if (identity === null) return [];
  const { kind, way, on, by, facts } = identity;
  return [
    [said('standing.as'), said(`standing.kind.${kind}`)],
    [said('standing.how'), said(`standing.way.${way}`)],
    [said('standing.on'), `${formatDay(on)}, ${by}`],
    ...(facts === null
      ? [[said('standing.identity'), said('standing.key-lost')] as const]
      : ([
          [said('standing.legal-name'), facts.legalName],
          [said('standing.born-on'), facts.bornOn && formatDay(facts.bornOn)],
          [said('standing.number'), facts.number],
          [said('standing.tax-code'), facts.taxCode],
          [said('standing.address'), facts.address],
        ] as const)),
  ];
}

const accountLines = ({ history }: HeldOfSeller['book']): string[][] =>
  history.map(({ at, by, account }) => [
    `${account.number}, ${account.holder}`,
    account.bankName,
    formatMoment(at),
    by,
  ]);

function buyerParts(
  { phones, orders, complaints, doubts }: HeldOfBuyer,
  say: Say,
  language: Language,
): ReportSection[] {
  const bought = orders.map(({ number, placedAt, buyer, items, totalVnd, note }) => [
    number,
    placedAt ? formatMoment(placedAt) : '–',
    [buyer?.name, buyer?.address?.line, buyer?.address?.commune, buyer?.address?.province].filter(Boolean).join(', '),
    [...items.map(({ name, packName, quantity }) => `${name}, ${packName} × ${quantity}`), note ?? '']
      .filter(Boolean)
      .join('; '),
    formatMoney(totalVnd),
  ]);
  const complained = complaints.map(({ code, kind, receivedAt, contact, text, photoIds }) => [
    code,
    formatMoment(receivedAt),
    sentence(language, `complaints.kinds.${kind}`),
    [contact?.name, contact?.email].filter(Boolean).join(', '),
    text,
    formatNumber(photoIds.length, language),
  ]);
  const doubted = doubts.map(({ code, createdAt, message, place, photoId }) => [
    code,
    formatMoment(createdAt),
    [message, place].filter(Boolean).join('; '),
    photoId === null ? '0' : '1',
  ]);
  return [
    part(
      'phones',
      phones.map((phone) => [say('phones.one'), formatPhone(phone)] as const),
      say,
    ),
    table('orders', ['number', 'moment', 'buyer', 'goods', 'total'], bought, say),
    table('complaints', ['number', 'moment', 'kind', 'name', 'text', 'photos'], complained, say),
    table('doubts', ['code', 'moment', 'text', 'photos'], doubted, say),
  ];
}

const mentionsPart = (mentions: Held['mentions'], say: Say, language: Language): ReportSection => ({
  heading: say('mentions.title'),
  note: say('mentions.text'),
  rows: {
    head: [say('column.where'), say('column.text')],
    lines: mentions.map(({ collection, text }) => [
      findSentence(language, `seeing.where.${collection.replaceAll(/[-.]/g, '_')}`) ?? collection,
      text,
    ]),
  },
});

function part(name: string, facts: readonly Fact[], say: Say): ReportSection {
  const known = facts.flatMap(([fact, value]) => (value ? [[fact, value] as const] : []));
  const heading = say(`${name}.title`);
  return known.length === 0 ? { heading, note: say('nothing') } : { heading, facts: known };
}

function table(name: string, columns: readonly string[], lines: string[][], say: Say): ReportSection {
  const heading = say(`${name}.title`);
  if (lines.length === 0) return { heading, note: say('nothing') };
  return { heading, rows: { head: columns.map((column) => say(`column.${column}`)), lines } };
}

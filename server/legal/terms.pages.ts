import { deadlinesIn, workingTimeIn } from '../complaints/deadlines.pages.ts';
import { dayOf } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { getSeller } from '../identity/sellers.ts';
import type { Language } from '../language.ts';
import { returnRulesNumbered, returnRulesOn } from '../orders/return-rules.ts';
import { returnWordsOf } from '../orders/return-words.pages.ts';
import { type Group, groups } from './groups.ts';
import { holding, type Version, versionsOf } from './published.ts';
import { type SaidFacts, saidFacts, saidOf } from './sections.pages.ts';

/** What a buyer has to be able to read before ordering, in the order in which it is asked; then what the seller adds of goods that come back. */
const ofBuyers = ['prices', 'delivery', 'payment', 'returns', 'complaints'];
const ofSeller = 'seller';

/** One part of the terms as a buyer reads it. */
export interface TermsPart {
  id: string;
  name: string;
  url: string;
  /** of the version that the operator confirmed or the seller said; null where neither has yet */
  number: number | null;
  texts: string[];
}

export interface ReadingTerms {
  publicUrl: string;
  /** who sells */
  sellerId: string;
  language: Language;
  at: Date;
  /** what `termsOn` said when something was agreed on: those versions' words of the operator, not today's */
  agreed?: string | null;
}

/** The versions of the terms that hold at a moment for what a seller sells, as an order keeps them: `prices.2 delivery.1 seller.3`; '' where none is confirmed. */
export async function termsOn(sellerId: string, at: Date): Promise<string> {
  const published = parts().map(async (group) => ({
    id: group.id,
    number: (await heldOn(group, at))?.number ?? null,
  }));
  const { number } = await returnRulesOn(sellerId, at);
  return versionsIn([...(await Promise.all(published)), { id: ofSeller, number }]);
}

/** The versions of parts that were read, as `termsOn` says them. */
export const versionsIn = (read: readonly Pick<TermsPart, 'id' | 'number'>[]): string =>
  read.flatMap(({ id, number }) => (number ? [`${id}.${number}`] : [])).join(' ');

/** The terms part by part: what the program does, then what the operator adds; last what the seller says of goods that come back. */
export async function termsFor(reading: ReadingTerms): Promise<TermsPart[]> {
  const { publicUrl, language, at, agreed } = reading;
  const facts = await saidFacts(new URL(publicUrl).host, language);
  const numbers = numbersIn(agreed);
  const versionOf = async (group: Group) =>
    numbers ? await agreedOn(group, numbers.get(group.id)) : await heldOn(group, at);
  const published = parts().map(async (group) => partOf(group, await versionOf(group), { facts, language }));
  return [...(await Promise.all(published)), await sellersTermsFor(reading)];
}

/** What the seller itself says of goods that come back; where it had said nothing, what has to be given and no more. */
export async function sellersTermsFor({
  sellerId,
  language,
  at,
  agreed,
}: Omit<ReadingTerms, 'publicUrl'>): Promise<TermsPart> {
  const numbers = numbersIn(agreed);
  const rules = numbers
    ? await returnRulesNumbered(sellerId, numbers.get(ofSeller) ?? 0)
    : await returnRulesOn(sellerId, at);
  const { name, slug } = await getSeller(sellerId);
  return {
    id: ofSeller,
    name: sentence(language, 'returns.of-seller', { seller: name }),
    url: `/ho/${slug}#doi-tra`,
    number: rules.number || null,
    texts: returnWordsOf(rules, language),
  };
}

const parts = (): Group[] => ofBuyers.flatMap((id) => groups.filter((group) => group.id === id));

const heldOn = async (group: Group, at: Date): Promise<Version | null> =>
  holding(await versionsOf(group), dayOf(at)).now;

const agreedOn = async (group: Group, number: number | undefined): Promise<Version | null> =>
  (await versionsOf(group)).find((one) => one.number === number) ?? null;

/** What was agreed on, part by part; null where nothing was said of it, as before orders kept it. */
const numbersIn = (agreed: string | null | undefined): ReadonlyMap<string, number> | null =>
  agreed == null ? null : new Map(agreed.split(' ').map((text) => readVersion(text)));

function readVersion(text: string): [id: string, number: number] {
  const [id = '', number] = text.split('.');
  return [id, Number(number)];
}

interface Telling {
  facts: SaidFacts;
  language: Language;
}

function partOf(group: Group, version: Version | null, { facts, language }: Telling): TermsPart {
  const said = saidOf(group, facts, language).map(({ title, text }) => (title === null ? text : `${title}. ${text}`));
  const times = group.id === 'complaints' ? timesIn(language) : [];
  return {
    id: group.id,
    name: sentence(language, `legal.group.${group.id}`),
    url: `/phap-ly/${group.slug}`,
    number: version?.number ?? null,
    texts: [...said, ...times, ...(version?.text ? [version.text] : [])],
  };
}

const timesIn = (language: Language): string[] => [
  workingTimeIn(language),
  ...deadlinesIn(language).map((deadline) => sentence(language, 'legal.deadline-line', { ...deadline })),
];

import { deadlinesIn, workingTimeIn } from '../complaints/deadlines.pages.ts';
import { dayOf } from '../format.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { type Group, groups } from './groups.ts';
import { holding, type Version, versionsOf } from './published.ts';
import { type SaidFacts, saidFacts, saidOf } from './sections.pages.ts';

/** What a buyer has to be able to read before ordering, in the order in which it is asked. */
const ofBuyers = ['prices', 'delivery', 'payment', 'returns', 'complaints'];

/** One part of the terms as a buyer reads it. */
export interface TermsPart {
  id: string;
  name: string;
  url: string;
  /** of the version that the operator confirmed; null where nobody has yet */
  number: number | null;
  texts: string[];
}

export interface ReadingTerms {
  publicUrl: string;
  language: Language;
  at: Date;
  /** what `termsOn` said when something was agreed on: those versions' words of the operator, not today's */
  agreed?: string | null;
}

/** The versions of the terms that hold at a moment, as an order keeps them: `prices.2 delivery.1`; '' where none is confirmed. */
export const termsOn = async (at: Date): Promise<string> =>
  versionsIn(
    await Promise.all(
      parts().map(async (group) => ({ id: group.id, number: (await heldOn(group, at))?.number ?? null })),
    ),
  );

/** The versions of parts that were read, as `termsOn` says them. */
export const versionsIn = (read: readonly Pick<TermsPart, 'id' | 'number'>[]): string =>
  read.flatMap(({ id, number }) => (number === null ? [] : [`${id}.${number}`])).join(' ');

/** The terms part by part: what the program does, then what the operator adds. */
export async function termsFor({ publicUrl, language, at, agreed }: ReadingTerms): Promise<TermsPart[]> {
  const facts = await saidFacts(new URL(publicUrl).host, language);
  const numbers = agreed == null ? null : new Map(agreed.split(' ').map((text) => readVersion(text)));
  const versionOf = async (group: Group) =>
    numbers ? await agreedOn(group, numbers.get(group.id)) : await heldOn(group, at);
  return await Promise.all(parts().map(async (group) => partOf(group, await versionOf(group), { facts, language })));
}

const parts = (): Group[] => ofBuyers.flatMap((id) => groups.filter((group) => group.id === id));

const heldOn = async (group: Group, at: Date): Promise<Version | null> =>
  holding(await versionsOf(group), dayOf(at)).now;

const agreedOn = async (group: Group, number: number | undefined): Promise<Version | null> =>
  (await versionsOf(group)).find((one) => one.number === number) ?? null;

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

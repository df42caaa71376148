import { deadlinesIn, workingTimeIn } from '../complaints/deadlines.pages.ts';
import { dayOf } from '../format.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { type Group, groups } from './groups.ts';
import { holding, versionsOf } from './published.ts';
import { type SaidFacts, saidFacts, saidOf } from './sections.pages.ts';

/** What a buyer has to be able to read before ordering, in the order in which it is asked. */
const ofBuyers = ['prices', 'delivery', 'payment', 'returns', 'complaints'];

/** One part of the terms as a buyer reads it. */
export interface TermsPart {
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
export async function termsOn(at: Date): Promise<string> {
  const numbers = await Promise.all(
    parts().map(async (group) => ({ group, now: holding(await versionsOf(group), dayOf(at)).now })),
  );
  return numbers.flatMap(({ group, now }) => (now ? [`${group.id}.${now.number}`] : [])).join(' ');
}

/** The terms part by part: what the program does, then what the operator adds. */
export async function termsFor({ publicUrl, language, at, agreed }: ReadingTerms): Promise<TermsPart[]> {
  const facts = await saidFacts(new URL(publicUrl).host, language);
  const held = new Map((agreed ?? (await termsOn(at))).split(' ').map((text) => readVersion(text)));
  return await Promise.all(parts().map((group) => partOf(group, held.get(group.id) ?? null, { facts, language })));
}

const parts = (): Group[] => ofBuyers.flatMap((id) => groups.filter((group) => group.id === id));

function readVersion(text: string): [id: string, number: number] {
  const [id = '', number] = text.split('.');
  return [id, Number(number)];
}

interface Telling {
  facts: SaidFacts;
  language: Language;
}

async function partOf(group: Group, number: number | null, { facts, language }: Telling): Promise<TermsPart> {
  const version = (await versionsOf(group)).find((one) => one.number === number);
  const said = saidOf(group, facts, language).map(({ title, text }) => (title === null ? text : `${title}. ${text}`));
  const times = group.id === 'complaints' ? timesIn(language) : [];
  return {
    name: sentence(language, `legal.group.${group.id}`),
    url: `/phap-ly/${group.slug}`,
    number,
    texts: [...said, ...times, ...(version?.text ? [version.text] : [])],
  };
}

const timesIn = (language: Language): string[] => [
  workingTimeIn(language),
  ...deadlinesIn(language).map((deadline) => sentence(language, 'legal.deadline-line', { ...deadline })),
];

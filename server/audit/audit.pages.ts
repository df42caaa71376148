import type { Router } from 'express';
import { findProducts } from '../catalog/products.ts';
import { formatMoment } from '../format.ts';
import { everybody } from '../http/guard.ts';
import { type ListContext, type ListPart, listPage } from '../http/list-page.ts';
import { choiceUrl, type Listing, spanOf } from '../http/listing.ts';
import { findSentence, sentence } from '../http/messages.ts';
import { findSellers } from '../identity/sellers.ts';
import type { Language } from '../language.ts';
import { changeText } from './change-text.pages.ts';
import { type Entry, listEntries } from './entries.ts';
import { kindOfThing } from './things.ts';
import { deedKey } from './told.ts';

const roles = ['', 'household', 'cooperative', 'officer'] as const;

const listing: Listing = {
  path: '/nhat-ky',
  file: 'nhat-ky',
  search: true,
  days: true,
  choices: { vai: roles },
  refs: ['nguoi', 've'],
};

/** `/nhat-ky`: who changed what and when, per person and per thing. */
export const auditPages = (): Router =>
  listPage<Entry>({
    listing,
    who: everybody,
    view: 'audit/entries',
    aPage: 50,
    find,
    nameOf: ({ id }) => id,
    shown,
    columns: ['at', 'name', 'role', 'deed', 'change', 'thing', 'done'].map((column) => `audit.column.${column}`),
    lines,
  });

const find = ({ actor, asked }: ListContext, part: ListPart): Promise<Entry[]> =>
  listEntries(actor, {
    ...part,
    ...spanOf(asked),
    words: asked.words,
    accountId: asked.chosen.nguoi || undefined,
    thing: asked.chosen.ve || undefined,
    role: roles.find((role) => role !== '' && role === asked.chosen.vai) as Entry['role'] | undefined,
  });

async function shown(context: ListContext, entries: Entry[]) {
  const { asked } = context;
  return {
    entries: (await toldOf(context, entries)).map((one) => ({
      ...one,
      personUrl: choiceUrl(listing, asked, { nguoi: one.accountId }),
      subjects: one.subjects.map((subject) => ({ ...subject, onlyUrl: choiceUrl(listing, asked, { ve: subject.id }) })),
    })),
    roles: roles.map((role) => ({
      role: role === '' ? 'all' : role,
      url: choiceUrl(listing, asked, { vai: role }),
      chosen: role === asked.chosen.vai,
    })),
    narrowedTo: await narrowedTo(context, entries),
  };
}

const lines = async (context: ListContext, entries: Entry[]) =>
  (await toldOf(context, entries)).map((one) => [
    formatMoment(one.at),
    one.name,
    sentence(context.language, `audit.role.${one.role}`),
    one.deed,
    one.changed.join('; '),
    one.subjects.map(({ id, text }) => (text === shortOf(id) ? id : text)).join(', '),
    one.doneAt === null ? sentence(context.language, 'audit.unknown') : formatMoment(one.doneAt),
  ]);

async function toldOf({ language }: ListContext, entries: readonly Entry[]) {
  const names = await namesOf(entries.flatMap(({ things }) => things));
  return entries.map((entry) => ({
    ...entry,
    deed: deedOf(entry, language),
    changed: (entry.changes ?? []).map((change) => changeText(change, language)),
    isUnfinished: entry.doneAt === null,
    subjects: entry.things.map((id) => ({ id, text: names.get(id) ?? shortOf(id), url: urlOf(id) })),
  }));
}

/** The sentence of a change; what was begun and not finished is told by its address, for nobody knows how far it came. */
function deedOf({ route, path, said }: Entry, language: Language): string {
  const blank = Object.fromEntries(Object.entries(said).map(([name, text]) => [name, text || '…']));
  return (route && findSentence(language, deedKey(route), blank)) ?? path;
}

/** What people call goods and sellers that are known by their ids. */
async function namesOf(things: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(things.filter((thing) => kindOfThing(thing) === 'id'))];
  const [products, sellers] = await Promise.all([findProducts(ids), findSellers(ids)]);
  return new Map([...products, ...sellers].map(({ id, name }) => [id, name]));
}

// An id that nothing is called by: its end tells it from its neighbours, and the file has it whole.
const shortOf = (thing: string): string => (kindOfThing(thing) === 'id' ? `…${thing.slice(-6)}` : thing);

// Where everybody who may read of the change may look at its thing.
function urlOf(thing: string): string | null {
  const pages: Partial<Record<string, string>> = { order: `/don/${thing}`, batch: `/lo/${thing}` };
  return pages[kindOfThing(thing)] ?? null;
}

async function narrowedTo({ asked }: ListContext, entries: readonly Entry[]) {
  const { nguoi, ve } = asked.chosen;
  const person = nguoi ? (entries.find(({ accountId }) => accountId === nguoi)?.name ?? nguoi) : null;
  const thing = ve ? ((await namesOf([ve])).get(ve) ?? shortOf(ve)) : null;
  return [
    ...(person === null ? [] : [{ text: person, url: choiceUrl(listing, asked, { nguoi: '' }) }]),
    ...(thing === null ? [] : [{ text: thing, url: choiceUrl(listing, asked, { ve: '' }) }]),
  ];
}

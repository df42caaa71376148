import { daysAfter, momentOn } from '../days.ts';
import { invalid } from '../errors.ts';
import { readDay } from '../reading/days.ts';
import { tableEndings } from './tables.ts';

/** A list as it is asked for by its address, so that every page of it can be kept, sent on and gone back to. */
export interface Listing {
  path: string;
  /** The name of its files, in plain letters. */
  file: string;
  /** Whether it can be looked through for words. */
  search?: boolean;
  /** Whether it can be narrowed to days. */
  days?: boolean;
  /** What may be chosen, by its name in the address; who asks for anything else gets the first, or all where that is ''. */
  choices?: Readonly<Record<string, readonly string[]>>;
  /** What it can be narrowed to by links alone: the names of ids in the address. */
  refs?: readonly string[];
}

export interface ListAsked {
  /** What is looked for, as it was typed; '' for nothing. */
  words: string;
  from: string | null;
  to: string | null;
  chosen: Readonly<Record<string, string>>;
  /** The last row of the page before. */
  after: string | null;
  /** The last rows of the pages before that one, so that one can go back. */
  trail: readonly string[];
}

const longestTrail = 50;

/** @throws invalid('mistakes') for days that are none, or that end before they begin */
export function readListing(
  { choices = {}, refs = [] }: Listing,
  query: Readonly<Record<string, unknown>>,
  now: Date,
): ListAsked {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 1000) : '');
  const [from, to] = [dayAt('tu', text('tu'), now), dayAt('den', text('den'), now)];
  if (from !== null && to !== null && to < from)
    throw invalid('mistakes', {}, [{ pointer: '/den', code: 'ends-before-it-begins' }]);
  const chosen = Object.entries(choices).map(([name, all]) => [name, all.includes(text(name)) ? text(name) : all[0]]);
  const referred = refs.map((name) => [name, text(name).slice(0, 100)]);
  return {
    words: text('q'),
    from,
    to,
    chosen: Object.fromEntries([...chosen, ...referred]) as Record<string, string>,
    after: text('sau') || null,
    trail: trailIn(query.lui),
  };
}

// Cut by whole names from its beginning, never by letters: the last one is where the page before begins.
const trailIn = (said: unknown): string[] =>
  typeof said === 'string' ? said.split('~').filter(Boolean).slice(-longestTrail) : [];

function dayAt(name: string, typed: string, now: Date): string | null {
  if (typed === '') return null;
  const reading = readDay(typed, now);
  if (!('value' in reading)) throw invalid('mistakes', {}, [{ pointer: `/${name}`, code: reading.code }]);
  return reading.value;
}

/** The asked days as instants: from the first one on, and before the second; null where there is no end. */
export const spanOf = ({ from, to }: Pick<ListAsked, 'from' | 'to'>): { since: Date | null; until: Date | null } => ({
  since: from === null ? null : momentOn(from),
  until: to === null ? null : momentOn(daysAfter(to, 1)),
});

/**
 * What the partial `listing` and the pager are filled with.
 * @param last what the page's last row is called where more rows follow, else null
 */
export function listingView(listing: Listing, asked: ListAsked, last: string | null) {
  const { words, from, to, chosen } = asked;
  const url = (more: Record<string, string>) => addressOf(listing, asked, more);
  return {
    path: listing.path,
    search: listing.search ?? false,
    days: listing.days ?? false,
    words,
    from: from ?? '',
    to: to ?? '',
    kept: Object.entries(chosen).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }])),
    isNarrowed: words !== '' || from !== null || to !== null,
    wholeUrl: addressOf(listing, { ...asked, words: '', from: null, to: null }, {}),
    files: tableEndings.map((ending) => ({ ending, url: url({}).replace(listing.path, `${listing.path}.${ending}`) })),
    nextUrl: last === null ? null : url({ sau: last, lui: trailOf(asked) }),
    previousUrl: asked.after === null ? null : backUrl(asked, url),
  };
}

/** The address of the list with another choice, from its first page. */
export const choiceUrl = (listing: Listing, asked: ListAsked, chosen: Record<string, string>): string =>
  addressOf(listing, { ...asked, chosen: { ...asked.chosen, ...chosen } }, {});

function addressOf({ path, choices = {} }: Listing, asked: ListAsked, more: Record<string, string>): string {
  const { words, from, to, chosen } = asked;
  const told = Object.entries(chosen).filter(([name, value]) => value !== choices[name]?.[0]);
  const all = { q: words, tu: from ?? '', den: to ?? '', ...Object.fromEntries(told), ...more };
  const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString();
  return query === '' ? path : `${path}?${query}`;
}

const trailOf = ({ after, trail }: ListAsked): string =>
  (after === null ? [] : [...trail, after]).slice(-longestTrail).join('~');

function backUrl({ trail }: ListAsked, url: (more: Record<string, string>) => string): string {
  const before = trail.at(-1);
  return before === undefined ? url({}) : url({ sau: before, lui: trail.slice(0, -1).join('~') });
}

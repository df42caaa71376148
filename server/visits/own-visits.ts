import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { namesWithdrawn, type Shelf, shelfIn } from '../catalog/shelves.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { underFreeSlug } from '../database/free-slug.ts';
import { conflict, forbidden, invalid, type Mistake, missing, mistakesMade } from '../errors.ts';
import { slugOf } from '../fold.ts';
import { type Localized, plainWords } from '../language.ts';
import { wordsOfBlock } from './block.ts';
import { aboutOf, readText, topOf, type VisitKind, VisitModel, type VisitRecord, type VisitText } from './visit.ts';

export { type BlockKind, emptyBlock, type WantedBlock } from './block.ts';
export type { VisitKind } from './visit.ts';

/** A page as an officer works on it. */
export interface OwnVisit {
  record: VisitRecord;
  /** What is written so far: the draft, else what is shown. */
  text: VisitText;
}

/** What is written of a page beside its blocks. */
export type VisitFacts = Omit<VisitText, 'blocks'>;

const mostPhotos = 20;

/** Every page there is, shown or not, the newest first. @throws forbidden('not-for-your-role') */
export async function ownVisits(actor: Actor): Promise<OwnVisit[]> {
  requireOfficer(actor);
  const records = await VisitModel.find().sort({ _id: -1 }).limit(500).lean<VisitRecord[]>();
  return records.map(ownOf);
}

/** @throws forbidden('not-for-your-role'), missing('visit-not-found') */
export async function ownVisit(actor: Actor, id: string): Promise<OwnVisit> {
  requireOfficer(actor);
  const record = isObjectIdOrHexString(id) ? await VisitModel.findById(id).lean<VisitRecord>() : null;
  if (!record) throw missing('visit-not-found');
  return ownOf(record);
}

/**
 * Begins a page; nobody sees it yet. A form that comes again is the same page.
 * @returns its id
 * @throws forbidden('not-for-your-role')
 */
export async function addVisit(
  actor: Actor,
  { kind, title, village }: { kind: VisitKind; title: Localized; village: string | null },
  { requestId, at }: { requestId: string | null; at: Date },
): Promise<string> {
  requireOfficer(actor);
  const record: VisitRecord = {
    _id: new Types.ObjectId(),
    kind,
    slug: slugOf(title.vi, 'trang'),
    draft: { ...blankText, title, village },
    shown: null,
    shownAt: null,
    shownBy: null,
    about: [],
    photos: [],
    consents: [],
    version: 0,
    createdAt: at,
    createdBy: actor.name,
    ...(requestId !== null && { requestId }),
  };
  return insert(record);
}

/** What a page says of itself beside its title and lead, before anybody said it. */
export const noFacts: Omit<VisitFacts, 'title' | 'lead'> = {
  village: null,
  when: null,
  price: null,
  bookingUrl: null,
  firstDay: null,
  lastDay: null,
  position: null,
};

const blankText: Omit<VisitText, 'title'> = { ...noFacts, lead: plainWords({ vi: '' }), blocks: [] };

async function insert(record: VisitRecord): Promise<string> {
  try {
    await underFreeSlug(record.slug, (slug) => VisitModel.create({ ...record, slug }));
    return record._id.toHexString();
  } catch (error) {
    if (!takenKey(error)?.has('requestId')) throw error;
    return (await VisitModel.findOne({ requestId: record.requestId ?? '' }).orFail()).id;
  }
}

/** What a change is written over: refused when somebody else changed the page meanwhile. */
export interface Over {
  id: string;
  version: number;
}

/** @throws as ownVisit; invalid('visit-mistaken'), conflict('visit-changed') */
export async function saveFacts(actor: Actor, over: Over, facts: VisitFacts): Promise<void> {
  const { firstDay, lastDay } = facts;
  const isUpsideDown = firstDay !== null && lastDay !== null && lastDay < firstDay;
  const mistakes = mistakesMade([[isUpsideDown, '/lastDay', 'before-the-first-day']]);
  if (mistakes.length > 0) throw invalid('visit-mistaken', {}, mistakes);
  await changeDraft(actor, over, (text) => ({ ...text, ...facts }));
}

/**
 * Shows what is written to everybody. The actor has said that everybody who is named agreed.
 * @throws as saveFacts; invalid('visit-mistaken') for a page without its sentence, or that names somebody who took the consent back
 */
export async function showVisit(actor: Actor, over: Over, at: Date): Promise<void> {
  const { record, text } = await ownVisit(actor, over.id);
  const mistakes = mistakesIn(record, text);
  if (mistakes.length > 0) throw invalid('visit-mistaken', {}, mistakes);
  await change(over, { draft: null, shown: text, shownAt: at, shownBy: actor.name, about: aboutOf(text) });
}

function mistakesIn({ consents }: VisitRecord, text: VisitText): Mistake[] {
  const named = [topOf(text), ...text.blocks.map(wordsOfBlock)].some((words) => namesWithdrawn(words, consents));
  return mistakesMade([
    [text.lead.vi === '', '/agreed', 'page-without-lead'],
    [named, '/agreed', 'names-withdrawn'],
  ]);
}

/** Takes the page from everybody; it stays as a draft. @throws as saveFacts */
export async function hideVisit(actor: Actor, over: Over): Promise<void> {
  const { record, text } = await ownVisit(actor, over.id);
  if (record.shown !== null) await change(over, { draft: text, shown: null, shownAt: null, shownBy: null, about: [] });
}

/** Whose shelf a page's photos and people stand on; the actor has been let to it. */
export const shelfOfVisit = (id: string): { shelf: Shelf } => ({ shelf: shelfIn(VisitModel, { _id: id }, mostPhotos) });

/** Writes the draft anew. @throws as saveFacts */
export async function changeDraft(actor: Actor, over: Over, edit: (text: VisitText) => VisitText): Promise<void> {
  const { text } = await ownVisit(actor, over.id);
  await change(over, { draft: edit(text) });
}

async function change({ id, version }: Over, set: Partial<VisitRecord>): Promise<void> {
  const { matchedCount } = await VisitModel.updateOne({ _id: id, version }, { $set: set, $inc: { version: 1 } });
  if (matchedCount === 0) throw conflict('visit-changed');
}

function requireOfficer(actor: Actor): void {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
}

const ownOf = (record: VisitRecord): OwnVisit => {
  const text = record.draft ?? record.shown;
  if (text === null) throw new RangeError('a page has a text');
  return { record, text: readText(text) };
};

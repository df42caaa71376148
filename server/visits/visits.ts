import type { Actor } from '../actor.ts';
import type { Localized } from '../language.ts';
import {
  aboutKey,
  type PublicVisit,
  publicVisit,
  type VisitKind,
  VisitModel,
  type VisitRecord,
  visitKinds,
} from './visit.ts';

export type { PublicVisit, VisitKind } from './visit.ts';

/** A page as others link to it. */
export interface VisitLink {
  kind: VisitKind;
  title: Localized;
  url: string;
}

/** The page that everybody sees at an address; null while there is none. */
export async function findVisit(slug: string): Promise<PublicVisit | null> {
  const record = await recordAt(slug);
  return record && publicVisit(record);
}

const recordAt = (slug: string): Promise<VisitRecord | null> =>
  VisitModel.findOne({ slug: slug.toLowerCase() }).lean<VisitRecord | null>().exec();

// A commune has a dozen villages and as many houses to sleep in.
const most = 200;

/** Every page that everybody sees: villages first, then by name. */
export async function listVisits(): Promise<PublicVisit[]> {
  return inOrder((await shownRecords()).flatMap((record) => publicVisit(record) ?? []));
}

const shownRecords = (): Promise<VisitRecord[]> =>
  VisitModel.find({ shown: { $ne: null } })
    .limit(most)
    .lean<VisitRecord[]>()
    .exec();

const mostLinks = 4;

/** The pages about a seller, its village or a product of it, for their own pages. */
export async function visitsAbout({
  sellerId,
  village,
  productId,
}: {
  sellerId: string;
  village: string;
  productId?: string;
}): Promise<VisitLink[]> {
  const keys = [
    aboutKey.village(village),
    aboutKey.seller(sellerId),
    ...(productId === undefined ? [] : [aboutKey.product(productId)]),
  ];
  const records = await VisitModel.find(
    { about: { $in: keys }, shown: { $ne: null } },
    { kind: 1, slug: 1, about: 1, consents: 1, photos: 1, shown: 1 },
  )
    .limit(most)
    .lean<VisitRecord[]>();
  return inOrder(records.flatMap((record) => publicVisit(record) ?? []))
    .slice(0, mostLinks)
    .map(linkOf);
}

/** The addresses that search engines may read, each with a photo in which nobody can be recognised. */
export async function listedVisits(): Promise<{ path: string; photoId: string | null }[]> {
  return (await shownRecords()).flatMap((record) => {
    const visit = publicVisit(record);
    return visit ? [{ path: urlOf(record), photoId: sharedPhotoOf(record, visit) }] : [];
  });
}

/** What a shared picture shows of a page; null while nobody sees it. */
export async function sharedVisit(
  slug: string,
): Promise<{ title: Localized; village: string | null; photoId: string | null } | null> {
  const record = await recordAt(slug);
  const visit = record && publicVisit(record);
  return visit && { title: visit.text.title, village: visit.text.village, photoId: sharedPhotoOf(record, visit) };
}

/** Other sites keep what they took from here: no face that a consent taken back would not reach. */
function sharedPhotoOf(record: VisitRecord, visit: PublicVisit): string | null {
  const faceless = new Set(record.photos.filter(({ faces }) => faces.length === 0).map(({ imageId }) => imageId));
  return visit.photos.find(({ id }) => faceless.has(id))?.id ?? null;
}

export const urlOf = ({ slug }: { slug: string }): string => `/tham/${slug}`;

export const linkOf = (visit: PublicVisit): VisitLink => ({
  kind: visit.kind,
  title: visit.text.title,
  url: urlOf(visit),
});

function inOrder(visits: PublicVisit[]): PublicVisit[] {
  const vietnamese = new Intl.Collator('vi');
  return visits.toSorted(
    (a, b) =>
      visitKinds.indexOf(a.kind) - visitKinds.indexOf(b.kind) || vietnamese.compare(a.text.title.vi, b.text.title.vi),
  );
}

/** Who may see a photo of a page at this moment: everybody, only officers, or nobody. */
export async function sightOfVisitPhoto(
  imageId: string,
  actor: Actor | null,
): Promise<'everybody' | 'owner' | 'nobody'> {
  const record = await VisitModel.findOne({ 'photos.imageId': imageId }).lean<VisitRecord | null>();
  if (!record) return 'nobody';
  if (publicVisit(record)?.photos.some(({ id }) => id === imageId)) return 'everybody';
  return actor?.role === 'officer' ? 'owner' : 'nobody';
}

/** Where a browser finds a page's photo in one width. */
export const visitPhotoUrl = (id: string, width: 320 | 640 | 1280): string => `/anh-tham/${id}-${width}.webp`;

import { unitName } from '../catalog/profiles.ts';
import { shortStoryView } from '../catalog/story-view.ts';
import { ownCodeOf, readCode } from '../codes.ts';
import { contactOf } from '../identity/phone.ts';
import { integrations } from '../integration.ts';
import { imageUrl } from '../media/images.ts';
import type { StoryStep } from '../traceability/timeline.ts';
import { provenancePath } from './digital-link.ts';
import { drawingOf } from './drawings.ts';
import { isTest, testsIn } from './evidence.ts';
import { boundOf, evidenceView } from './evidence-view.ts';
import type { Passport } from './passport.ts';
import type { UnitScans } from './scans.ts';
import { type Evidence, type Verdict, verdictOf } from './verdict.ts';

/** The one unit whose label was scanned. */
export interface ScannedUnit {
  serial: string;
  /** Its place in the batch, as the serial says. */
  number: number;
  state: Exclude<Evidence['unit'], 'batch'>;
  /** Null when it was never counted, or this look does not count. */
  scans: UnitScans | null;
  /** The sentence about its scans, where it is known already. */
  said?: string;
}

/** A passport as the page shows it: addresses, pictures and the verdict worked out, words left to the catalogue. */
export function passportView(passport: Passport, unit: ScannedUnit | null) {
  // Histories name photos that are gone with whoever took them.
  const seesPhotos = !passport.seller.isErased;
  const verdict: Verdict = verdictOf({ ...passport.evidence, unit: unit?.state ?? 'batch' });
  return {
    ...passport,
    verdict,
    unit,
    path: provenancePath(passport.code, unit?.serial),
    ...photosOf(seesPhotos ? passport.photoId : null),
    product: { ...passport.product, ownCode: ownCodeOf(passport.product.id) },
    seller: sellerView(passport.seller, passport.pages.seller),
    batchPages: batchPagesOf(passport.code),
    productUrl: passport.pages.product ? `/san-pham/${passport.product.slug}` : null,
    story: passport.story && shortStoryView(passport.story.story),
    storyUrl: storyUrl(passport),
    papers: evidenceView(passport.certificates, testsIn(passport.steps)),
    steps: passport.steps.map((step) => stepView(seesPhotos ? step : { ...step, photoIds: [] })),
    quantityUnit: unitName(passport.quantity.unit),
    banUrl: passport.ban && readCode(passport.ban.from) ? provenancePath(passport.ban.from) : null,
    madeFromMore: Math.max(0, passport.madeFrom.length - mostMadeFrom),
    madeFrom: passport.madeFrom.slice(0, mostMadeFrom).map(inputView),
    offers: passport.offers.map((offer) => ({
      ...offer,
      field: `so-luong-${offer.packId}`,
      soldOut: offer.available <= 0,
    })),
    others: passport.others.map(({ name, slug, photoId, fromVnd }) => ({
      title: name,
      url: `/san-pham/${slug}`,
      photo: photoId && imageUrl(photoId, 320),
      priceVnd: fromVnd,
      from: null,
    })),
  };
}

const photosOf = (photoId: string | null) => ({
  photo: photoId && imageUrl(photoId, 640),
  photoLarge: photoId && imageUrl(photoId, 1280),
});

const inputView = (input: Passport['madeFrom'][number]) => ({
  ...input,
  several: input.count > 1,
  unit: unitName(input.quantity.unit),
  url: input.batchCode && provenancePath(input.batchCode),
});

const batchPagesOf = (code: string) =>
  integrations.flatMap(({ batchPages }) =>
    batchPages.map((page) => ({ url: `${provenancePath(code)}/${page.path}`, words: page.words })),
  );

// A scan is read on a phone: two hundred bags are told of in a line.
const mostMadeFrom = 12;

function storyUrl({ story, product, seller, pages }: Passport): string | null {
  const ofProduct = story?.of === 'product';
  if (!(ofProduct ? pages.product : pages.seller)) return null;
  return `${ofProduct ? `/san-pham/${product.slug}` : `/ho/${seller.slug}`}#story`;
}

const sellerView = (seller: Passport['seller'], isOpen: boolean) => ({
  ...seller,
  ownCode: ownCodeOf(seller.id),
  url: isOpen ? `/ho/${seller.slug}` : null,
  contact: contactOf(seller.publicPhone),
});

export type PassportView = ReturnType<typeof passportView>;

const stepView = (step: StoryStep) => ({
  ...step,
  isTest: isTest(step),
  drawing: drawingOf(step.picture),
  photos: step.photoIds.map((id) => ({ small: imageUrl(id, 320), large: imageUrl(id, 1280) })),
  measurements: step.measurements.map((one) => ({
    ...one,
    isNumber: typeof one.value === 'number',
    bound: one.limit && boundOf(one.limit),
  })),
  packCount: step.packs.reduce((sum, { count }) => sum + count, 0),
});

/** The passport, saying since when it could not be checked; null when it just was. */
export const unchecked = (passport: Passport, since: Date | null): Passport => ({
  ...passport,
  evidence: { ...passport.evidence, uncheckedSince: since },
});

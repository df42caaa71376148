import { certificatesFor } from '../../catalog/certificates.ts';
import { findProducts } from '../../catalog/products.ts';
import { dayOf } from '../../format.ts';
import { findSellers } from '../../identity/sellers.ts';
import { batchCertificates } from '../../traceability/batch-certificates.ts';
import { type Batch, findPublicBatch } from '../../traceability/batches.ts';
import { publicIngredientsOf } from '../../traceability/ingredients.ts';
import { lotsOf } from '../../traceability/lots.ts';
import { type Audience, documentWith, type EpcisDocument, eventsOf } from './document.ts';
import { classOf, documentOf, type Named } from './ids.ts';
import type { Input, Subject } from './map.ts';

export type { EpcisDocument } from './document.ts';

/** Where and when a document is written. */
export interface Writing {
  /** the site's origin, of which all names are made */
  publicUrl: string;
  at: Date;
}

const mostSources = 100;

/**
 * The EPCIS 2.0 document of a batch for everybody; null for an unknown code.
 * @param generations `all`: with all that it was made from, as far as its makers agreed to be named
 */
export async function publicDocument(
  code: string,
  generations: 'own' | 'all',
  writing: Writing,
): Promise<EpcisDocument | null> {
  const batch = await findPublicBatch(code);
  if (batch === null) return null;
  const known = new Set([batch.code]);
  const family = [batch];
  // It grows while it is walked.
  for (const kin of family) {
    for (const source of await shownSources(kin)) {
      if (known.has(source)) continue;
      known.add(source);
      const isTold = generations === 'all' && family.length <= mostSources;
      const one = isTold ? await findPublicBatch(source) : null;
      if (one) family.push(one);
    }
  }
  return write(family, { ...writing, audience: 'everybody', sources: known });
}

/**
 * The same for the authority: of batches that the caller may see, with what their sellers do with their own goods, and every
 * source by its code. The first batch gives the document its name.
 */
export function authorityDocument(batches: readonly Batch[], writing: Writing): Promise<EpcisDocument> {
  const sources = new Set(
    batches
      .flatMap(({ inputs, events }) => [inputs, ...events.map((one) => one.inputs)].flat())
      .flatMap((input) => input.batchCode ?? []),
  );
  return write(batches, { ...writing, audience: 'authority', sources });
}

async function shownSources(batch: Batch): Promise<string[]> {
  const ingredients = await publicIngredientsOf(batch);
  return [...ingredients.flatMap(({ batchCode }) => batchCode ?? []), ...(batch.besideOf ? [batch.besideOf] : [])];
}

async function write(
  batches: readonly Batch[],
  { publicUrl, at, audience, sources }: Writing & { audience: Audience; sources: ReadonlySet<string> },
): Promise<EpcisDocument> {
  const names = await namesOf(batches, sources);
  const sellers = new Map(
    (await findSellers([...new Set(batches.map(({ sellerId }) => sellerId))])).map((one) => [one.id, one]),
  );
  const subjects = await Promise.all(
    batches.map(async (batch): Promise<Subject> => {
      const page = documentOf(publicUrl, batch.code);
      return {
        publicUrl,
        batch,
        named: names.get(batch.code) ?? { code: batch.code, lot: batch.lot, gtin: null },
        sellerUrl: `${publicUrl}/ho/${sellers.get(batch.sellerId)?.slug ?? batch.sellerId}`,
        classOfInput: (input) => classOfInput(input, { page, publicUrl, names }),
        certificates: (await certificatesOf(batch, dayOf(at))).map((id) => `${page}#certificate-${id}`),
      };
    }),
  );
  const [first] = batches;
  const id = documentOf(publicUrl, first?.code ?? '') + (batches.length > 1 ? '?generations=all' : '');
  return documentWith(
    id,
    at,
    subjects.flatMap((subject) => eventsOf(subject, audience)),
  );
}

/** Of the batches themselves and of what went into them, as far as it may be named. */
async function namesOf(batches: readonly Batch[], sources: ReadonlySet<string>): Promise<Map<string, Named>> {
  const own = new Set(batches.map(({ code }) => code));
  const others = await lotsOf([...sources].filter((code) => !own.has(code)));
  const all = [...batches, ...others];
  const products = await findProducts([...new Set(all.map(({ productId }) => productId))]);
  const gtins = new Map(products.map(({ id, gtin }) => [id, gtin]));
  return new Map(all.map(({ code, lot, productId }) => [code, { code, lot, gtin: gtins.get(productId) ?? null }]));
}

// Whose maker did not agree, or is not on the market, is told by its amount under a name of this document alone.
function classOfInput(
  input: Input,
  { page, publicUrl, names }: { page: string; publicUrl: string; names: ReadonlyMap<string, Named> },
): string {
  const named = input.batchCode === undefined ? undefined : names.get(input.batchCode);
  return named ? classOf(publicUrl, named) : `${page}#unnamed-source`;
}

async function certificatesOf(batch: Batch, today: string): Promise<string[]> {
  const [own, others] = await Promise.all([
    batchCertificates(batch, today),
    certificatesFor({ productId: batch.productId, sellerId: batch.sellerId }, today),
  ]);
  return [...own, ...others].map(({ id }) => id);
}

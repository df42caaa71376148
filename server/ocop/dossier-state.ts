import { findProducts } from '../catalog/products.ts';
import { missing } from '../errors.ts';
import { getSeller } from '../identity/sellers.ts';
import { listPublicBatches } from '../traceability/batches.ts';
import { type CriteriaSet, findCriteriaSet } from './criteria.ts';
import type { Dossier } from './dossiers.ts';
import { batchesTold } from './evidence/proof.ts';
import { gatherProofs, type Proof } from './gather.ts';
import type { PaperState } from './paper-state.ts';
import { papersDue } from './papers-due.ts';

/** What a dossier is about: of one handed in as it was then, of a draft as it is now. */
export interface DossierAbout {
  dossier: Dossier;
  productName: string;
  set: CriteriaSet;
}

/** A dossier with how everything of it stands: of one handed in as it stood then, of a draft as it stands now. */
export interface DossierState extends DossierAbout {
  papers: PaperState[];
  /** Of a draft alone. */
  proofs: Proof[];
}

/** @throws missing('product-not-found' | 'criteria-not-found') where a draft's goods or its set's file are gone */
export async function aboutDossier(dossier: Dossier): Promise<DossierAbout> {
  const { productName, set } = dossier.frozen ?? (await draftOf(dossier));
  return { dossier, productName, set };
}

/** @throws as aboutDossier */
export async function stateOfDossier(
  dossier: Dossier,
  { at, publicUrl }: { at: Date; publicUrl: string },
): Promise<DossierState> {
  if (dossier.frozen) {
    const { productName, set, papers } = dossier.frozen;
    return { dossier, productName, set, papers, proofs: [] };
  }
  const { registration, productSet } = dossier;
  const [{ product, productName, set }, seller, batches] = await Promise.all([
    draftOf(dossier),
    getSeller(dossier.sellerId),
    listPublicBatches(dossier.productId, batchesTold),
  ]);
  const proofs = await gatherProofs({ product, seller, batches, registration, productSet, at, publicUrl });
  return { dossier, productName, set, papers: papersDue(set, dossier.files, proofs), proofs };
}

async function draftOf({ setId, productId }: Dossier) {
  const set = findCriteriaSet(setId);
  if (!set) throw missing('criteria-not-found');
  const [product] = await findProducts([productId]);
  if (!product) throw missing('product-not-found');
  return { product, productName: product.name, set };
}

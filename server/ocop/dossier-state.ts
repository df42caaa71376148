import { findProducts } from '../catalog/products.ts';
import { missing } from '../errors.ts';
import { getSeller } from '../identity/sellers.ts';
import { type CriteriaSet, findCriteriaSet } from './criteria.ts';
import type { Dossier } from './dossiers.ts';
import { gatherProofs, type Proof } from './gather.ts';
import type { PaperState } from './paper-state.ts';
import { papersDue } from './papers-due.ts';

/** A dossier with how everything of it stands: of one handed in as it stood then, of a draft as it stands now. */
export interface DossierState {
  dossier: Dossier;
  productName: string;
  set: CriteriaSet;
  papers: PaperState[];
  /** Of a draft alone. */
  proofs: Proof[];
}

/** @throws missing('product-not-found' | 'criteria-not-found') where a draft's goods or its set's file are gone */
export async function stateOfDossier(
  dossier: Dossier,
  { at, publicUrl }: { at: Date; publicUrl: string },
): Promise<DossierState> {
  if (dossier.frozen) {
    const { productName, set, papers } = dossier.frozen;
    return { dossier, productName, set, papers, proofs: [] };
  }
  const set = findCriteriaSet(dossier.setId);
  if (!set) throw missing('criteria-not-found');
  const [[product], seller] = await Promise.all([findProducts([dossier.productId]), getSeller(dossier.sellerId)]);
  if (!product) throw missing('product-not-found');
  const { registration, productSet } = dossier;
  const proofs = await gatherProofs({ product, seller, registration, productSet, at, publicUrl });
  return { dossier, productName: product.name, set, papers: papersDue(set, dossier.files, proofs), proofs };
}

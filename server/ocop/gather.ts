import { goodsProofs } from './evidence/goods.ts';
import { makingProofs } from './evidence/making.ts';
import { certificateProofs } from './evidence/papers-held.ts';
import type { Proof, Subject } from './evidence/proof.ts';
import { sellingProofs } from './evidence/selling.ts';

export type { Proof, Subject } from './evidence/proof.ts';

/** Everything we hold that belongs into a product's dossier, in the order of its papers; files are made when they are asked for. */
export const gatherProofs = async (subject: Subject): Promise<Proof[]> =>
  (
    await Promise.all([goodsProofs, certificateProofs, makingProofs, sellingProofs].map((gather) => gather(subject)))
  ).flat();

import type { Product } from '../../catalog/products.ts';
import type { Seller } from '../../identity/sellers.ts';
import { type Rows, writeXlsx } from '../../tables.ts';
import type { Batch } from '../../traceability/batches.ts';
import type { EvidenceKey } from '../paper.ts';

/** Of which product a dossier is, and as what it is registered. */
export interface Subject {
  product: Product;
  seller: Seller;
  /** The newest that everybody may see, `batchesTold` at most: a dossier shows how goods are made, not a whole history. */
  batches: readonly Batch[];
  registration: 'new' | 'existing';
  /** The product set as the commune names it; null as long as nobody said. */
  productSet: string | null;
  at: Date;
  /** The market's own address. */
  publicUrl: string;
}

/** Something we hold that belongs into the dossier. */
export interface Proof {
  evidence: EvidenceKey;
  /** Of its file, without folder. */
  name: string;
  /** The sentence `ocop.found.<evidence>` says it with these; null for what is said with the proof before it. */
  facts: Readonly<Record<string, string | number>> | null;
  /** The file itself; null when its bytes are gone. */
  make: () => Promise<Buffer | null>;
}

export const batchesTold = 50;

/** Of how many days back it is told what was made, sold and looked at. */
export const daysTold = 365;

/** A table as a proof. `name` is its file's without ending. */
export const tableProof = (evidence: EvidenceKey, name: string, rows: Rows, facts: Proof['facts']): Proof => ({
  evidence,
  name: `${name}.xlsx`,
  facts,
  make: () => writeXlsx(name, rows),
});

import type { Actor } from '../actor.ts';
import {
  addCertificate,
  type Certificate,
  type Certified,
  certificatesOfBatch,
  type WantedCertificate,
} from '../catalog/certificates.ts';
import { getProduct } from '../catalog/products.ts';
import type { Batch } from './batch.ts';
import { BatchModel } from './batch-record.ts';
import { ownRecord } from './batch-sight.ts';

/** A batch as the owner of certificates. @throws missing('batch-not-found'), forbidden('not-yours') */
export async function certifiedBatch(actor: Actor, code: string): Promise<Certified> {
  const batch = await ownRecord(actor, code);
  const { name } = await getProduct(batch.productId);
  const owner = { sellerId: batch.sellerId, batchCode: batch.code };
  return { id: batch.code, sellerId: batch.sellerId, owner, title: `${name} · ${batch.lot}` };
}

/**
 * Keeps a certificate for one batch.
 * @throws missing('batch-not-found'), forbidden('not-yours'), and what `addCertificate` throws
 */
export async function addBatchCertificate(
  actor: Actor,
  code: string,
  wanted: WantedCertificate,
  at: Date,
): Promise<Certificate> {
  const { id, owner } = await certifiedBatch(actor, code);
  // The mark first: a certificate that is there is also looked for, and a scan of any other batch is spared the question.
  await BatchModel.updateOne({ code: id, certified: { $ne: true } }, { $set: { certified: true } });
  return addCertificate(actor, owner, wanted, at);
}

/** What the public sees of a batch's own certificates on this day. */
export const batchCertificates = async ({ code, certified }: Batch, today: string): Promise<Certificate[]> =>
  certified ? certificatesOfBatch(code, today) : [];

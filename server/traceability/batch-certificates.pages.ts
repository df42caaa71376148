import type { Router } from 'express';
import { certificatePagesOf } from '../catalog/certificates.pages.ts';
import { addBatchCertificate, certifiedBatch } from './batch-certificates.ts';

/** `/lo/{code}/chung-nhan…`: the certificates of one batch, such as that of its origin. */
export const batchCertificatesPages = (): Router =>
  certificatePagesOf({
    path: '/lo/:id',
    ownedBy: certifiedBatch,
    add: (actor, { id }, wanted, at) => addBatchCertificate(actor, id, wanted, at),
  });

import type { BatchDocumentsOf } from '../../traceability/batch-documents.ts';
import { authorityDocument } from './documents.ts';

export const documentsOf: BatchDocumentsOf = async (batch, writing) => [
  { name: `epcis/lo-${batch.code}.jsonld`, content: await authorityDocument([batch], writing) },
];

import { removeDocument } from '../media/documents.ts';
import { DossierModel } from './dossier.ts';

/** Takes away all dossiers of a seller, the papers in them and what was handed in. Safe to repeat. */
export async function forgetDossiers(sellerId: string): Promise<void> {
  const records = await DossierModel.find({ sellerId }, { files: 1, begun: 1, frozen: 1 }).lean();
  for (const { _id, files, begun, frozen } of records) {
    const documents = [...files.map(({ id }) => id), ...begun, ...(frozen ? [frozen.documentId] : [])];
    for (const id of documents) await removeDocument(id);
    await DossierModel.deleteOne({ _id });
  }
}

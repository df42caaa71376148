import { removeFiles } from './label-files.ts';
import { LabelRunModel } from './label-run.ts';

/**
 * Erases what labels of a seller were drawn from and their files: names and addresses stand on them. That so many were printed, and
 * under which numbers, stays. Safe to repeat.
 */
export async function forgetLabels(sellerId: string): Promise<void> {
  for (const { _id } of await LabelRunModel.find({ sellerIds: sellerId }, { _id: 1 }).lean()) {
    await LabelRunModel.updateOne({ _id }, { $set: { state: 'voided', drawings: '[]', files: [] } });
    await removeFiles(_id);
  }
}

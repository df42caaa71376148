import { ownFigures } from '../database/forget.ts';
import { DoubtModel, type DoubtRecord } from './doubt.ts';

/** What somebody reported under a phone, however they wrote it. @param spellings of the phone */
export async function doubtsOfPerson(spellings: readonly string[]): Promise<DoubtRecord[]> {
  const figures = new Set(spellings.map(ownFigures));
  const all = await DoubtModel.find({ contact: { $gt: '' } }).lean();
  return all.filter(({ contact }) => contact !== null && figures.has(ownFigures(contact)));
}

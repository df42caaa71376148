import { AccountModel, presentAccount } from './account.ts';
import { type Account, addAccount } from './accounts.ts';

/** The commune's officers, those taken in first at the top. */
export async function listOfficers(at: Date): Promise<Account[]> {
  const records = await AccountModel.find({ role: 'officer' }).sort({ createdAt: 1 }).lean();
  return records.map((record) => presentAccount(record, at));
}

/** One more officer, who signs in once invited, and says the phone then. */
export const addOfficer = (name: string, at: Date): Promise<Account> =>
  addAccount({ name, role: 'officer', phone: null, sellerId: null, cooperativeId: null }, at);

import type { Types } from 'mongoose';
import { AccountModel } from './account.ts';
import { isSealedAnew, openSecret, sealSecret } from './sealed-secret.ts';
import { SellerModel } from './seller.ts';

/** What came of sealing anew; `lost` could be opened under none of the keys given. */
interface Resealed {
  done: number;
  lost: number;
}

/**
 * Seals anew, under the newest key, what lies sealed under an earlier one: authenticators' secrets, those of open invitations, and what
 * was looked at to identify sellers. After it the earlier key is needed no more. Safe to repeat and beside others who write.
 */
export async function resealSecrets(): Promise<Resealed> {
  const counts: Resealed = { done: 0, lost: 0 };
  const accounts = await AccountModel.find(
    { $or: [{ 'totp.secret': { $exists: true } }, { 'invite.totpSecret': { $exists: true } }] },
    { totp: 1, invite: 1 },
  ).lean();
  for (const { _id, totp, invite } of accounts) {
    await reseal({ _id, kept: totp?.secret, counts }, (before, after) =>
      AccountModel.updateOne({ _id, 'totp.secret': before }, { $set: { 'totp.secret': after } }),
    );
    await reseal({ _id, kept: invite?.totpSecret, counts }, (before, after) =>
      AccountModel.updateOne({ _id, 'invite.totpSecret': before }, { $set: { 'invite.totpSecret': after } }),
    );
  }
  const sellers = await SellerModel.find({ 'identity.sealed': { $exists: true } }, { identity: 1 }).lean();
  for (const { _id, identity } of sellers) {
    await reseal({ _id, kept: identity?.sealed, counts }, (before, after) =>
      SellerModel.updateOne({ _id, 'identity.sealed': before }, { $set: { 'identity.sealed': after } }),
    );
  }
  return counts;
}

interface Kept {
  _id: Types.ObjectId;
  kept: string | null | undefined;
  counts: Resealed;
}

async function reseal(
  { _id, kept, counts }: Kept,
  write: (before: string, after: string) => PromiseLike<{ modifiedCount: number }>,
): Promise<void> {
  if (kept === null || kept === undefined || isSealedAnew(kept)) return;
  const id = _id.toHexString();
  const opened = openSecret(kept, id);
  if (opened === null) counts.lost += 1;
  else counts.done += (await write(kept, sealSecret(opened, id))).modifiedCount;
}

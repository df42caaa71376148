import { timingSafeEqual } from 'node:crypto';
import { type ApiKey, ApiKeyModel, type ApiKeyRecord, hashApiSecret } from './api-key.ts';

export type { ApiKey } from './api-key.ts';

const noteEverySeconds = 60;

/**
 * The key that a request brings, or null when it is wrong or revoked.
 * @param setting the key from PAYMENTS_API_KEY, which is always valid and for every seller
 */
export async function findApiKey(secret: string, setting: string | null, at: Date): Promise<ApiKey | null> {
  const hash = hashApiSecret(secret);
  // Compared as hashes: equal lengths, and how long it takes tells nothing of the key.
  if (setting !== null && timingSafeEqual(Buffer.from(hash), Buffer.from(hashApiSecret(setting)))) {
    return { id: 'key_setting', name: 'PAYMENTS_API_KEY', sellerId: null };
  }
  const record = await ApiKeyModel.findOne({ hash, revokedAt: null }).lean<ApiKeyRecord>();
  if (!record) return null;
  await noteUse(record, at);
  return { id: record._id, name: record.name, sellerId: record.sellerId };
}

// At most one write a minute: a busy shop's thousand requests need not be a thousand writes.
async function noteUse({ _id, lastUsedAt }: ApiKeyRecord, at: Date): Promise<void> {
  if (lastUsedAt && at.getTime() - lastUsedAt.getTime() < noteEverySeconds * 1000) return;
  await ApiKeyModel.updateOne({ _id }, { $max: { lastUsedAt: at } });
}

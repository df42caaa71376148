import { unauthenticated } from '../../errors.ts';
import { type ApiKey, findApiKey } from './api-keys.ts';
import { countWrongKey, refuseKeyGuesser } from './wrong-keys.ts';

/**
 * Whose key this is; who brings too many wrong ones from one place is refused whatever it brings.
 * @param setting the key from PAYMENTS_API_KEY
 * @throws unauthenticated('api-key-wrong'), tooMany('api-too-many-keys')
 */
export async function holderOfKey(secret: string, setting: string | null, address: string, at: Date): Promise<ApiKey> {
  refuseKeyGuesser(address, at);
  const key = secret.startsWith('sk_') ? await findApiKey(secret, setting, at) : null;
  if (key) return key;
  countWrongKey(address, at);
  throw unauthenticated('api-key-wrong');
}

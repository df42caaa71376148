import { admitOne } from '../../database/windows.ts';
import { tooMany, unauthenticated } from '../../errors.ts';
import type { KeyScope } from './api-key.ts';
import { type ApiKey, findApiKey } from './api-keys.ts';
import { countWrongKey, refuseKeyGuesser } from './wrong-keys.ts';

/**
 * Whose key this is; who brings too many wrong ones from one place is refused whatever it brings.
 * @param setting the key from PAYMENTS_API_KEY
 * @throws unauthenticated('api-key-wrong'), tooMany('api-too-many-keys')
 */
export const holderOfKey = (secret: string, setting: string | null, address: string, at: Date): Promise<ApiKey> =>
  holderOf('payments', { secret, setting, address, at });

interface Brought {
  secret: string;
  setting: string | null;
  address: string;
  at: Date;
}

async function holderOf(scope: KeyScope, { secret, setting, address, at }: Brought): Promise<ApiKey> {
  refuseKeyGuesser(address, at);
  const key = secret.startsWith('sk_') ? await findApiKey(secret, setting, at, scope) : null;
  if (key) return key;
  countWrongKey(address, at);
  throw unauthenticated('api-key-wrong');
}

/** Of a key that was made without a rate of its own. */
const usualPerMinute = 60;

/**
 * Whose key for the commune's figures this is; each key may ask so often a minute as its maker said.
 * @throws unauthenticated('api-key-wrong'), tooMany('api-too-many-keys' | 'api-key-rate') with `retryAfterSeconds`
 */
export async function holderOfIndicatorsKey(secret: string, address: string, at: Date): Promise<ApiKey> {
  const key = await holderOf('indicators', { secret, setting: null, address, at });
  const minute = { seconds: 60, most: key.perMinute ?? usualPerMinute };
  await admitOne(`indicators ${key.id}`, minute, at, (when) => tooMany('api-key-rate', when));
  return key;
}

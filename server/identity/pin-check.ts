import type { Actor } from '../actor.ts';
import { getAccount } from './accounts.ts';
import { asMistake } from './pin-again.ts';
import { proveIdentity } from './sign-in.ts';

/**
 * Says whether it is the person's own PIN, as signing in does and counting wrong tries as there; the session stays as it is.
 * @throws invalid('sign-in-failed'), tooMany('too-many-tries')
 */
export async function requirePin(actor: Actor, pin: string, at: Date): Promise<void> {
  const { phone } = await getAccount(actor.accountId, at);
  await proveIdentity({ phone: phone ?? '', secret: pin, deviceHash: null, actor }, at).catch(asMistake);
}

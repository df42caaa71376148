import type { Actor } from '../actor.ts';
import { type Account, changeAccount, getAccount } from './accounts.ts';
import { getPerson } from './members.ts';

/**
 * Somebody whose name and number this person may change: themselves, and whom they look after.
 * @throws missing('account-not-found') for everybody else's
 */
export const personToChange = (actor: Actor, accountId: string, at: Date): Promise<Account> =>
  accountId === actor.accountId ? getAccount(accountId, at) : getPerson(actor, accountId, at);

/**
 * Changes what somebody is called and under which number they sign in. PIN, phones that are bound and open sessions stay: a number
 * alone opens nothing. The old number opens nothing from then on.
 * @throws as personToChange, conflict('phone-taken'), invalid('mistakes') at `/phone`
 */
export async function changePerson(
  actor: Actor,
  accountId: string,
  wanted: { name: string; phone: string },
  at: Date,
): Promise<void> {
  await changeAccount(await personToChange(actor, accountId, at), wanted);
}

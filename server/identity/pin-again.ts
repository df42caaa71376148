import type { Actor } from '../actor.ts';
import { DomainError, invalid } from '../errors.ts';
import { confirmIdentity, getAccount } from './accounts.ts';
import { isFresh } from './session.ts';

/** What a person is asked who gave PIN or password too long ago. */
export interface PinQuestion {
  isPassword: boolean;
  /** whether the authenticator's code is asked for as well */
  hasCode: boolean;
}

/** Asks for the PIN inside a form about money or deletion, so that nothing typed into it is lost. */
export const pinAgain = {
  /** What to ask now, or null when the PIN was given within the last hour. */
  async question(actor: Actor, at: Date): Promise<PinQuestion | null> {
    if (isFresh(actor.freshAt, at)) return null;
    const { hasTotp } = await getAccount(actor.accountId, at);
    return { isPassword: actor.role !== 'household', hasCode: hasTotp };
  },

  /**
   * Checks the answer and renews the session.
   * @returns its new token
   * @throws invalid('sign-in-failed'), tooMany('too-many-tries')
   */
  prove: (actor: Actor, given: { pin: string; code?: string | undefined }, at: Date): Promise<string> =>
    confirmIdentity(actor, given, at).catch(asMistake),
};

/** A wrong PIN is a mistake in the form that asked for it, not a reason to sign in anew. */
export function asMistake(error: unknown): never {
  throw error instanceof DomainError && error.kind === 'unauthenticated' ? invalid(error.code) : error;
}

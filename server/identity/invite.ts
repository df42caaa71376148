import { type Mistake } from '../errors.ts';
import type { AccountRecord } from './account.ts';
import { isStaff } from './account.ts';
import { isEasyPassword, isEasyPin, readPin } from './password.ts';
import { readOwnPhone } from './phone.ts';
import { openSecret } from './sealed-secret.ts';
import { readTotp } from './totp.ts';

/** How long one is good for, unless it is for a day that somebody named: at most so many days ahead. */
export const inviteHours = 24;
export const inviteDays = 14;

/** What a person chooses when redeeming an invitation. */
export interface Choice {
  /** Six digits for a household, at least eight characters for cooperative and officer. */
  secret: string;
  /** Typed a second time. */
  again: string;
  /** Of the authenticator app; cooperative and officer only. */
  code?: string | undefined;
  /** Asked for when the account has none yet. */
  phone?: string | undefined;
}

/** What is wrong with a choice; the pointers are the fields of the form. */
export function mistakesIn(choice: Choice, account: AccountRecord, at: Date): Mistake[] {
  const mistakes = [secretMistake(choice, account), phoneMistake(choice, account), codeMistake(choice, account, at)];
  if (choice.secret !== choice.again) mistakes.push({ pointer: '/again', code: 'not-the-same' });
  return mistakes.filter((mistake) => mistake !== null);
}

function secretMistake({ secret, phone }: Choice, account: AccountRecord): Mistake | null {
  const wrong = (code: string): Mistake => ({ pointer: '/secret', code });
  if (!isStaff(account.role)) {
    const pin = readPin(secret);
    if (pin === null) return wrong('pin-not-six-digits');
    return isEasyPin(pin) ? wrong('pin-too-easy') : null;
  }
  if (secret.length < 8) return wrong('password-too-short');
  const known = [account.name, (account.phone ?? phone ?? '').replace('+84', '0')];
  return isEasyPassword(secret, known) ? wrong('password-too-easy') : null;
}

function phoneMistake({ phone }: Choice, account: AccountRecord): Mistake | null {
  const reading = readOwnPhone(phone ?? '');
  return account.phone !== null || 'value' in reading ? null : { pointer: '/phone', ...reading };
}

/** What the authenticator app of the invited person will share with us; null for who needs none. */
export function secretOffered({ _id, invite }: AccountRecord): string | null {
  const kept = invite?.totpSecret ?? null;
  return kept === null ? null : openSecret(kept, _id.toHexString());
}

function codeMistake({ code }: Choice, account: AccountRecord, at: Date): Mistake | null {
  if (!isStaff(account.role)) return null;
  const secret = secretOffered(account);
  const right = secret !== null && code !== undefined && readTotp(secret, code, at) !== null;
  return right ? null : { pointer: '/code', code: 'code-wrong' };
}

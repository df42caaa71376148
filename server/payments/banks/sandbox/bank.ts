import { unauthenticated } from '../../../errors.ts';
import { isSameSecret } from '../../../same-secret.ts';
import { type Bank, header } from '../../bank.ts';
import { readMoneyIn } from '../../money-in.ts';

/** What the demonstration bank proves itself with: it exists on marked demonstration databases only. */
export const sandboxAuthorization = 'Apikey sandbox';

/** The demonstration bank: SePay's message with a key that everybody knows. */
export const bank: Bank = {
  read(rawBody, headers) {
    if (!isSameSecret(header(headers, 'authorization'), sandboxAuthorization))
      throw unauthenticated('bank-proof-wrong');
    return readMoneyIn(rawBody, headers);
  },
  answer: () => ({ success: true }),
};

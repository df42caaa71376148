import { Router } from 'express';
import { nothing } from '../../http/fields.ts';
import type { Services } from '../../services.ts';
import { findAccount, type SellerAccount } from './accounts.ts';
import { type ApiAnswer, type ApiRequest, keyed } from './keyed.routes.ts';
import { readParameters } from './parameters.ts';
import { accountIdOf } from './payment-intent-view.ts';

/** Accounts and balance, below /v1: https://docs.stripe.com/api/accounts, https://docs.stripe.com/api/balance */
export function accountRoutes(services: Services): Router {
  const { production, payments } = services.config;
  const retrieve = async ({ key, id, parameters, at }: ApiRequest): Promise<ApiAnswer> => {
    readParameters(nothing, parameters);
    return { body: presentAccount(await findAccount(key, id || null, payments.defaultSeller, at)) };
  };
  const balance = async ({ parameters }: ApiRequest): Promise<ApiAnswer> => {
    readParameters(nothing, parameters);
    return { body: presentBalance(production) };
  };
  return Router()
    .get('/account', ...keyed(services, retrieve))
    .get('/accounts/:id', ...keyed(services, retrieve))
    .get('/balance', ...keyed(services, balance));
}

const presentAccount = ({ sellerId, name, receives }: SellerAccount) => ({
  id: accountIdOf(sellerId),
  object: 'account' as const,
  business_profile: { name },
  capabilities: {},
  charges_enabled: receives,
  country: 'VN',
  default_currency: 'vnd',
  details_submitted: receives,
  email: null,
  metadata: {},
  // Nothing is paid out: the buyer's bank pays the seller's own account.
  payouts_enabled: false,
  settings: { dashboard: { display_name: name, timezone: 'Asia/Ho_Chi_Minh' } },
  type: 'standard' as const,
});

/** Nothing, always, and that is the truth: money goes from bank to bank and never lies here. */
function presentBalance(livemode: boolean) {
  const none = [{ amount: 0, currency: 'vnd', source_types: {} }];
  return { object: 'balance' as const, available: none, livemode, pending: none };
}

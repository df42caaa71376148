import { createHash } from 'node:crypto';
import { invalid } from '../../errors.ts';
import type { Cause, Intent } from '../intent.ts';
import { asMade, keepIntent, type WantedIntent } from '../intent-opening.ts';
import { IntentModel, type IntentRecord, readIntent } from '../intent-record.ts';
import type { ApiKey } from './api-key.ts';
import { payeeFor } from './destinations.ts';
import { changeMetadata } from './metadata.ts';
import type { WantedPaymentIntent } from './payment-intents.schemas.ts';

export interface Creation {
  key: ApiKey;
  wanted: WantedPaymentIntent;
  cause: Cause;
  apiVersion: string | null;
  /** PAYMENTS_DEFAULT_SELLER */
  defaultSeller: string | null;
}

export interface Created {
  /** As it was when it was made, however often and however late the request comes again. */
  intent: Intent;
  isReplay: boolean;
}

/**
 * Makes an intent in a single write: the record carries its Idempotency-Key, unique for ever, and the parameters, from
 * which the first answer is told again word by word.
 * @throws invalid('idempotency-key-reused') when the key came with other parameters, and what `payeeFor` throws
 */
export async function createPaymentIntent(creation: Creation, at: Date): Promise<Created> {
  const { key, wanted, cause, apiVersion, defaultSeller } = creation;
  const payee = await payeeFor(key, wanted.destination, defaultSeller, at);
  const request = requestOf(creation);
  const complete = (countsFrom: Date): WantedIntent => ({
    orderNumber: null,
    ...payee,
    amountVnd: wanted.amountVnd,
    state: wanted.state,
    lifeSeconds: wanted.lifeSeconds,
    countsFrom,
    description: wanted.description,
    metadata: changeMetadata([], wanted.metadata),
    origin: key.id,
    apiVersion,
    request,
    cause,
  });
  const { record, isNew } = await keepIntent(complete(at), at, () => findTwin(request));
  if (isNew) return { intent: readIntent(record), isReplay: false };
  if (record.request?.asked !== request?.asked) throw invalid('idempotency-key-reused');
  const { _id: id, reference, secret, createdAt, sellerId, account } = record;
  const first = { ...complete(createdAt), sellerId, account };
  return { intent: asMade(first, { id, reference, secret, createdAt }), isReplay: true };
}

function requestOf({ key, wanted, cause: { idempotencyKey } }: Creation) {
  if (idempotencyKey === null) return null;
  const metadata = changeMetadata([], wanted.metadata);
  return {
    key: createHash('sha256').update(`${key.id}\0${idempotencyKey}`).digest('base64url'),
    asked: JSON.stringify({ ...wanted, metadata: metadata.map(({ key: name, value }) => [name, value]) }),
  };
}

const findTwin = async (request: IntentRecord['request']): Promise<IntentRecord | null> =>
  request && (await IntentModel.findOne({ 'request.key': request.key }).lean<IntentRecord>());

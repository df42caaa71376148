import { conflict, missing, tooMany } from '../../errors.ts';
import { nudgeDue } from '../due.ts';
import { type CancellationReason, type Cause, draftStates, due, type Intent, isIntentId } from '../intent.ts';
import { canceled } from '../intent-changes.ts';
import { payloadFor } from '../intent-opening.ts';
import { IntentModel, type IntentRecord, readIntent } from '../intent-record.ts';
import type { ApiKey } from './api-key.ts';
import { payeeFor } from './destinations.ts';
import { changeMetadata } from './metadata.ts';
import { accountIdOf, cancelableStates } from './payment-intent-view.ts';
import type { WantedChange } from './payment-intents.schemas.ts';

/** Which intent, by whose key, the id of the request (the same when it comes again), and what it is called. */
export interface Named {
  key: Pick<ApiKey, 'sellerId'>;
  id: string;
  requestId: string | null;
  cause: Cause;
}

const mostTries = 5;

/** @throws missing('api-no-such-intent') when there is none, or none that the key may see */
export async function getPaymentIntent({ key, id }: Pick<Named, 'key' | 'id'>): Promise<Intent> {
  return readIntent(await getRecord({ key, id }));
}

/**
 * Changes what is noted of an intent, and as long as no code has been shown its amount: a code that somebody may be
 * scanning must not become wrong.
 * @throws conflict('api-amount-fixed'), missing('api-no-such-intent')
 */
export async function updatePaymentIntent(named: Named, wanted: WantedChange): Promise<Intent> {
  return await withRevision(named, async (record) => {
    const { $set, ofDraft } = changeOf(record, wanted);
    const where = { ...unchanged(record), ...(ofDraft ? { state: record.state } : {}) };
    return await changed(where, { $set, $inc: { revision: 1 } });
  });
}

/**
 * Shows the code: from now on it may be paid, to the account that the seller has now.
 * @throws conflict('api-not-confirmable'), conflict('api-destination-without-account'), missing('api-no-such-intent')
 */
export async function confirmPaymentIntent(
  named: Named,
  { lifeSeconds: wantedSeconds }: { lifeSeconds?: number | undefined },
  at: Date,
): Promise<Intent> {
  return await withRevision(named, async (record) => {
    if (isOwnWork(record, named)) return record;
    if (!draftStates.includes(record.state)) throw conflict('api-not-confirmable', { value: record.state });
    const { account } = await payeeFor(named.key, accountIdOf(record.sellerId), null, at);
    const lifeSeconds = wantedSeconds ?? record.lifeSeconds;
    const $set = {
      state: 'requires_action' as const,
      account,
      payload: payloadFor(account, record.amountVnd, record.reference),
      lifeSeconds,
      confirmedAt: at,
      expiresAt: new Date(at.getTime() + lifeSeconds * 1000),
      movedBy: named.requestId,
    };
    const $push = { due: due('payment_intent.requires_action', at, named.cause) };
    return await changed({ ...unchanged(record), state: record.state }, { $set, $push, $inc: { revision: 1 } });
  });
}

/**
 * Ends an intent without money. That of an order of this house ends with its order.
 * @throws conflict('api-not-cancelable'), conflict('api-intent-of-order'), missing('api-no-such-intent')
 */
export async function cancelPaymentIntent(
  named: Named,
  { reason }: { reason: CancellationReason | null },
  at: Date,
): Promise<Intent> {
  return await withRevision(named, async (record) => {
    if (isOwnWork(record, named)) return record;
    if (!cancelableStates.includes(record.state)) throw conflict('api-not-cancelable', { value: record.state });
    if (record.orderNumber !== null) throw conflict('api-intent-of-order', { value: record.orderNumber });
    const { $set, $push } = canceled(reason, at, named.cause);
    const where = { ...unchanged(record), state: record.state };
    return await changed(where, { $set: { ...$set, movedBy: named.requestId }, $push, $inc: { revision: 1 } });
  });
}

/** The record when the key may see it. @throws missing('api-no-such-intent') */
export async function getRecord({ key, id }: Pick<Named, 'key' | 'id'>, param = 'intent'): Promise<IntentRecord> {
  const record = isIntentId(id) ? await IntentModel.findById(id).lean<IntentRecord>() : null;
  if (record && (key.sellerId === null || key.sellerId === record.sellerId)) return record;
  throw missing('api-no-such-intent', { param, value: id.slice(0, 100) });
}

/** Reads, decides and writes, again when somebody was faster. @throws tooMany('api-busy') when somebody always is */
async function withRevision(
  named: Named,
  work: (record: IntentRecord) => Promise<IntentRecord | null>,
): Promise<Intent> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const record = await work(await getRecord(named));
    if (!record) continue;
    nudgeDue();
    return readIntent(record);
  }
  throw tooMany('api-busy', { retryAfterSeconds: 1 });
}

const unchanged = ({ _id, revision }: IntentRecord) => ({ _id, revision });

const isOwnWork = ({ movedBy }: IntentRecord, { requestId }: Named): boolean =>
  requestId !== null && movedBy === requestId;

const changed = (where: object, change: object): Promise<IntentRecord | null> =>
  IntentModel.findOneAndUpdate(where, change, { returnDocument: 'after' }).lean<IntentRecord>();

function changeOf(record: IntentRecord, wanted: WantedChange): { $set: Partial<IntentRecord>; ofDraft: boolean } {
  const { amountVnd = record.amountVnd, lifeSeconds = record.lifeSeconds } = wanted;
  const ofDraft = amountVnd !== record.amountVnd || lifeSeconds !== record.lifeSeconds;
  if (ofDraft && !draftStates.includes(record.state)) {
    throw conflict('api-amount-fixed', { param: 'amount', value: record.state });
  }
  const hasMethod = wanted.hasMethod && record.state === 'requires_payment_method';
  return {
    $set: {
      amountVnd,
      lifeSeconds,
      payload: payloadFor(record.account, amountVnd, record.reference),
      description: wanted.description === undefined ? record.description : wanted.description,
      metadata: changeMetadata(record.metadata, wanted.metadata),
      ...(hasMethod && { state: 'requires_confirmation' as const }),
    },
    ofDraft: ofDraft || hasMethod,
  };
}

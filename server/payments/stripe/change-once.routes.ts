import type { z } from 'zod';
import { once } from '../../http/idempotency.ts';
import type { ApiAnswer, ApiRequest } from './keyed.routes.ts';
import { readParameters } from './parameters.ts';
import type { Named } from './payment-intents.ts';

/** What a request changes or makes; the `requestId` is the same when it comes again after a crash. */
export type Change<S extends z.ZodType, T> = (named: Named, wanted: z.output<S>, at: Date) => Promise<T>;

interface Changing<S extends z.ZodType, T> {
  schema: S;
  change: Change<S, T>;
  present: (changed: T) => object;
}

/** Does a change once for an Idempotency-Key; what cannot be read does not use the key up. */
export async function changeOnce<S extends z.ZodType, T>(
  { key, id, parameters, address, cause, at }: ApiRequest,
  { schema, change, present }: Changing<S, T>,
): Promise<ApiAnswer> {
  const { idempotencyKey } = cause;
  const wanted = readParameters(schema, parameters);
  const run = async (requestId: string | null) => present(await change({ key, id, requestId, cause }, wanted, at));
  if (idempotencyKey === null) return { body: await run(null) };
  let isReplay = true;
  const wish = { scope: `${key.id} ${address}`, key: idempotencyKey, fingerprint: parameters };
  const answer = await once(wish, async (requestId) => {
    isReplay = false;
    return { status: 200, body: await run(requestId) };
  });
  return { body: answer.body as object, isReplay };
}

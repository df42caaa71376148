import { Error as MongooseError } from 'mongoose';
import { type DomainError, type Facts, missing, ofAnother } from '../errors.ts';

interface Records {
  exists(filter: object): PromiseLike<unknown>;
}

/**
 * Why somebody did not find a record among those they may see: the answer is the same for what is nowhere and for what is
 * somebody else's, but the second is noted for who looks after the house (ASVS 5.0 16.3.2).
 * @param filter names the record alone, without its owner
 * @param code `THING-not-found`
 */
export async function absent(records: Records, filter: object, code: string, facts: Facts = {}): Promise<DomainError> {
  const error = missing(code, facts);
  return (await isThere(records, filter)) ? ofAnother(error, code.replace(/-not-found$/, '')) : error;
}

async function isThere(records: Records, filter: object): Promise<boolean> {
  try {
    return (await records.exists(filter)) !== null;
  } catch (error) {
    // What is no id at all names nobody's.
    if (error instanceof MongooseError.CastError) return false;
    throw error;
  }
}

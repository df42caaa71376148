import { DomainError } from '../errors.ts';

/** Lets a verb's mistakes point at the fields of the step's form, which asks for the day alone. */
export async function onFields<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const mistakes = error.mistakes.map((one) =>
      one.pointer === '/occurredAt' ? { ...one, pointer: '/occurredOn' } : one,
    );
    throw new DomainError(error.kind, error.code, error.facts, mistakes);
  }
}

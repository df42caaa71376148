import { DomainError } from '../errors.ts';

/** Lets a verb's mistakes point at the fields of the step's form, which asks for the day alone. */
export const onFields = <T>(result: Promise<T>): Promise<T> =>
  pointedBy((pointer) => (pointer === '/occurredAt' ? '/occurredOn' : pointer), result);

/** A verb's result; where it finds mistakes, they point where `move` says that the form has what they mean. */
export async function pointedBy<T>(move: (pointer: string) => string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const mistakes = error.mistakes.map((one) => ({ ...one, pointer: move(one.pointer) }));
    throw new DomainError(error.kind, error.code, error.facts, mistakes);
  }
}

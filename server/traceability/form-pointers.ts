import { pointedBy } from '../errors.ts';

/** Lets a verb's mistakes point at the fields of the step's form, which asks for the day alone. */
export const onFields = <T>(result: Promise<T>): Promise<T> =>
  pointedBy((pointer) => (pointer === '/occurredAt' ? '/occurredOn' : pointer), result);

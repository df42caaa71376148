import { offered } from '../integration.ts';

/** What a product is called in a system of others, as it may stand on the packaging. */
export interface OtherCode {
  /** The key of the words for such a code. */
  words: string;
  system: string | null;
  code: string;
  /** Where the other system shows it. */
  link: string | null;
}

/** What an integration that knows such codes offers. */
export type OtherCodesOf = (productId: string) => Promise<readonly OtherCode[]>;

/** All of a product's codes that any integration knows. */
export async function otherCodesOf(productId: string): Promise<readonly OtherCode[]> {
  const all = await offered<OtherCodesOf>('otherCodesOf');
  return (await Promise.all(all.map(({ offer }) => offer(productId)))).flat();
}

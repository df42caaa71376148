/** Everybody's programs may read what the resolver says, and where it leads. */
export const openHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Link, Location',
} as const;

/** What stands behind the question mark of an address, as it was sent; '' for nothing. */
export const queryOf = (address: string): string => {
  const [before = ''] = address.split('?', 1);
  return address.slice(before.length + 1);
};

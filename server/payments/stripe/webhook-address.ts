import dns, { type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';

// IANA's special-purpose registries (RFC 6890 and its updates, as of November 2026): what is not a place on the internet.
const specialV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10', // carriers' own (RFC 6598)
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local, and where clouds keep their credentials
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

// Of IPv6 only 2000::/3 is given out for the internet; these parts of it are not, or carry an IPv4 address in them.
const specialV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const blocked = listOf(specialV4, 'ipv4');
const unicast = listOf(['2000::/3'], 'ipv6');
const blockedUnicast = listOf(specialV6, 'ipv6');

/** What stands in for the system's resolver in tests: a name to its addresses. */
export type Resolve = (name: string) => Promise<LookupAddress[]>;

const systemResolve: Resolve = (name) => dns.promises.lookup(name, { all: true, order: 'verbatim' });

/** The name leads, or could lead, to a machine that is not on the public internet. */
export class NotPublic extends Error {
  readonly code = 'NOT_PUBLIC';
}

/** Whether an IP address is one of the public internet; IPv4 in IPv6's clothes is not (hardening, bar 13). */
export function isPublicAddress(address: string): boolean {
  if (isIPv6(address)) return unicast.check(address, 'ipv6') && !blockedUnicast.check(address, 'ipv6');
  return isIP(address) === 4 && !blocked.check(address, 'ipv4');
}

/**
 * A lookup for `net.connect` that gives only public addresses. The very addresses that were checked are connected to, so a
 * name that answers differently the second time gains nothing. One private address among them refuses all.
 */
export function publicLookup(resolve: Resolve = systemResolve): LookupFunction {
  const lookup = callbackify((name: string) => checked(name, resolve));
  return (name, options, done) =>
    lookup(name, (error, addresses) => {
      if (error) done(error, '');
      else answer(addresses, options.all === true, done);
    });
}

async function checked(name: string, resolve: Resolve): Promise<[LookupAddress, ...LookupAddress[]]> {
  const [first, ...rest] = await resolve(name);
  if (!first || ![first, ...rest].every(({ address }) => isPublicAddress(address))) throw new NotPublic(name);
  return [first, ...rest];
}

function answer(
  [first, ...rest]: [LookupAddress, ...LookupAddress[]],
  all: boolean,
  done: Parameters<LookupFunction>[2],
): void {
  if (all) done(null, [first, ...rest]);
  else done(null, first.address, first.family);
}

function listOf(ranges: string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [start = '', bits] = range.split('/');
    list.addSubnet(start, Number(bits), family);
  }
  return list;
}

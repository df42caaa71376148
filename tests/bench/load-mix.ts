import type autocannon from 'autocannon';
import type { Market } from '../support/market.ts';
import { html } from './scan-load.ts';

export interface Mix {
  next: () => autocannon.Request;
  answered: (status: number, body: string) => void;
  /** How many batches were registered so far. */
  written: () => number;
}

/** What is asked in turn: of a hundred requests 90 scans, 8 by machines and 2 that register a batch, each then scanned as well. */
export async function mixOf(market: Market): Promise<Mix> {
  const token = (await ask(market, '/api/v1/sessions', { phone: '0900000201', pin: '246810' })).token as string;
  const batches = (await ask(market, '/api/v1/batches?limit=100', undefined, token)).data as { code: string }[];
  const products = (await ask(market, '/api/v1/products', undefined, token)).data as {
    id: string;
    kind: string;
    seller: { kind: string };
  }[];
  const product = products.find(({ kind, seller }) => kind === 'gao-seng-cu' && seller.kind === 'cooperative');
  if (!product) throw new Error('The demonstration has no rice of the cooperative');
  const scanned = batches.map(({ code }) => `/t/${code}`);
  const read = ['/api/v1/products', ...batches.slice(0, 5).map(({ code }) => `/api/v1/batches/${code}`)];
  const json = { accept: 'application/json', authorization: `Bearer ${token}` };
  let [turn, written] = [0, 0];
  const register = (): autocannon.Request => ({
    method: 'POST',
    path: '/api/v1/batches',
    headers: { ...json, 'content-type': 'application/json' },
    body: JSON.stringify({
      productId: product.id,
      quantity: { value: 10, unit: 'kg' },
      producedOn: today(),
      lot: `T${turn}`,
    }),
  });
  return {
    written: () => written,
    answered: (status, body) => {
      if (status !== 201) return;
      written += 1;
      scanned.push(`/t/${(JSON.parse(body) as { code: string }).code}`);
    },
    next: () => {
      turn += 1;
      if (turn % 50 === 0) return register();
      if (turn % 25 < 2) return { method: 'GET', path: read[turn % read.length] ?? '/', headers: json };
      return { method: 'GET', path: scanned[turn % scanned.length] ?? '/', headers: html };
    },
  };
}

const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

async function ask(market: Market, where: string, body?: object, token?: string): Promise<Record<string, unknown>> {
  const answer = await fetch(market.url + where, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
  });
  return (await answer.json()) as Record<string, unknown>;
}

import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf, readScan } from '../../../server/provenance/front-request.ts';

const html = 'text/html,application/xhtml+xml,*/*;q=0.8';
const ask = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  readScan({ method, url, headers: { accept: html, ...headers } });

describe('readScan', () => {
  it.each([
    ['another method', ask('/t/BNHTVDK9', {}, 'POST')],
    ['another page', ask('/san-pham/mien-dong')],
    ['a longer address', ask('/t/BNHTVDK9/00K7M2QD/epcis')],
    ['a code with a wrong check character', ask('/t/BNHTVDK8')],
    ['a wish for pictures', ask('/t/BNHTVDK9', { accept: 'image/webp' })],
  ])('leaves %s to the app', (_, scan) => {
    expect(scan).toBeNull();
  });

  it.each([
    ['somebody signed in', { cookie: 'lang=vi; session=abc' }],
    ['somebody signed in over https', { cookie: '__Host-session=abc' }],
    ['a Bearer token', { authorization: 'Bearer abc' }],
    ['a wish for JSON', { accept: 'application/json' }],
  ])('knows that %s is not answered with the page for everybody', (_, headers) => {
    expect(ask('/t/BNHTVDK9', headers)).toMatchObject({ code: 'BNHTVDK9', isPlain: false });
  });

  it.each(['?fbclid=IwAR0x', '?utm_source=zalo&lang=en', '?x=1&lang=en&lang=vi', '?zarsrc=410&%e0', '?'])(
    'looks past where somebody came from: %s',
    (query) => {
      const language = query.endsWith('lang=en') ? 'en' : 'vi';
      expect(ask(`/t/BNHTVDK9${query}`)).toMatchObject({ code: 'BNHTVDK9', isPlain: true, language });
    },
  );

  it.each([
    ['application/json, text/html', 'json'],
    ['text/html, application/json', 'html'],
    ['text/html;q=0.5, application/json', 'json'],
    ['*/*', 'html'],
    ['application/json', 'json'],
  ])('reads the wish for %s as the app does: %s', (accept, wants) => {
    expect(ask('/t/BNHTVDK9', { accept })).toMatchObject({ wants });
  });

  it('reads what a QR code carries, in capitals and with look-alike letters', () => {
    expect(ask('/T/BNHTVDK9/00K7M2QD')).toMatchObject({ code: 'BNHTVDK9', serial: '00K7M2QD', language: 'vi' });
    expect(ask('/t/ol234568')?.code).toBe(ask('/t/01234568')?.code);
  });

  it.each([
    [{}, '', 'vi'],
    [{ 'accept-language': 'en-GB,en;q=0.9' }, '', 'en'],
    [{ 'accept-language': 'fr,en;q=0.5,vi;q=0.9' }, '', 'vi'],
    [{ 'accept-language': 'ja' }, '', 'vi'],
    [{ 'accept-language': '*' }, '', 'vi'],
    [{ 'accept-language': 'en-US,en;q=0.9,vi;q=0.8' }, '', 'en'],
    [{ 'accept-language': 'vi;q=0,en;q=0.1' }, '', 'en'],
    [{ 'accept-language': 'en', cookie: 'lang=vi' }, '', 'vi'],
    [{ 'accept-language': 'vi', cookie: 'lang=vi' }, '?lang=en', 'en'],
  ] as const)(
    'takes the language from address, cookie and browser, in this order: %o %s → %s',
    (headers, query, language) => {
      expect(ask(`/t/BNHTVDK9${query}`, headers)?.language).toBe(language);
    },
  );
});

describe('addressOf', () => {
  const from = (forwarded: string | undefined, hops: number, remoteAddress: string | undefined = '10.0.0.1') => {
    const request: unknown = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } };
    return addressOf(request as IncomingMessage, hops);
  };

  it('believes nobody who says where they come from, unless a proxy of ours stands in front', () => {
    expect(from('1.1.1.1', 0)).toBe('10.0.0.1');
    expect(from('1.1.1.1', 1)).toBe('1.1.1.1');
    expect(from('6.6.6.6, 1.1.1.1', 1)).toBe('1.1.1.1');
    expect(from('6.6.6.6, 1.1.1.1', 2)).toBe('6.6.6.6');
    expect(from(undefined, 1)).toBe('10.0.0.1');
  });
});

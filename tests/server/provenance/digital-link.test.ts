import { assert, property, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit } from '../../../server/check-digit.ts';
import { goodsPath, labelUrl, provenancePath, readDigitalLink } from '../../../server/provenance/digital-link.ts';

describe('readDigitalLink', () => {
  it.each([
    '/01/09506000134353',
    '/01/9506000134352x',
    '/01/',
    '/01',
    '/t/BNHTVDK9',
    '/01/09506000134352/10',
    '/01/09506000134352/10/',
    '/01/09506000134352/21/A/10/B',
    '/01/09506000134352/10/A/10/B',
    '/01/09506000134352/17/261231',
    '/01/09506000134352/10/%E0%A4%A',
    '/01/09506000134352/10/có-dấu',
    '/01/09506000134352/10/123456789012345678901',
    '/01/09506000134352/10/a%0Ab',
    '/01/0-9506000134352',
    '/01/09506000134352//',
  ])('refuses %s', (path) => {
    expect(readDigitalLink(path)).toBeNull();
  });

  it('reads goods alone, a lot, and one piece of a lot', () => {
    expect(readDigitalLink('/01/09506000134352')).toEqual({ gtin: '09506000134352', lot: null, serial: null });
    expect(readDigitalLink('/01/09506000134352/10/LOT-DEMO-1')).toMatchObject({ lot: 'LOT-DEMO-1', serial: null });
    expect(readDigitalLink('/01/09506000134352/22/2A/10/A%2FB/21/7')).toEqual({
      gtin: '09506000134352',
      lot: 'A/B',
      serial: '7',
    });
  });

  it('reads a serial that a third party gave (AI 235), up to 28 letters, behind goods alone', () => {
    const serial = 'TP-0123456789-0123456789-012';
    expect(readDigitalLink(`/01/09506000134352/235/${serial}`)).toMatchObject({ lot: null, serial });
    expect(readDigitalLink(`/01/09506000134352/10/A/235/${serial}`)).toBeNull();
    expect(readDigitalLink(`/01/09506000134352/235/${serial}0`)).toBeNull();
  });

  it('fills a shorter GTIN up to fourteen digits', () => {
    expect(readDigitalLink('/01/9506000134352')?.gtin).toBe('09506000134352');
  });

  it('reads back every lot and serial that GS1 allows', () => {
    const allowed = stringMatching(/^[A-Za-z0-9!"%&'()*+,\-./_:;<=>?]{1,20}$/);
    const digits = stringMatching(/^\d{13}$/);
    assert(
      property(digits, allowed, allowed, (body, lot, serial) => {
        const gtin = body + checkDigit(body);
        const path = `/01/${gtin}/10/${encodeURIComponent(lot)}/21/${encodeURIComponent(serial)}`;
        expect(readDigitalLink(path)).toEqual({ gtin, lot, serial });
      }),
    );
  });

  it('answers or refuses whatever it is given, and never throws', () => {
    assert(property(string(), (path) => void readDigitalLink(`/01/${path}`)));
  });
});

describe('goodsPath', () => {
  it('leaves nothing bare that RFC 3986 reserves, and is read back', () => {
    const lot = `A'(B)*!/:?`;
    const path = goodsPath('09506000134352', lot, '000QP0PD');
    expect(path).toBe('/01/09506000134352/10/A%27%28B%29%2A%21%2F%3A%3F/21/000QP0PD');
    expect(readDigitalLink(path)).toEqual({ gtin: '09506000134352', lot, serial: '000QP0PD' });
  });
});

describe('labelUrl', () => {
  it('writes all but the scheme in capitals, so that a QR code stays small', () => {
    expect(labelUrl('https://cho.binhlu.vn', 'BNHTVDK9', '00K7M2QD')).toBe('https://CHO.BINHLU.VN/T/BNHTVDK9/00K7M2QD');
    expect(labelUrl('http://localhost:3000', 'BNHTVDK9')).toBe('http://LOCALHOST:3000/T/BNHTVDK9');
  });

  it('keeps a host of 27 characters within 55', () => {
    expect(labelUrl(`https://${'a'.repeat(24)}.vn`, 'BNHTVDK9', '00K7M2QD')).toHaveLength(55);
  });
});

describe('provenancePath', () => {
  it('is the page of the batch, or of one unit', () => {
    expect(provenancePath('BNHTVDK9')).toBe('/t/BNHTVDK9');
    expect(provenancePath('BNHTVDK9', '00K7M2QD')).toBe('/t/BNHTVDK9/00K7M2QD');
    expect(provenancePath('BNHTVDK9', null)).toBe('/t/BNHTVDK9');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putIn, readCart, setTo, without, writeCart } from '../../../server/storefront/cart.ts';

const [a, b] = ['0123456789abcdef01234567', 'fedcba9876543210fedcba98'];

describe('readCart', () => {
  it('reads what was written', () => {
    const cart = [
      { packId: a, quantity: 2 },
      { packId: b, quantity: 1000 },
    ];
    expect(readCart(writeCart(cart))).toEqual(cart);
  });

  it('leaves out what makes no sense, and never throws', () => {
    expect(readCart(null)).toEqual([]);
    expect(readCart(`${a}.0_${a}.-1_${a}.1.5_<script>.1_.3_${b}.7`)).toEqual([{ packId: b, quantity: 7 }]);
    expect(readCart(`${a}.9999`)).toEqual([{ packId: a, quantity: 1000 }]);
    fc.assert(
      fc.property(fc.string(), (text) => readCart(text).every(({ quantity }) => quantity >= 1 && quantity <= 1000)),
    );
  });

  it('holds at most 30 kinds of packs', () => {
    const cookie = Array.from({ length: 100 }, (_, index) => `pack${index}.1`).join('_');
    expect(readCart(cookie)).toHaveLength(30);
  });
});

describe('changing a cart', () => {
  it('adds to what is there', () => {
    expect(putIn([{ packId: a, quantity: 2 }], { packId: a, quantity: 3 })).toEqual([{ packId: a, quantity: 5 }]);
  });

  it('sets a number, and none takes it out', () => {
    const cart = putIn([{ packId: a, quantity: 2 }], { packId: b, quantity: 1 });
    expect(setTo(cart, { packId: a, quantity: 7 })).toContainEqual({ packId: a, quantity: 7 });
    expect(setTo(cart, { packId: a, quantity: 0 })).toEqual([{ packId: b, quantity: 1 }]);
    expect(setTo(cart, { packId: 'other', quantity: 4 })).toEqual(cart);
  });

  it('forgets what was ordered', () => {
    expect(without([{ packId: a, quantity: 2 }], new Set([a]))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { holdsUntil, orderStates, statesAfter, statesBefore, totalOf } from '../../../server/orders/order.ts';

const at = new Date('2026-11-16T05:00:00Z');

describe('the states of an order', () => {
  it('follow each other as the contract says, and not otherwise', () => {
    const allowed = orderStates.flatMap((from) => statesAfter(from).map((to) => `${from} → ${to}`));
    expect(allowed.sort()).toEqual(
      [
        'placing → placed',
        'placing → cancelled',
        'placed → paid',
        'placed → packed',
        'placed → cancelled',
        'placed → expired',
        'expired → paid',
        'paid → packed',
        // Only of an order whose payment was taken back.
        'paid → returned',
        'paid → refunded',
        'packed → shipped',
        'packed → delivered',
        'packed → returned',
        'packed → refunded',
        'shipped → delivered',
        'shipped → returned',
        'shipped → refunded',
        'delivered → refunded',
        'returned → refunded',
      ].sort(),
    );
  });

  it('end with cancelled and refunded', () => {
    expect(statesAfter('cancelled')).toEqual([]);
    expect(statesAfter('refunded')).toEqual([]);
  });

  it('are read backwards from the same table', () => {
    expect(statesBefore('paid')).toEqual(['placed', 'expired']);
    expect(statesBefore('refunded')).toEqual(['paid', 'packed', 'shipped', 'delivered', 'returned']);
    expect(statesBefore('placing')).toEqual([]);
  });
});

describe('totalOf', () => {
  it('adds every line and the shipping', () => {
    expect(
      totalOf(
        [
          { quantity: 2, priceVnd: 60_000 },
          { quantity: 1, priceVnd: 95_500 },
        ],
        25_000,
      ),
    ).toBe(240_500);
  });
});

describe('holdsUntil', () => {
  it('keeps packs 45 minutes for a transfer and 7 days for cash', () => {
    expect(holdsUntil('vietqr', at).toISOString()).toBe('2026-11-16T05:45:00.000Z');
    expect(holdsUntil('cash', at).toISOString()).toBe('2026-11-23T05:00:00.000Z');
  });
});

const item = { packId: 'g', productId: 'h', name: 'Miến dong', packName: 'Gói 500 g', quantity: 2, priceVnd: 60_000 };

/** An order with what became of it and when; instants in Vietnamese time. */
export const anOrder = (sellerId: string, number: string, history: readonly [string, string][], payBy = 'vietqr') => {
  const steps = history.map(([state, at]) => ({ state, at: new Date(`${at}+07:00`), by: 'x' }));
  const at = (state: string) => steps.find((step) => step.state === state)?.at ?? null;
  const money = { shippingVnd: 30_000, totalVnd: 150_000, paidAt: at('paid') };
  const state = steps.at(-1)?.state;
  return {
    number,
    sellerId,
    state,
    items: [item],
    placedAt: steps[0]?.at,
    delivery: { payBy },
    history: steps,
    ...money,
  };
};

/** A part of an order's money that went back at an instant in Vietnamese time. */
export const partBack = (id: string, at: string, offPriceVnd: number) => ({
  id,
  at: new Date(`${at}+07:00`),
  by: 'x',
  amountVnd: offPriceVnd,
  offPriceVnd,
  note: 'FT',
  photoId: null,
});

/** Two parcels of a month that reached nobody: one to be paid at the door, and one paid before, whose money went back in two parts. */
export function failedParcels(sellerId: string, month: string) {
  const on = (state: string, day: string): [string, string] => [state, `${month}-${day}T08:00:00`];
  const tries = [{ at: new Date(`${month}-05T08:00:00+07:00`), by: 'x', why: 'nobody-there', requestId: null }];
  const sent = [on('packed', '03'), on('shipped', '04'), on('returned', '06')];
  return [
    { ...anOrder(sellerId, `DHX${month}`, [on('placed', '02'), ...sent], 'cash'), tries },
    {
      ...anOrder(sellerId, `DHY${month}`, [on('placed', '02'), on('paid', '02'), ...sent, on('refunded', '08')]),
      tries,
      refunds: [partBack('f1', `${month}-07T08:00:00`, 50_000), partBack('f2', `${month}-08T08:00:00`, 100_000)],
    },
  ];
}

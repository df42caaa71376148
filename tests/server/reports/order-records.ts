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

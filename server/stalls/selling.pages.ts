import { Router } from 'express';
import type { z } from 'zod';
import { DomainError } from '../errors.ts';
import { dayOf } from '../format.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { imageUrl } from '../media/images.ts';
import { letOrderGo } from '../payments/cancellations.ts';
import { type PaymentView, paymentView } from '../payments/payment-view.ts';
import { goodsOf, type OnCounter } from './counter.ts';
import { paidBy } from './merchant-codes.ts';
import { saidOf } from './said.pages.ts';
import { getSale, openSale, payInCash, recentSales, type Sale, sellerNames } from './sales.ts';
import { SellForm } from './stalls.schemas.ts';
import { getOwnStall, type Stall, sellersAt } from './stalls.ts';

/** The selling screen `/quay/{slug}/ban`, and each sale's own screen with its code. */
export const sellingPages = (): Router =>
  Router().use(
    selling(),
    waitingForMoney(),
    button('huy', async ({ actor, at, requestId }, { stall, sale }) => {
      await letOrderGo(actor, sale.order.number, at, requestId);
      return `/quay/${stall.slug}/ban`;
    }),
    button('tien-mat', async ({ actor, at, requestId }, { stall, sale }) => {
      const paid = await payInCash({ actor, stall, requestId }, sale, at);
      return `/quay/${stall.slug}/ban/${paid.order.number}`;
    }),
  );

const selling = (): Router =>
  formPage({
    path: '/quay/:slug/ban',
    who: sellers,
    schema: SellForm,
    view: 'stalls/selling',
    load: async ({ actor, params }: PageContext<typeof sellers>) => ({
      stall: await getOwnStall(actor, { slug: params.slug ?? '' }),
    }),
    shown: showCounter,
    submit: async ({ actor, body, at, requestId }, { stall }) => {
      const wanted = { ...body, amountVnd: body.amountVnd ?? null, note: body.note ?? null, lines: sold(body.lines) };
      const { order } = await openSale({ actor, stall, requestId }, wanted, at).catch(atItsLine(body.lines));
      // In cash it is done: the next buyer is served on the same screen.
      const done = `/quay/${stall.slug}/ban?xong=${order.number}`;
      // Straight to the code: on a phone it fills the screen.
      return body.payBy === 'cash' ? done : `/quay/${stall.slug}/ban/${order.number}#ma`;
    },
  });

type FormLines = z.output<typeof SellForm>['lines'];

const sold = (lines: FormLines): FormLines => lines.filter(({ quantity }) => quantity > 0);

/** A mistake in a line that is sold belongs to its field among all those of the form. */
const atItsLine = (lines: FormLines) => (error: unknown) => {
  if (!(error instanceof DomainError)) throw error;
  const places = lines.flatMap(({ quantity }, index) => (quantity > 0 ? [index] : []));
  const mistakes = error.mistakes.map((one) => ({
    ...one,
    pointer: one.pointer.replace(
      /^\/lines\/(\d+)\/.*/,
      (_, place: string) => `/lines/${places[Number(place)]}/quantity`,
    ),
  }));
  throw new DomainError(error.kind, error.code, error.facts, mistakes);
};

type Typed = Readonly<Record<string, string>>;

/** The counter, and how the last sales stand: not read for a sale that goes through. */
async function showCounter(
  { actor, query, at }: PageContext<typeof sellers>,
  { stall }: { stall: Stall },
  typed: Typed,
) {
  const own = await sellersAt(actor, stall);
  const [goods, sales] = await Promise.all([goodsOf(own, dayOf(at)), recentSales(stall, at)]);
  const names = await sellerNames(sales);
  const rows = sales.map((sale) => presentRow(sale, stall.slug, names));
  const isOpen = ({ order }: Sale): boolean => order.state === 'placed';
  const formRows = rowsOf(goods, typed);
  return {
    goods: goods.map((one, index) => presentGoods(one, formRows[index] ?? '', own.length > 1)),
    guests: own.length > 1 ? own.map(({ id, name }) => ({ value: id, title: name })) : [],
    queue: rows.filter((_row, index) => sales[index] && isOpen(sales[index])),
    done: rows.find(({ number }) => number === query.xong) ?? null,
    sold: rows.filter((_row, index) => sales[index] && !isOpen(sales[index])).slice(0, 10),
    defaults: Object.fromEntries(formRows.map((row) => [`${row}.quantity`, '0'])),
  };
}

/**
 * The row of the form that each pack has. Where a form comes back it is the one it was sent in: what sells out moves to the end of
 * the counter, and no quantity may pass to the pack that moves up.
 */
function rowsOf(goods: readonly OnCounter[], typed: Typed): string[] {
  const sent = new Map(
    Object.entries(typed).flatMap(([field, packId]) => {
      const [, row] = /^(lines\.\d+)\.packId$/.exec(field) ?? [];
      return row === undefined ? [] : [[packId, row]];
    }),
  );
  let next = sent.size;
  return goods.map(({ pack }) => sent.get(pack.id) ?? `lines.${next++}`);
}

const presentGoods = ({ product, pack, seller, left }: OnCounter, row: string, several: boolean) => ({
  packId: pack.id,
  idField: `${row}.packId`,
  countField: `${row}.quantity`,
  name: product.name,
  packName: pack.name,
  priceVnd: pack.priceVnd,
  left,
  seller: several ? seller.name : null,
  photo: product.photoId ? imageUrl(product.photoId, 320) : null,
});

const presentRow = ({ order, saying, standing }: Sale, slug: string, names: ReadonlyMap<string, string>) => ({
  number: order.number,
  url: `/quay/${slug}/ban/${order.number}`,
  at: order.placedAt,
  amountVnd: order.totalVnd,
  state: standing.state,
  said: saidOf(saying),
  seller: names.get(order.sellerId) ?? '',
  items: order.items.map(({ name, packName, quantity }) => ({ name, packName, quantity })),
});

const waitingForMoney = (): Router =>
  formPage({
    path: '/quay/:slug/ban/:number',
    who: sellers,
    schema: nothing,
    view: 'stalls/sale',
    shown: async (context) => {
      const data = await loadSale(context);
      return { ...data, ...(await showSale(context, data)) };
    },
    // The screen only shows; what can be done about a sale has addresses of its own.
    submit: async (context) => {
      const { stall, sale } = await loadSale(context);
      return `/quay/${stall.slug}/ban/${sale.order.number}`;
    },
    render: ({ row }) => ({ title: row.number }),
  });

const payWith = async ({ order }: Sale, language: PageContext['language'], at: Date): Promise<PaymentView | null> =>
  order.delivery.payBy === 'cash' ? null : await paymentView(order, language, at);

async function loadSale({ actor, params, at }: PageContext<typeof sellers>) {
  const stall = await getOwnStall(actor, { slug: params.slug ?? '' });
  return { stall, sale: await getSale(stall, params.number ?? '', at) };
}

async function showSale({ language, at }: PageContext, { stall, sale }: SaleData) {
  return {
    row: presentRow(sale, stall.slug, await sellerNames([sale])),
    payment: await payWith(sale, language, at),
    batches: [...new Set(sale.order.items.flatMap(({ taken }) => taken.map(({ batchCode }) => batchCode)))],
    isOpen: sale.order.state === 'placed',
    merchant: merchantFor(stall, sale),
  };
}

/** Their own bank's code beside ours, for buyers from abroad: of the stall's own seller only, whose money it brings. */
const merchantFor = ({ slug, id, merchant }: Stall, { order }: Sale) =>
  merchant &&
  order.sellerId === id && {
    url: `/quay/${slug}/ban/${order.number}/ma-cua-hang.svg`,
    name: merchant.name,
    hasAmount: paidBy(merchant, order.totalVnd).hasAmount,
  };

type SaleData = Awaited<ReturnType<typeof loadSale>>;
type Pressed = PageContext<typeof sellers> & { requestId: string | null };

/** A button of a sale's screen: does its thing and says where to go. */
const button = (name: string, press: (context: Pressed, data: SaleData) => Promise<string>): Router =>
  formPage({
    path: `/quay/:slug/ban/:number/${name}`,
    who: sellers,
    schema: nothing,
    view: 'stalls/sale',
    get: false,
    load: loadSale,
    shown: showSale,
    submit: press,
  });

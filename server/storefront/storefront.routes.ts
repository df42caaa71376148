import type { z } from 'zod';
import { requireShown } from '../catalog/listings.ts';
import {
  addProduct,
  changeProduct,
  getProduct,
  listProducts,
  type Product,
  type WantedChange,
} from '../catalog/products.ts';
import { shopLinksFor } from '../catalog/shop-links.ts';
import { dayOf } from '../format.ts';
import { type Endpoint, endpoint, listAnswer, toList } from '../http/endpoint.ts';
import { sellers } from '../http/guard.ts';
import { imageUrl } from '../media/images.ts';
import { networkKey } from '../network.ts';
import { paymentDetails } from '../payments/payment-view.ts';
import type { Services } from '../services.ts';
import { type CheckedOut, checkOut, orderPath } from './checkout.ts';
import { getOffer, type Offer, offersOf } from './offers.ts';
import {
  AddProduct,
  ChangeProduct,
  PlacedOrder,
  PlaceOrder,
  ProductParams,
  ProductsQuery,
  ProductView,
} from './storefront.schemas.ts';

/** What programs need to sell and to buy: products with what is left of them, and orders with their payment. */
export const storefrontEndpoints = ({ config }: Services): Endpoint[] => [
  listing,
  looking,
  adding,
  changing,
  ordering(config),
];

const listing = endpoint({
  method: 'get',
  path: '/products',
  summary: 'What is sold, with what is left',
  tag: 'products',
  who: 'anyone',
  query: ProductsQuery,
  answer: listAnswer(ProductView),
  problems: [],
  handle: async ({ query: { limit, after, kind, sellerId, q }, at }) => {
    const wanted = {
      limit: limit + 1,
      after,
      kind,
      search: q,
      shownAt: at,
      ...(sellerId && { sellerIds: [sellerId] }),
    };
    const { data, hasMore } = toList(await listProducts(wanted), limit);
    return { data: await presentAll(data, at), hasMore };
  },
});

const looking = endpoint({
  method: 'get',
  path: '/products/{id}',
  summary: 'One product, with what is left',
  tag: 'products',
  who: 'anyone',
  params: ProductParams,
  answer: ProductView,
  problems: ['product-not-found', 'listing-gone'],
  handle: async ({ actor, params, at }) => {
    const offer = await getOffer(await getProduct(params.id), dayOf(at));
    await requireShown(offer, actor, at);
    return await present(offer);
  },
});

const adding = endpoint({
  method: 'post',
  path: '/products',
  summary: 'Offer a product',
  tag: 'products',
  who: sellers,
  body: AddProduct,
  status: 201,
  answer: ProductView,
  problems: ['kind-unknown', 'product-mistaken', 'gtin-taken', 'seller-not-found', 'not-yours', 'image-not-found'],
  handle: async ({ actor, body, at, requestId }) => presentOne(await addProduct(actor, { ...body, requestId }, at), at),
});

const changing = endpoint({
  method: 'patch',
  path: '/products/{id}',
  summary: 'Change a product; packs that are left out are no longer offered',
  tag: 'products',
  who: sellers,
  params: ProductParams,
  body: ChangeProduct,
  answer: ProductView,
  problems: [
    'product-not-found',
    'not-yours',
    'pack-unknown',
    'product-mistaken',
    'gtin-taken',
    'image-not-found',
    'product-busy',
  ],
  handle: async ({ actor, params, body, at }) =>
    presentOne(await changeProduct(actor, params.id, body as WantedChange, at), at),
});

const ordering = ({ publicUrl, sessionSecret }: Services['config']): Endpoint =>
  endpoint({
    method: 'post',
    path: '/orders',
    summary: 'Order packs of one seller; the secret key is told this once',
    tag: 'orders',
    who: 'anyone',
    body: PlaceOrder,
    status: 201,
    answer: PlacedOrder,
    problems: [
      'pack-unknown',
      'order-of-two-sellers',
      'order-needs-address',
      'order-too-large',
      'order-total-differs',
      'order-short',
      'order-short-just-now',
      'order-took-too-long',
      'seller-takes-no-transfers',
    ],
    handle: async ({ body, at, requestId, address: from }) => {
      const { address, ...buyer } = body.buyer;
      const sender = networkKey('order', from, sessionSecret);
      const wanted = { ...body, sender, buyer: { ...buyer, address: address ?? null }, note: body.note ?? null };
      return presentOrder(await checkOut(wanted, at, requestId), publicUrl);
    },
  });

const presentOne = async (product: Product, at: Date) => present(await getOffer(product, dayOf(at)));

const presentAll = async (products: readonly Product[], at: Date) =>
  Promise.all((await offersOf(products, dayOf(at))).map(present));

async function present({ product, seller, packs }: Offer): Promise<z.input<typeof ProductView>> {
  const links = await shopLinksFor({ productId: product.id, sellerId: seller.id });
  return {
    id: product.id,
    slug: product.slug,
    name: product.name,
    kind: product.kind,
    seller: { id: seller.id, kind: seller.kind, name: seller.name },
    packs: packs.map(({ id, name, netQuantity, priceVnd, available }) => ({
      id,
      name,
      netQuantity,
      priceVnd,
      available,
    })),
    shopLinks: links.map(({ id, channel }) => ({ id, channel })),
    url: `/san-pham/${product.slug}`,
    ...(product.gtin && { gtin: product.gtin }),
    ...(product.photoId && { photoUrl: imageUrl(product.photoId, 640) }),
  };
}

function presentOrder({ order, key, intent }: CheckedOut, publicUrl: string): z.input<typeof PlacedOrder> {
  return {
    number: order.number,
    key,
    url: publicUrl + orderPath(order.number, key),
    state: order.state,
    totalVnd: order.totalVnd,
    shippingVnd: order.shippingVnd,
    ...(order.asks && { waitsForSeller: true }),
    ...(intent && { payment: paymentDetails(intent, publicUrl) }),
  };
}

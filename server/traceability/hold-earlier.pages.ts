import type { Router } from 'express';
import { getProduct } from '../catalog/products.ts';
import { conflict } from '../errors.ts';
import { formPage } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { requireActFor } from '../identity/sellers.ts';
import { askInspection, batchesOnSaleUntested } from './sale-answers.ts';
import { HoldEarlier } from './traceability.schemas.ts';

/**
 * `/hang-cua-toi/{id}/kiem-nghiem`: after a product was made to ask for inspections, which batches from before stay on sale
 * without one, and whether they are held too.
 */
export const holdEarlierPages = (): Router =>
  formPage({
    path: '/hang-cua-toi/:id/kiem-nghiem',
    who: sellers,
    view: 'traceability/hold-earlier',
    schema: HoldEarlier,
    load: async ({ actor, params, language }) => {
      const product = await getProduct(params.id ?? '');
      await requireActFor(actor, product.sellerId, 'product-not-found');
      return {
        product: { id: product.id, name: product.name, asks: product.needsInspection },
        batches: product.needsInspection ? await batchesOnSaleUntested(product.id) : [],
        answers: ['hold', 'sell'].map((value) => ({
          value,
          title: sentence(language, `traceability.hold-earlier.${value}`),
        })),
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.hold-earlier.title') }),
    submit: async ({ actor, body, at }, { product, batches }) => {
      if (!product.asks) throw conflict('inspection-not-asked');
      // Each by itself and safe to repeat: what a crash leaves over is shown again.
      if (body.earlier === 'hold') for (const { code } of batches) await askInspection(actor, code, at);
      return `/hang-cua-toi/${product.id}`;
    },
  });

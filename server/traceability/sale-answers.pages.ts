import type { Router } from 'express';
import { getProduct } from '../catalog/products.ts';
import { forbidden } from '../errors.ts';
import { formPage } from '../http/form-page.ts';
import { everybody } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { type Batch, getBatch } from './batches.ts';
import { allowSale, mayAllowSale } from './sale-answers.ts';
import { outsideIn, publicStory } from './timeline.ts';
import { AllowSale } from './traceability.schemas.ts';

const whyHeld = ({ gate, isOver }: Batch): Batch['gate'] | 'over' => (gate === 'open' && isOver ? 'over' : gate);

/** `/lo/{code}/cho-ban`: the cooperative or the officer answers for a batch that is kept from sale. */
export const saleAnswerPages = (): Router =>
  formPage({
    path: '/lo/:code/cho-ban',
    who: everybody,
    view: 'traceability/allow-sale',
    schema: AllowSale,
    load: async ({ actor, params }) => {
      const batch = await getBatch(actor, params.code ?? '');
      if (!mayAllowSale(actor)) throw forbidden('answer-not-yours');
      return { batch: { ...batch, why: whyHeld(batch) } };
    },
    shown: async (_context, { batch }) => ({
      product: (await getProduct(batch.productId)).name,
      outside: publicStory(batch).filter((step) => outsideIn(step).length > 0),
    }),
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.sale.title') }),
    submit: async ({ actor, body, at, requestId }, { batch }) => {
      await allowSale(actor, batch.code, { ...body, requestId }, at);
      return `/lo/${batch.code}`;
    },
  });

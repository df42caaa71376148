import { Router } from 'express';
import type { Services } from '../services.ts';
import { cartPages } from './cart.pages.ts';
import { checkoutPages } from './checkout.pages.ts';
import { enquiryPages } from './enquiries.pages.ts';
import { lostLinkPages } from './lost-links.pages.ts';
import { marketPages } from './market.pages.ts';
import { orderPages } from './order.pages.ts';
import { orderInvoicePages } from './order-invoice.pages.ts';
import { orderSummaryPages } from './order-summary.pages.ts';
import { ownOrderPages } from './own-orders.pages.ts';
import { productPages } from './product.pages.ts';
import { recallNoticePages } from './recall-notice.pages.ts';

/** From the market to the paid order, as a buyer walks it. */
export function storefrontPages(services: Services): Router {
  const router = Router();
  router.use(
    marketPages(services),
    productPages(services),
    cartPages(),
    checkoutPages(services),
    orderPages(services),
    orderInvoicePages(),
    orderSummaryPages(services),
  );
  router.use(enquiryPages(services), ownOrderPages(), lostLinkPages(services), recallNoticePages());
  return router;
}

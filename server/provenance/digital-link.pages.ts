import { type RequestHandler, Router } from 'express';
import { findProductByGtin } from '../catalog/products.ts';
import { malformed, missing } from '../errors.ts';
import { render } from '../http/views.ts';
import { findBatchByLot } from '../traceability/batches.ts';
import { isSerial } from '../traceability/unit-serial.ts';
import { provenancePath, readDigitalLink } from './digital-link.ts';

/** The other ways to a provenance page: a code typed from the label, and GS1 Digital Link. */
export function digitalLinkPages(): Router {
  const router = Router();
  router.get('/t', lookUp);
  router.get('/01/*rest', resolve);
  return router;
}

/** Takes what somebody typed or pasted from a label to its page. */
const lookUp: RequestHandler = (request, response) => {
  const typed = typeof request.query.code === 'string' ? request.query.code.trim() : '';
  if (typed === '') return render(response, 'provenance/unknown', { code: null, serial: null, batch: null });
  const [, pasted, serial] = /\/t\/([^/?#]+)(?:\/([^/?#]+))?/i.exec(typed) ?? [];
  const code = (pasted ?? typed).replaceAll(/[\s.-]/g, '').slice(0, 40);
  response.redirect(303, provenancePath(encodeURIComponent(code), serial && encodeURIComponent(serial)));
};

/**
 * GS1 Digital Link: from goods with an issued number to the page of their lot, or of the product when the lot is not known
 * (GS1-Conformant Resolver 1.2: redirect, walk up, pass the query on).
 */
const resolve: RequestHandler = async (request, response) => {
  const link = readDigitalLink(request.path);
  if (link === null) throw malformed('digital-link-malformed');
  const product = await findProductByGtin(link.gtin);
  if (product === null) throw missing('gtin-unknown');
  const batch = link.lot === null ? null : await findBatchByLot(product.id, link.lot);
  const query = request.originalUrl.slice(request.originalUrl.split('?', 1)[0]?.length ?? 0);
  // Right or wrong is for the unit's page to say, where guesses are counted; other makers' serials walk up to the lot.
  const serial = link.serial !== null && isSerial(link.serial) ? link.serial : null;
  const target = batch ? provenancePath(batch.code, serial) : `/san-pham/${product.slug}`;
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.redirect(307, target + query);
};

import { type RequestHandler, Router } from 'express';
import sharp from 'sharp';
import { findProduct, getProduct } from '../../catalog/products.ts';
import { missing } from '../../errors.ts';
import { formPage } from '../../http/form-page.ts';
import { requireRole } from '../../http/guard.ts';
import { localsOf } from '../../http/locals.ts';
import { sentence } from '../../http/messages.ts';
import { sendTable } from '../../http/tables.ts';
import { render } from '../../http/views.ts';
import { getSeller } from '../../identity/sellers.ts';
import { readImage } from '../../media/images.ts';
import type { Services } from '../../services.ts';
import { bundleRows, exportOf, exportsOf, noteOrganisation } from './exports.ts';
import { CodesForm, OrganisationForm } from './portal.schemas.ts';
import { noteCodes } from './product-codes.ts';

const path = '/cong-quoc-gia';

/** `/cong-quoc-gia…`: what the national portal would be told, what is missing first, and what came back. */
export const pages = (services: Services): Router =>
  Router()
    .get(path, requireRole('officer'), list(services))
    .get([`${path}/goi.csv`, `${path}/goi.xlsx`, `${path}/goi.json`], requireRole('officer'), bundle(services))
    .get(`${path}/anh/:id.jpg`, picture)
    .use(organisationPage())
    .use(codesPage(services));

const list =
  ({ config }: Services): RequestHandler =>
  async (_request, response) => {
    const title = sentence(localsOf(response).language, 'portal.title');
    const rows = await exportsOf(config.publicUrl);
    render(response, 'portal/list', { rows, ready: rows.filter(({ state }) => state !== 'lacking').length }, { title });
  };

const bundle =
  ({ config }: Services): RequestHandler =>
  async (request, response) => {
    const ready = (await exportsOf(config.publicUrl)).filter(({ lacks }) => lacks.length === 0);
    if (request.path.endsWith('.json')) {
      response.attachment('cong-quoc-gia.json').json(ready.map(({ data }) => data));
      return;
    }
    const ending = request.path.endsWith('.xlsx') ? 'xlsx' : 'csv';
    await sendTable(response, ending, 'cong-quoc-gia', bundleRows(ready));
  };

// One fixed address a product, without a redirect or a cookie: the portal fetches it, and takes JPEG or PNG.
const picture: RequestHandler = async (request, response) => {
  const product = await findProduct(String(request.params.id));
  const image = product?.photoId ? await readImage(product.photoId, 1280) : null;
  if (!image) throw missing('picture-not-found');
  response.setHeader('Cache-Control', 'public, max-age=3600');
  response.type('jpeg').send(await sharp(image.bytes).jpeg({ quality: 85 }).toBuffer());
};

const organisationPage = () =>
  formPage({
    path: `${path}/to-chuc/:seller`,
    who: ['officer'],
    view: 'portal/organisation',
    schema: OrganisationForm,
    load: async ({ params }) => ({ seller: await getSeller(params.seller ?? ''), defaults: {} }),
    render: (_data, { language }) => ({ title: sentence(language, 'portal.organisation.title') }),
    submit: async ({ actor, body, at }, { seller }) => {
      const wanted = { taxCode: body.taxCode, activated: body.activated === 'yes' };
      await noteOrganisation(seller.id, wanted, { by: actor.name, at });
      return path;
    },
  });

const codesPage = ({ config }: Services) =>
  formPage({
    path: `${path}/:product`,
    who: ['officer'],
    view: 'portal/product',
    schema: CodesForm,
    load: async ({ params }) => ({ product: await getProduct(params.product ?? '') }),
    shown: async (_context, { product }) => {
      const row = await exportOf(product, await getSeller(product.sellerId), config.publicUrl);
      const codes = Object.entries(row.codes).map(([name, value]) => [name, value ?? '']);
      return {
        row,
        weighed: row.data.khoiLuongTinh !== null && row.data.donVi !== null,
        defaults: Object.fromEntries(codes) as Record<string, string>,
      };
    },
    render: ({ product }) => ({ title: product.name }),
    submit: async ({ actor, body, at }, { product }) => {
      const { portalId = null, otherSystem = null, otherCode = null, otherLink = null } = body;
      await noteCodes(product.id, { portalId, otherSystem, otherCode, otherLink }, { by: actor.name, at });
      return path;
    },
  });

import type { Router } from 'express';
import { auditPages } from './audit/audit.pages.ts';
import { catalogPages } from './catalog/catalog.pages.ts';
import { catalogEndpoints } from './catalog/catalog.routes.ts';
import { complaintsPages } from './complaints/complaints.pages.ts';
import { complaintsEndpoints } from './complaints/complaints.routes.ts';
import { deskPages } from './desk/desk.pages.ts';
import { deskEndpoints } from './desk/desk.routes.ts';
import type { Endpoint } from './http/endpoint.ts';
import { identityPages } from './identity/identity.pages.ts';
import { identityEndpoints } from './identity/identity.routes.ts';
import { importsPages } from './imports/imports.pages.ts';
import { importFiles, importPaths, importsEndpoints } from './imports/imports.routes.ts';
import { offered } from './integration.ts';
import { labelFiles } from './labels/label-files.routes.ts';
import { labelsPages } from './labels/labels.pages.ts';
import { labelsEndpoints } from './labels/labels.routes.ts';
import { legalPages } from './legal/legal.pages.ts';
import { mediaPages } from './media/media.pages.ts';
import { mediaFiles, mediaPaths } from './media/media.routes.ts';
import { notebookPages } from './notebook/notebook.pages.ts';
import { notebookEndpoints } from './notebook/notebook.routes.ts';
import { ocopPages } from './ocop/ocop.pages.ts';
import { ordersEndpoints } from './orders/orders.routes.ts';
import { outreachPages } from './outreach/outreach.pages.ts';
import { paymentsPages } from './payments/payments.pages.ts';
import { bankWebhooks, paymentsEndpoints } from './payments/payments.routes.ts';
import { stripeApi } from './payments/stripe/stripe.routes.ts';
import { plotsPages } from './plots/plots.pages.ts';
import { breachPages } from './privacy/breaches.pages.ts';
import { erasingPages } from './privacy/erasing.pages.ts';
import { seeingPages } from './privacy/seeing.pages.ts';
import { provenancePages } from './provenance/provenance.pages.ts';
import { reportsPages } from './reports/reports.pages.ts';
import { reportFiles, reportsEndpoints } from './reports/reports.routes.ts';
import type { Services } from './services.ts';
import { stallsPages } from './stalls/stalls.pages.ts';
import { stallsEndpoints } from './stalls/stalls.routes.ts';
import { storefrontPages } from './storefront/storefront.pages.ts';
import { storefrontEndpoints } from './storefront/storefront.routes.ts';
import { traceabilityPages } from './traceability/traceability.pages.ts';
import { traceabilityEndpoints } from './traceability/traceability.routes.ts';
import { visitsPages } from './visits/visits.pages.ts';
import { voicePages } from './voice/voice.pages.ts';
import { voiceEndpoints, voiceFiles, voicePaths } from './voice/voice.routes.ts';

const integrated = await offered<(services: Services) => Router>('pages', 'integration.pages');

/** Every machine route of every room, from the ground up. */
export const endpointsOf = (services: Services): Endpoint[] => [
  ...identityEndpoints(services),
  ...catalogEndpoints(services),
  ...traceabilityEndpoints(services),
  ...labelsEndpoints(services),
  ...notebookEndpoints(services),
  ...importsEndpoints(services),
  ...voiceEndpoints(services),
  ...ordersEndpoints(services),
  ...paymentsEndpoints(services),
  ...stallsEndpoints(services),
  ...complaintsEndpoints(services),
  ...storefrontEndpoints(services),
  ...deskEndpoints(services),
  ...reportsEndpoints(services),
];

/** Every page of every room, from the ground up, and of what connects us to others. */
export const pagesOf = (services: Services): Router[] => [
  identityPages(services),
  mediaPages(),
  catalogPages(services),
  plotsPages(),
  traceabilityPages(),
  visitsPages(services),
  provenancePages(services),
  labelsPages(services),
  notebookPages(),
  importsPages(),
  voicePages(),
  ocopPages(services),
  paymentsPages(services),
  stallsPages(services),
  complaintsPages(services),
  legalPages(services),
  erasingPages(),
  seeingPages(),
  breachPages(),
  storefrontPages(services),
  deskPages(services),
  auditPages(),
  outreachPages(services),
  reportsPages(services),
  ...integrated.map(({ offer }) => offer(services)),
];

/** Routes that read the raw body, because what a bank signed is its bytes. */
export const webhooksOf = (services: Services): Router[] => [bankWebhooks(services)];

/** The API for clients of Stripe, mounted under /v1: its requests prove themselves by a key. */
export const stripeOf = (services: Services): Router[] => [stripeApi(services)];

/** Files of the machine API (photos in; PDF, ZIP, CSV … out), mounted under /api/v1. */
export const filesOf = (services: Services): Router[] => [
  mediaFiles(services),
  labelFiles(services),
  reportFiles(services),
  importFiles(services),
  voiceFiles(services),
];

/** What OpenAPI says of the routes for files. */
export const filePaths = { ...mediaPaths, ...importPaths, ...voicePaths };

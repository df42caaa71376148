import { Router } from 'express';
import { balancePages } from './balance.pages.ts';
import { batchPage } from './batch.pages.ts';
import { batchCertificatesPages } from './batch-certificates.pages.ts';
import { batchesPage } from './batches.pages.ts';
import { deliveriesPages } from './deliveries.pages.ts';
import { draftsPages } from './drafts.pages.ts';
import { holdEarlierPages } from './hold-earlier.pages.ts';
import { inspectionPages } from './inspection.pages.ts';
import { registerPages } from './register.pages.ts';
import { registrationCorrectionPages } from './registration-corrections.pages.ts';
import { saleAnswerPages } from './sale-answers.pages.ts';
import { stepPages } from './step.pages.ts';
import { withdrawalPages } from './withdrawals.pages.ts';
import { writeOffPages } from './write-offs.pages.ts';

/** The pages of batches, for the people who make them. */
export const traceabilityPages = (): Router =>
  Router()
    .use(batchesPage())
    .use(draftsPages())
    .use(registerPages())
    .use(deliveriesPages())
    .use(stepPages())
    .use(inspectionPages())
    .use(batchCertificatesPages())
    .use(saleAnswerPages())
    .use(holdEarlierPages())
    .use(balancePages())
    .use(writeOffPages())
    .use(registrationCorrectionPages())
    .use(withdrawalPages())
    .use(batchPage());

import { Router } from 'express';
import type { Services } from '../../services.ts';
import { ledgerPages } from './ledger.pages.ts';
import { ledgerReading } from './reading.pages.ts';

/** The log for programs and for people. */
export const pages = (services: Services): Router => Router().use(ledgerPages(services)).use(ledgerReading(services));

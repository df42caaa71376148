import { Router } from 'express';
import type { Services } from '../services.ts';
import { indicatorListPages } from './indicator-list.pages.ts';
import { indicatorPages } from './indicators.pages.ts';
import { madeReportPages } from './reports-made.pages.ts';
import { revenueBookPages } from './revenue-book.pages.ts';
import { typedFigurePages } from './typed-figures.pages.ts';
import { withholdingPages } from './withholding.pages.ts';

/** The commune's report: figures, the lists behind them, what the officer types for them, and the households' books. */
export const reportsPages = (services: Services): Router =>
  Router().use(
    typedFigurePages(),
    indicatorPages(services),
    indicatorListPages(services),
    madeReportPages(services),
    revenueBookPages(services),
    withholdingPages(services),
  );

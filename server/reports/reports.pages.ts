import { Router } from 'express';
import type { Services } from '../services.ts';
import { indicatorListPages } from './indicator-list.pages.ts';
import { indicatorPages } from './indicators.pages.ts';
import { typedFigurePages } from './typed-figures.pages.ts';

/** The commune's report: figures, the lists behind them, and what the officer types for them. */
export const reportsPages = (services: Services): Router =>
  Router().use(typedFigurePages(), indicatorPages(services), indicatorListPages(services));

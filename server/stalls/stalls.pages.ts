import { Router } from 'express';
import type { Services } from '../services.ts';
import { keepingPages } from './keeping.pages.ts';
import { marketDayPages } from './market-days.pages.ts';
import { merchantPages } from './merchant.pages.ts';
import { sellingPages } from './selling.pages.ts';
import { stallPages } from './stall.pages.ts';

/** Every page of the room. */
export const stallsPages = (services: Services): Router =>
  Router().use(sellingPages(), keepingPages(), merchantPages(services), marketDayPages(services), stallPages(services));

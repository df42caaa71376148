import { Router } from 'express';
import type { Services } from '../services.ts';
import { sellingPages } from './selling.pages.ts';

/** Every page of the room. */
export const stallsPages = (services: Services): Router => Router().use(sellingPages(services));

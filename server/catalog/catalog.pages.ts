import { Router } from 'express';
import type { Services } from '../services.ts';
import { certificatesPages } from './certificates.pages.ts';
import { goPages } from './go.pages.ts';
import { limitsPages } from './limits.pages.ts';
import { listingsPages } from './listings.pages.ts';
import { productsPages } from './products.pages.ts';
import { profilePages } from './profile.pages.ts';
import { shopLinksPages } from './shop-links.pages.ts';
import { storiesPages } from './stories.pages.ts';

/** The pages of goods and of outside shops. */
export const catalogPages = (services: Services): Router =>
  Router()
    .use(goPages(services))
    .use(productsPages())
    .use(listingsPages())
    .use(storiesPages())
    .use(shopLinksPages())
    .use(certificatesPages())
    .use(limitsPages())
    .use(profilePages());

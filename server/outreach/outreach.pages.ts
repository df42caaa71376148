import { Router } from 'express';
import type { Services } from '../services.ts';
import { kitPages } from './kit.pages.ts';
import { onboardingPages } from './onboarding.pages.ts';
import { postsPages } from './posts.pages.ts';
import { shortLinkPages } from './short-links.pages.ts';
import { trainingsPages } from './trainings.pages.ts';
import { weekPages } from './weeks.pages.ts';

/** How goods get out of the house: stalls on other channels, kits for them, marked links. */
export const outreachPages = (services: Services): Router =>
  Router().use(
    trainingsPages(),
    weekPages(),
    onboardingPages(),
    kitPages(services),
    postsPages(services),
    shortLinkPages(services),
  );

import { Router } from 'express';
import type { Services } from '../services.ts';
import { changesPages } from './changes.pages.ts';
import { invitePages } from './invite.pages.ts';
import { membersPages } from './members.pages.ts';
import { signInPages } from './sign-in.pages.ts';
import { standingPages } from './standing.pages.ts';

/** Signing in and out, inviting and being invited, and who belongs to whom. */
export const identityPages = (services: Services): Router =>
  Router()
    .use(signInPages(services))
    .use(invitePages(services))
    .use(membersPages(services))
    .use(changesPages())
    .use(standingPages());

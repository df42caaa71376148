import type { Response } from 'express';
import type { Actor } from '../actor.ts';
import type { Language } from '../language.ts';
import type { Services } from '../services.ts';

/** What the first middlewares learned of a request, for everything behind them. */
export interface Locals {
  services: Services;
  requestId: string;
  language: Language;
  actor: Actor | null;
  /** How the person proved who they are: a cookie needs protection against forged forms, a Bearer token does not. */
  proof: 'cookie' | 'bearer' | null;
}

export const localsOf = (response: Response): Locals => response.locals as unknown as Locals;

/** The clock's time for this request. */
export const atOf = (response: Response): Date => localsOf(response).services.now();

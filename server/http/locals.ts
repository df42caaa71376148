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
  /** The name of the browser, once somebody asked for it. */
  device?: string;
  findActor?: FindActor;
  /** The token of a session that this request opened. */
  opened?: string;
  /** What the person had typed when they were sent away to sign in. */
  kept?: KeptFields;
  /** Keeps the photos of forms that come back. */
  photoKeeper?: PhotoKeeper;
  /** Whether what was sent had been done before, and only its answer was given again. */
  replayed?: boolean;
  /** Where to go on after signing in, if not on the page that was asked for. */
  comeBackTo?: string;
}

/** Who stands behind a session's token. */
export type FindActor = (token: string, at: Date) => Promise<Actor | null>;

/** Where photos wait that came with a form and come back with its mistakes, under names that nobody can guess. */
export interface PhotoKeeper {
  /**
   * @param owner `whose` alone finds it again; `counted`, whose room it takes
   * @returns the name; null where it cannot be kept
   */
  keep: (bytes: Buffer, owner: { whose: string; counted: string }, at: Date) => Promise<string | null>;
  find: (name: string, whose: string, at: Date) => Promise<Buffer | null>;
  forget: (names: readonly string[]) => Promise<void>;
}

/** The fields of a form by name, and whether files or secrets came with it that are not kept. */
export interface KeptFields {
  values: Record<string, string>;
  lost: { photos: boolean; secrets: boolean };
}

export const localsOf = (response: Response): Locals => response.locals as unknown as Locals;

/** The clock's time for this request. */
export const atOf = (response: Response): Date => localsOf(response).services.now();

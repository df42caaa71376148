import type { Request, Response } from 'express';
import type { Actor } from '../actor.ts';
import { localsOf } from './locals.ts';
import { setSessionCookie } from './session.ts';

/** Who asks for the PIN again, and checks it: the room that knows people gives this to a form page. */
export interface PinAgain {
  question: (actor: Actor, at: Date) => Promise<object | null>;
  prove: (
    actor: Actor,
    given: { pin: string; code?: string | undefined },
    at: Date,
  ) => Promise<{ actor: Actor; token: string }>;
}

/** What a form has to ask besides its own fields; null for who gave the PIN lately, and for forms that need none. */
export async function pinQuestion(pinAgain: PinAgain | undefined, response: Response): Promise<object | null> {
  const { actor, services } = localsOf(response);
  return pinAgain && actor ? await pinAgain.question(actor, services.now()) : null;
}

/**
 * Takes the PIN that came with a form, if any: from here on the request, and the browser, are in the new session.
 * @returns who is asking now
 */
export async function takePin(
  pinAgain: PinAgain | undefined,
  request: Request,
  response: Response,
): Promise<Actor | null> {
  const locals = localsOf(response);
  const { _pin: pin, _code: code } = (request.body ?? {}) as Record<string, unknown>;
  if (!pinAgain || !locals.actor || typeof pin !== 'string' || pin === '') return locals.actor;
  const given = { pin, ...(typeof code === 'string' && code !== '' && { code }) };
  const { actor, token } = await pinAgain.prove(locals.actor, given, locals.services.now());
  setSessionCookie(response, token, locals.services.config);
  locals.actor = actor;
  return actor;
}

import type { Request, Response } from 'express';
import type { Actor } from '../actor.ts';
import { DomainError, invalid } from '../errors.ts';
import { type Answer, once } from './idempotency.ts';
import { localsOf } from './locals.ts';
import { statusOf } from './problem.ts';
import { sentFields } from './sent-fields.ts';
import { enterSession } from './session.ts';

/** Who asks for the PIN again, and checks it: the room that knows people gives this to a form page. */
export interface PinAgain {
  question: (actor: Actor, at: Date) => Promise<object | null>;
  /** @returns the token of the renewed session */
  prove: (actor: Actor, given: { pin: string; code?: string | undefined }, at: Date) => Promise<string>;
}

/** What a form has to ask besides its own fields; null for who gave the PIN lately, and for forms that need none. */
export async function pinQuestion(pinAgain: PinAgain | undefined, response: Response): Promise<object | null> {
  const { actor, services } = localsOf(response);
  return pinAgain && actor ? await pinAgain.question(actor, services.now()) : null;
}

/**
 * Takes the PIN that came with a form, if any: from here on the request, and the browser, are in the renewed session. A form
 * that is sent twice proves once: its twin gets the same session, though an authenticator's code is good for one use only,
 * or is told as well that the PIN is wrong, which counts as one try. Another PIN under the same key is another try.
 * @param key the form's own
 * @returns who is asking now
 */
export async function takePin(
  pinAgain: PinAgain | undefined,
  key: string | null,
  request: Request,
  response: Response,
): Promise<Actor | null> {
  const { actor, services } = localsOf(response);
  const { _pin: pin, _code: code } = sentFields(request);
  if (!pinAgain || !actor || key === null || typeof pin !== 'string' || pin === '') return actor;
  const given = { pin, ...(typeof code === 'string' && code !== '' && { code }) };
  // Nobody can try PINs on the hash that is kept: the form's key is part of it and is kept nowhere.
  const proof = {
    scope: `${actor.accountId} pin ${request.path}`,
    key: JSON.stringify([key, given]),
    fingerprint: null,
  };
  const { status, body } = await once(proof, async () => {
    const proven = pinAgain.prove(actor, given, services.now());
    return proven.then((token) => ({ status: 200, body: token }), asAnswer);
  });
  if (status !== 200) throw invalid(String(body));
  return enterSession(response, String(body));
}

/** That it was wrong is an answer to remember; that somebody has to wait is not. */
function asAnswer(error: unknown): Answer {
  if (error instanceof DomainError && error.kind === 'invalid') return { status: statusOf(error), body: error.code };
  throw error;
}

import type { Request } from 'express';

/**
 * The fields of a form that was sent, none when it came in a format that the route does not read (a form with files where
 * none are expected). The only way to look into a form's body: it may be anything that somebody chose to send.
 */
export const sentFields = (request: Request): Record<string, unknown> => ({ ...(request.body as object | undefined) });

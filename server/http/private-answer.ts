import type { Response } from 'express';

/** Answers with bytes that only who asked may see: neither browser nor anything between keeps them. */
export function sendPrivately(response: Response, { type, bytes }: { type: string; bytes: Buffer | string }): void {
  response.setHeader('Cache-Control', 'private, no-store');
  response.type(type).send(bytes);
}

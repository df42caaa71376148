import type { Request, Response } from 'express';
import { actorOf } from './guard.ts';
import { idempotencyKey, once } from './idempotency.ts';
import { operationId, problemsOf } from './openapi.ts';

interface FilePost {
  /** Below /api/v1. */
  path: string;
  summary: string;
  tag: string;
  who: readonly string[];
  /** What is sent beside the file, each as JSON schema says it. */
  fields?: Readonly<Record<string, object>>;
  /** The answer as JSON schema says it. */
  answer?: object;
  problems: readonly string[];
}

/** What OpenAPI says of a POST that takes one file, `file`: that is no JSON, so it is no endpoint like the others. */
export const filePath = ({ path, summary, tag, who, fields = {}, answer, problems }: FilePost) => ({
  [path]: {
    post: {
      operationId: operationId({ method: 'post', path }),
      summary,
      tags: [tag],
      security: [{ session: [] }],
      'x-roles': [...who],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: [...Object.keys(fields), 'file'],
              properties: { ...fields, file: { type: 'string', format: 'binary' } },
            },
          },
        },
      },
      responses: {
        201: { description: 'Created', ...(answer ? { content: { 'application/json': { schema: answer } } } : {}) },
        default: { description: problemsOf({ problems }) },
      },
    },
  },
});

/**
 * Answers 201 with what is made of a file; under an Idempotency-Key it is made once.
 * @param sent.fingerprint what tells this file and its fields from any others
 * @throws what `once` and the work throw
 */
export async function answerMade(
  request: Request,
  response: Response,
  { path, fingerprint }: { path: string; fingerprint: unknown },
  make: () => Promise<unknown>,
): Promise<void> {
  const work = async () => ({ status: 201, body: await make() });
  const key = idempotencyKey(request);
  const scope = `${actorOf(request).accountId} post ${path}`;
  const { status, body } = key === undefined ? await work() : await once({ scope, key, fingerprint }, work);
  response.status(status).json(body);
}

import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

type Json = Record<string, unknown>;

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

/**
 * The OpenAPI 3.1 document of these endpoints, made from the very schemas that they parse with.
 * @param filePaths what is said of routes that take or give files
 */
export function openapi(endpoints: readonly Endpoint[], publicUrl: string, filePaths: Record<string, Json> = {}): Json {
  const components: Json = {};
  const paths: Record<string, Json> = { ...filePaths };
  const refer = (schema: z.ZodType, io: 'input' | 'output', name: string) => component(components, schema, io, name);
  for (const one of endpoints) {
    (paths[one.path] ??= {})[one.method] = operation(one, refer);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chợ Bình Lư',
      version: '1',
      description: 'Batches, labels, orders and payments of the commune’s market.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    components: { schemas: components, securitySchemes: { session: bearer, apiKey: bearer } },
    paths,
  };
}

const bearer = { type: 'http', scheme: 'bearer' };

type Refer = (schema: z.ZodType, io: 'input' | 'output', name: string) => Json;

function operation(one: Endpoint, refer: Refer): Json {
  const id = operationId(one);
  const success = one.answer === null ? {} : { content: json(refer(one.answer, 'output', `${id}Answer`)) };
  return {
    operationId: id,
    summary: one.summary,
    tags: [one.tag],
    ...(one.who === 'anyone' ? {} : { security: securityOf(one), 'x-roles': one.who }),
    parameters: [...parameters(one.params, 'path'), ...parameters(one.query, 'query'), ...idempotencyKey(one)],
    ...(one.body ? { requestBody: { required: true, content: json(refer(one.body, 'input', `${id}Body`)) } } : {}),
    responses: {
      [one.status]: { description: STATUS_CODES[one.status], ...success },
      default: {
        description: problemsOf(one),
        content: { 'application/problem+json': { schema: refer(Problem, 'output', 'Problem') } },
      },
    },
  };
}

const securityOf = ({ keyHolder }: Endpoint): Json[] => [{ session: [] }, ...(keyHolder ? [{ apiKey: [] }] : [])];

const json = (schema: Json): Json => ({ 'application/json': { schema } });

/** The codes that a route refuses with, in words. */
export const problemsOf = (one: Pick<Endpoint, 'problems'>): string =>
  one.problems.length > 0 ? `Problem: ${one.problems.join(', ')}` : 'Problem';

/** `post /batches/{code}/events` → `postBatchesCodeEvents` */
export const operationId = (one: Pick<Endpoint, 'method' | 'path'>): string =>
  one.method +
  one.path.replaceAll(/[^A-Za-z]+([A-Za-z])?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase());

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toJson(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: shape,
  }));
}

const idempotencyKey = (one: Endpoint): Json[] =>
  one.method === 'post' && one.idempotent
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          schema: { type: 'string', minLength: 16, maxLength: 255 },
        },
      ]
    : [];

/** Puts a schema among the named components and gives a reference to it; schemas inside with an id become their own. */
function component(components: Json, schema: z.ZodType, io: 'input' | 'output', name: string): Json {
  const { $defs = {}, ...shape } = toJson(schema, io) as Json & { $defs?: Json };
  const own = schema.meta()?.id ?? name;
  for (const [key, value] of Object.entries({ ...$defs, [own]: shape })) components[key] ??= relink(value);
  return { $ref: `#/components/schemas/${own}` };
}

const relink = (shape: unknown): unknown =>
  JSON.parse(JSON.stringify(shape).replaceAll('"#/$defs/', '"#/components/schemas/')) as unknown;

function toJson(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Json;
  return shape;
}

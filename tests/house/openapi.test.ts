import { describe, expect, it } from 'vitest';
import { openapi } from '../../server/http/openapi.ts';
import { endpointsOf, filePaths } from '../../server/rooms.ts';
import { testServices } from '../support/services.ts';

const endpoints = endpointsOf(testServices());
const document = openapi(endpoints, 'http://localhost:3000', filePaths);

describe('the OpenAPI document', () => {
  it('describes every endpoint', () => {
    const described = Object.values(document.paths as Record<string, object>).flatMap((path) => Object.keys(path));
    expect(described.length).toBe(endpoints.length + Object.keys(filePaths).length);
    expect(Object.keys(document.paths as object)).toContain('/media');
    expect(endpoints.length).toBeGreaterThan(20);
  });

  it('refers only to schemas that it holds', () => {
    const text = JSON.stringify(document);
    const schemas = Object.keys((document.components as { schemas: object }).schemas);
    const referred = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(referred.filter((name) => !schemas.includes(name))).toEqual([]);
    expect(text).not.toContain('#/$defs/');
  });

  it('names every operation once', () => {
    const ids = [...JSON.stringify(document).matchAll(/"operationId":"([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('declares every parameter that a path names', () => {
    for (const { path, params, method } of endpoints) {
      expect(Boolean(params), `${method} ${path}`).toBe(path.includes('{'));
    }
  });
});

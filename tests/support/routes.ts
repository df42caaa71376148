import type { Router } from 'express';

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every route of a router, as `GET /lo/:code`. @param under where it is mounted */
export const routesIn = (router: Router | { stack?: Layer[] }, under = ''): string[] =>
  ((router as { stack?: Layer[] }).stack ?? []).flatMap(({ route, handle }) => {
    if (!route) return handle.stack ? routesIn(handle, under) : [];
    const methods = Object.keys(route.methods).filter((method) => method !== '_all');
    return [route.path]
      .flat()
      .filter((path) => typeof path === 'string')
      .flatMap((path) => methods.map((method) => `${method.toUpperCase()} ${under}${path}`));
  });

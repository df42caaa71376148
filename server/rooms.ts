import type { Router } from 'express';
import type { Endpoint } from './http/endpoint.ts';
import type { Services } from './services.ts';

/** Every machine route of every room, from the ground up. */
export const endpointsOf = (_services: Services): Endpoint[] => [];

/** Every page of every room, from the ground up. */
export const pagesOf = (_services: Services): Router[] => [];

/** Routes that read the raw body, because what a bank signed is its bytes. */
export const webhooksOf = (_services: Services): Router[] => [];

/** Files of the machine API (PDF, ZIP, CSV …), mounted under /api/v1. */
export const filesOf = (_services: Services): Router[] => [];

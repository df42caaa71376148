import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { everybody } from '../http/guard.ts';
import type { Services } from '../services.ts';
import { closeSession, type SignedIn, signIn } from './accounts.ts';
import { SessionView, SignIn } from './identity.schemas.ts';

export const identityEndpoints = (_services: Services): Endpoint[] => [
  endpoint({
    method: 'post',
    path: '/sessions',
    summary: 'Sign in',
    tag: 'sessions',
    who: 'anyone',
    body: SignIn,
    status: 201,
    answer: SessionView,
    problems: ['sign-in-failed', 'too-many-tries', 'sign-in-busy'],
    idempotent: false,
    handle: async ({ actor, body, at }) => present(await signIn({ ...body, device: null, actor }, at)),
  }),
  endpoint({
    method: 'delete',
    path: '/sessions/current',
    summary: 'Sign out',
    tag: 'sessions',
    who: everybody,
    answer: null,
    problems: [],
    handle: ({ actor }) => closeSession(actor),
  }),
];

const present = ({ token, account: { id, name, role, sellerId, cooperativeId } }: SignedIn) => ({
  token,
  account: {
    id,
    name,
    role,
    ...(sellerId === null ? {} : { sellerId }),
    ...(cooperativeId === null ? {} : { cooperativeId }),
  },
});

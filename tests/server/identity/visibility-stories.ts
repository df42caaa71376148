import type { Request } from './visibility-requests.ts';
import { aConsent, type Things } from './visibility-world.ts';

const idOf = {
  products: async ({ product }: Things) => (await product()).id,
  sellers: async ({ sellerId }: Things) => sellerId,
};

const under = (owners: keyof typeof idOf): Record<string, Request> => {
  const path = async (things: Things) => `/${owners}/${await idOf[owners](things)}/story`;
  const route = `/${owners}/{id}/story`;
  return {
    [`GET ${route}`]: async (things) => ({ path: await path(things) }),
    [`PATCH ${route}`]: async (things) => ({
      path: await path(things),
      body: { version: await things.storyVersion(owners), told: { vi: 'Nhà tôi làm miến.' } },
    }),
    [`POST ${route}/showing`]: async (things) => ({
      path: `${await path(things)}/showing`,
      body: { version: await things.storyVersion(owners), namesAgreed: true },
    }),
    [`DELETE ${route}/showing`]: async (things) => ({ path: `${await path(things)}/showing` }),
    [`POST ${route}/consents`]: async (things) => ({ path: `${await path(things)}/consents`, body: aConsent() }),
    [`POST ${route}/consents/{consentId}/withdrawal`]: async (things) => ({
      path: `${await path(things)}/consents/${await things.consent(owners)}/withdrawal`,
      body: {},
    }),
  };
};

/** As `requests`, for the stories of products and sellers. */
export const storyRequests: Record<string, Request> = { ...under('products'), ...under('sellers') };

/** The rooms from the ground up; a room may use only the floors below its own. */
export const floors = [
  ['identity', 'media'],
  ['catalog'],
  ['traceability'],
  ['provenance'],
  ['labels', 'orders'],
  ['payments'],
  ['storefront', 'desk'],
] as const;

/** Each room's doors: the only files that other rooms may import. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  identity: ['accounts', 'sellers', 'phone', 'pin-again'],
  media: ['images', 'guarded-images'],
  catalog: [
    'profiles',
    'products',
    'shop-links',
    'goods-data',
    'gtin',
    'certificates',
    'certificates.pages',
    'ending-certificates',
    'shelf-life',
    'stories',
    'story-photos',
    'story-view',
    'consents',
  ],
  traceability: ['batches', 'events', 'stock', 'units', 'unit-serial', 'timeline', 'batch-certificates', 'quality'],
  provenance: ['digital-link', 'open-doubts'],
  labels: ['qr', 'fonts', 'path', 'poster'],
  orders: ['orders'],
  payments: ['intents', 'transfers', 'receiving-accounts', 'bank-connections', 'payment-view', 'sweep'],
  storefront: [],
  desk: [],
};

/** What everybody may use, and what uses no room. */
export const ground = [
  'errors',
  'actor',
  'config',
  'services',
  'language',
  'format',
  'csv',
  'fold',
  'codes',
  'network',
  'look',
  'root',
  'database',
];

/**
 * The rooms from the cellar up; a room may use only the floors below its own. In the cellar stand tools that know no room: what
 * lies there could serve another house.
 */
export const floors = [
  ['press', 'engine'],
  ['identity', 'media'],
  ['catalog'],
  ['traceability'],
  ['provenance'],
  ['orders'],
  ['labels', 'payments'],
  ['storefront', 'desk'],
] as const;

/** Each room's doors: the only files that other rooms may import. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  engine: ['engine', 'ground/engine-error', 'keep/check', 'keep/layout', 'language/bson-bytes'],
  press: [
    'drawing',
    'label-frame',
    'label-svg',
    'markup',
    'fonts',
    'fit',
    'path',
    'one-colour',
    'sample-mark',
    'qr',
    'stock',
    'stocks',
    'stock-drawing',
    'sheet',
    'print-job',
    'press',
    'bitmap',
    'svg',
    'calibration',
    'poster',
    'report',
  ],
  identity: ['accounts', 'sellers', 'seller-phone', 'seller-naming', 'phone', 'pin-again'],
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
    'waiting',
  ],
  traceability: [
    'batches',
    'recalls',
    'balance',
    'batch-view',
    'recall-scope',
    'recall-book',
    'recall-sources',
    'trace',
    'plots',
    'ingredients',
    'events',
    'stock',
    'units',
    'unit-serial',
    'timeline',
    'batch-certificates',
    'quality',
    'waiting',
    'gaps',
    'lots',
    'returns',
  ],
  provenance: ['digital-link', 'open-doubts', 'waiting', 'verdicts'],
  labels: [],
  orders: ['orders', 'orders.routes', 'orders.schemas', 'recall-calls', 'waiting'],
  payments: ['intents', 'transfers', 'receiving-accounts', 'bank-connections', 'payment-view', 'sweep', 'waiting'],
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
  'tables',
  'fold',
  'reading',
  'codes',
  'scanned-text',
  'network',
  'look',
  'patience',
  'same-secret',
  'root',
  'waiting',
  'places',
  'database',
];

/** Who alone may know a tool: to everybody else it has no name. */
export const keepers: Readonly<Record<string, readonly string[]>> = { engine: ['database'] };

/** The floors inside the engine, from the ground up; its door `engine.ts` stands on all of them. */
export const engineFloors = ['language', 'ground', 'keep', 'find', 'change', 'commands', 'talk'] as const;

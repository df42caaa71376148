/** What changes nothing that anybody asks for later: looks, drafts, one's own phone and basket, and who comes and goes. */
const untold = [
  /^\/(dang-nhap|dang-xuat|ma-pin|ngon-ngu)$/,
  /^\/moi\//,
  /^\/gio-hang/,
  /^\/don-cua-toi/,
  /^\/thanh-toan(\/|$)/,
  /^\/lo\/moi\/nhap$/,
  /^\/lo\/nhap\/bo$/,
  /^\/lo\/[^/]+\/buoc\/nhap$/,
  /^\/go\//,
  /^\/nghi-ngo$/,
  /^\/san-pham\/[^/]+\/mua-si$/,
  /^\/khieu-nai(\/tra-cuu|\/len-cap)?$/,
  /^\/api\/v1\/(sessions|media|complaints|orders|imports)(\/current)?$/,
  /^\/api\/v1\/notebook\/(codes|pin)$/,
];

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a change is written down, by the method and address it is sent to. */
export const isTold = (method: string, path: string): boolean =>
  !reading.has(method) && !untold.some((pattern) => pattern.test(path.toLowerCase()));

/** Where the sentence of a change stands in the catalogue. */
export const deedKey = (route: string): string => `audit.deed.${route}`;

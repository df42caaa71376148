// What every page has: one file, as each is one more that a scan waits for.
import './page/share-page.ts';
import './page/way-out.ts';

// A worker thread of Node 20 does not take over tsx from the thread that starts it: from the sources, it is registered here.
import { register } from 'tsx/esm/api';

register();
await import('./heic-worker.ts');

// Where the sources run as they are (development, tests), the engine's thread needs the loader of TypeScript first.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');

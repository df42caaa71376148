import { serve } from '../../../server/engine/talk/serve.ts';

// The engine in the main thread of its own process, so that a test can kill it or watch it. It starts faster than with
// a thread of its own.
const served = await serve({ dataDir: process.argv[2] ?? '' }, () => {});
process.on('SIGTERM', () => void served.stop());
process.stdout.write(`mongodb://${encodeURIComponent(served.socket)}/?directConnection=true&retryWrites=false\n`);

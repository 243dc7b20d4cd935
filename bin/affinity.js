#!/usr/bin/env node
// Starts the compiled command line; `npm ci` builds it, `npm run build` builds it again.
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write('affinity: not built yet. Run "npm ci" or "npm run build" in the checkout first.\n');
  process.exit(70);
}
await import(main.href);

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs the tests on the other Node versions we support, taken from the registry packages `node-<platform>-<arch>`: plain
 * binaries, no install script. `npm run test:matrix -- 22` runs one of them.
 */
const versions = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['22', '24'];
const platform = process.platform === 'win32' ? 'win' : process.platform;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');

let failed = false;
for (const version of versions) {
  const runtime = `node-${platform}-${process.arch}@${version}`;
  process.stdout.write(`\n== Node ${version}\n`);
  const run = spawnSync('npm', ['exec', '--yes', `--package=${runtime}`, '--', 'node', vitest, 'run'], {
    cwd: root,
    stdio: 'inherit',
  });
  failed ||= run.status !== 0;
}
process.exitCode = failed ? 1 : 0;

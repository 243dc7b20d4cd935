import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json: the checkout, whether this runs from sources or compiled. */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error('package.json was not found above the program.');
    folder = above;
  }
  return folder;
}

/** The code set file used where a configuration names none. */
export function defaultCodesFile(): string {
  return path.join(packageRoot(), 'config', 'affinity-domain-codes.yaml');
}

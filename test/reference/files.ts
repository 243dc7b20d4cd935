import path from 'node:path';
import { root } from '../architecture/source-files.ts';
import { reference } from './reference.ts';
import { renderReference } from './render.ts';
import { renderSettings } from './settings.ts';

/** One generated page: where it is, and what it must say. */
export interface ReferenceFile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** Every generated page. */
export async function referenceFiles(): Promise<readonly ReferenceFile[]> {
  const page = (name: string, text: string) => ({ name, file: path.join(root, 'docs/reference', name), text });
  return [page('rules.md', renderReference(await reference())), page('settings.md', renderSettings())];
}

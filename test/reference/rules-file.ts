import path from 'node:path';
import { root } from '../architecture/source-files.ts';

/** The generated reference. */
export const rulesFile = path.join(root, 'docs/reference/rules.md');

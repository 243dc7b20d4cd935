import { writeFileSync } from 'node:fs';
import { reference } from './reference.ts';
import { renderReference } from './render.ts';
import { rulesFile } from './rules-file.ts';

writeFileSync(rulesFile, renderReference(await reference()));
process.stdout.write(`${rulesFile}\n`);

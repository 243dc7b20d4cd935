import { writeFileSync } from 'node:fs';
import { referenceFiles } from './files.ts';

for (const { file, text } of await referenceFiles()) {
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}

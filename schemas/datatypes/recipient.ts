import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';
import { xcn } from './xcn.ts';
import { xon } from './xon.ts';
import { xtn } from './xtn.ts';

/** One value of intendedRecipient: `XON|XCN|XTN`, at least one of them — ITI TF-3 4.2.3.3.7. */
export const recipient: Datatype = {
  name: 'XON|XCN|XTN',
  source: tf3('4.2.3.3.7'),
  check: (value) => {
    const parts = value.split('|');
    if (parts.length > 3) return 'has more than the three parts XON|XCN|XTN';
    if (parts.every((part) => part === '')) return 'names no organization, person or telecommunication';
    const types = [xon, xcn, xtn];
    for (const [index, part] of parts.entries()) {
      const wrong = part === '' ? undefined : types[index]!.check(part);
      if (wrong !== undefined) return `has an ${types[index]!.name} part that ${wrong}`;
    }
    return undefined;
  },
};

import type { Rule } from '../../../../schemas/rule.ts';
import { tf2 } from '../../../../schemas/spec-ref.ts';
import type { OperationName } from '../../update/operation.ts';

/** What an update asks for. */
export interface AskedOperation {
  readonly name: OperationName;
  /** The id of the object of the message that asks. */
  readonly askedBy: string;
}

/** A registry may offer some of the operations only; a community decides which. */
export const operationSupported: Rule<readonly AskedOperation[], ReadonlySet<string>> = {
  id: 'operation-supported',
  source: tf2('3.57.4.1.3.3'),
  statement: 'Each operation that an update asks for is one this registry offers.',
  code: 'XDSMetadataUpdateOperationError',
  *check(operations, offered) {
    for (const { name, askedBy } of operations) if (!offered.has(name)) yield { at: askedBy, found: name };
  },
};

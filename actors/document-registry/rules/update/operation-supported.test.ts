import { proveRule } from '../../../../test/support/prove-rule.ts';
import { operationNames } from '../../update/operation.ts';
import { operationSupported } from './operation-supported.ts';

const asked = operationNames.map((name) => ({ name, askedBy: 'Document01' }));

proveRule(operationSupported, {
  accepts: {
    'every operation where all are offered': [asked, new Set(operationNames)],
    'nothing where none is': [[], new Set()],
  },
  rejects: {
    'every operation where none is offered': [asked, new Set()],
    'the one that is left out': {
      case: [asked, new Set(operationNames.filter((name) => name !== 'SubmitAssociation'))],
      at: ['Document01'],
    },
  },
});

import { proveRule } from '../../../test/support/prove-rule.ts';
import type { RemoveMetadataRequest } from '../messages.ts';
import { deletionScope } from './deletion-scope.ts';
import { objectsListed } from './objects-listed.ts';
import { queryAbsent } from './query-absent.ts';

const one: RemoveMetadataRequest = { objectRefs: [{ kind: 'ObjectRef', entryUUID: 'urn:uuid:1' }] };
const scope = (name: string) => ({
  ...one,
  deletionScope: `urn:oasis:names:tc:ebxml-regrep:DeletionScopeType:${name}`,
});
const holding = (name: string) => ({
  ...one,
  unrecognised: {
    attributes: [],
    elements: [{ ns: 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0', name, attributes: [], children: [] }],
  },
});

proveRule(objectsListed, {
  accepts: { 'one object': [one] },
  rejects: { 'an empty list': { case: [{ objectRefs: [] }], at: ['RemoveObjectsRequest.ObjectRefList'] } },
});

proveRule(queryAbsent, {
  accepts: { 'a list of objects': [one], 'slots beside the list': [holding('RequestSlotList')] },
  rejects: { 'a query beside the list': { case: [holding('AdhocQuery')], at: ['RemoveObjectsRequest.AdhocQuery'] } },
});

proveRule(deletionScope, {
  accepts: { 'no scope': [one], 'the default written out': [scope('DeleteAll')] },
  rejects: { 'a scope that keeps the metadata': [scope('DeleteRepositoryItemOnly')] },
});

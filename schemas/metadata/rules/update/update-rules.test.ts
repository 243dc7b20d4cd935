import { describe, expect, it } from 'vitest';
import { aDocumentEntry, aFolder, aSubmission, aSubmissionSet, hasMember } from '../../../../test/support/metadata.ts';
import { proveRule } from '../../../../test/support/prove-rule.ts';
import { anAssociationOf } from '../../../../test/support/registry.ts';
import { aNamedUpdate, changesStatus, submits } from '../../../../test/support/update-messages.ts';
import { checkAll } from '../../../rule.ts';
import { documentEntryTypes } from '../../../vocabulary/object-types.ts';
import { availabilityStatuses } from '../../../vocabulary/statuses.ts';
import type { Association, Submission } from '../../nouns.ts';
import {
  annotationsInPlace,
  operationsRecognised,
  statusChangeComplete,
  submittedAssociationInMessage,
  triggersFromSubmissionSet,
  updateAnnotationsAbsent,
  updateAssociationTypeKnown,
} from './operations.ts';
import {
  restrictedAnnotations,
  restrictedNoFolder,
  restrictedNoInitialVersion,
  restrictedNoOperation,
  restrictedOnlyEntries,
} from './restricted.ts';
import { restrictedUpdateRules, updateRules } from './update-rules.ts';
import {
  logicalIdWellFormed,
  noInitialVersion,
  oneUpdatePerObject,
  previousVersionGiven,
  restrictedPreviousVersionGiven,
  updatesLinked,
} from './versions.ts';

const registered = 'urn:uuid:11111111-0000-4000-8000-000000000001';
const anotherRegistered = 'urn:uuid:22222222-0000-4000-8000-000000000002';
const entry = aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] });
const folder = aNamedUpdate({ set: 'U', folders: [{ name: 'F' }] });
const status = aNamedUpdate({ set: 'U', more: [changesStatus('U', registered, 'Approved', 'Deprecated')] });
const addendum = aNamedUpdate({ set: 'U', more: submits('U', registered, 'APND', anotherRegistered) });
const filing = aNamedUpdate({ set: 'U', more: submits('U', registered, 'HasMember', anotherRegistered) });

/** The update with its only entry changed. */
const withEntry = (changes: object) => aNamedUpdate({ set: 'U', documents: [{ name: 'a', changes }] });
/** The update with the HasMember of its only entry changed; undefined removes. */
const withMember = (member: { [K in keyof Association]?: Association[K] | undefined }) =>
  aNamedUpdate({ set: 'U', documents: [{ name: 'a', member }] });
/** The update with its associations changed. */
const withAssociations = (update: Submission, change: (association: Association) => Association[]): Submission => ({
  ...update,
  associations: update.associations.flatMap(change),
});

const good: Readonly<Record<string, [Submission]>> = {
  'a new version of an entry': [entry],
  'a new version of a Folder': [folder],
  'a change of status': [status],
  'a submitted relationship': [addendum],
  'a submitted membership': [filing],
  'a submitted membership that the SubmissionSet also has as a member': [
    {
      ...filing,
      associations: [
        ...filing.associations,
        hasMember(filing.submissionSets[0]!, filing.associations.find(({ type }) => type.endsWith('HasMember'))!),
      ],
    },
  ],
  'several operations': [
    {
      ...entry,
      associations: [...entry.associations, ...status.associations, ...addendum.associations],
    },
  ],
};

proveRule(operationsRecognised, {
  accepts: good,
  rejects: {
    'a SubmissionSet alone': { case: [aNamedUpdate({ set: 'U' })], at: ['RegistryObjectList'] },
    'a relationship that nothing submits': [
      withAssociations(addendum, (a) => (a.type.endsWith('SubmitAssociation') ? [] : [a])),
    ],
    'a membership by reference': [
      {
        ...entry,
        associations: [
          ...entry.associations,
          anAssociationOf('HasMember', entry.submissionSets[0]!.entryUUID, registered),
        ],
      },
    ],
  },
});

proveRule(updateAssociationTypeKnown, {
  accepts: good,
  rejects: {
    'a type nobody defined': [
      withAssociations(addendum, (a) => [a.type.endsWith('APND') ? { ...a, type: 'urn:x:APPEND' } : a]),
    ],
    'a type by its last word': [
      withAssociations(addendum, (a) => [a.type.endsWith('APND') ? { ...a, type: 'APND' } : a]),
    ],
  },
});

proveRule(triggersFromSubmissionSet, {
  accepts: good,
  rejects: {
    'a change of status by a document': [withAssociations(status, (a) => [{ ...a, source: registered }])],
    'an association submitted by a document': [
      withAssociations(addendum, (a) => [a.type.endsWith('SubmitAssociation') ? { ...a, source: registered } : a]),
    ],
  },
});

const statusSlot = (changes: Partial<Association>) => withAssociations(status, (a) => [{ ...a, ...changes }]);
const { originalStatus: _, ...withoutOriginal } = status.associations[0]!;
proveRule(statusChangeComplete, {
  accepts: {
    ...good,
    'the way back': [
      statusSlot({ originalStatus: availabilityStatuses.Deprecated, newStatus: availabilityStatuses.Approved }),
    ],
  },
  rejects: {
    'no OriginalStatus': [{ ...status, associations: [withoutOriginal] }],
    'a NewStatus that is none': [statusSlot({ newStatus: 'Deprecated' })],
    'a status that stays': [statusSlot({ newStatus: availabilityStatuses.Approved })],
    'an association of the same message': [
      {
        ...addendum,
        associations: [
          ...addendum.associations,
          changesStatus('U', addendum.associations[0]!.entryUUID, 'Approved', 'Deprecated'),
        ],
      },
    ],
  },
});

proveRule(submittedAssociationInMessage, {
  accepts: good,
  rejects: {
    'a registered association': [
      withAssociations(addendum, (a) => [a.type.endsWith('SubmitAssociation') ? { ...a, target: registered } : a]),
    ],
    'a change of status': [
      {
        ...status,
        associations: [
          ...status.associations,
          anAssociationOf('SubmitAssociation', 'U', status.associations[0]!.entryUUID),
        ],
      },
    ],
    'a HasMember of the SubmissionSet': [
      {
        ...entry,
        associations: [
          ...entry.associations,
          anAssociationOf('SubmitAssociation', 'U', entry.associations[0]!.entryUUID),
        ],
      },
    ],
    'one association twice': [
      {
        ...addendum,
        associations: [
          ...addendum.associations,
          anAssociationOf('SubmitAssociation', 'U', addendum.associations[0]!.entryUUID),
        ],
      },
    ],
  },
});

proveRule(annotationsInPlace, {
  accepts: {
    ...good,
    'propagation told': [withMember({ associationPropagation: 'no' })],
    'the default told': [withMember({ associationPropagation: 'yes' })],
  },
  rejects: {
    'a propagation that is neither yes nor no': [withMember({ associationPropagation: 'maybe' })],
    'a new version by reference': [withMember({ submissionSetStatus: 'Reference' })],
    'a new version without SubmissionSetStatus': [withMember({ submissionSetStatus: undefined })],
    'statuses on a HasMember': {
      case: [withMember({ originalStatus: availabilityStatuses.Approved, newStatus: availabilityStatuses.Deprecated })],
      at: [`${entry.associations[0]!.entryUUID}.OriginalStatus`, `${entry.associations[0]!.entryUUID}.NewStatus`],
    },
    'PreviousVersion on a change of status': [statusSlot({ previousVersion: '1' })],
    'AssociationPropagation on a relationship': [
      withAssociations(addendum, (a) => [{ ...a, associationPropagation: 'no' }]),
    ],
    'statuses on a relationship': [
      withAssociations(addendum, (a) => [
        { ...a, originalStatus: availabilityStatuses.Approved, newStatus: availabilityStatuses.Deprecated },
      ]),
    ],
  },
});

proveRule(updatesLinked, {
  accepts: good,
  rejects: {
    'an entry without a link': [{ ...entry, associations: [] }],
    'an entry linked twice': [
      { ...entry, associations: [...entry.associations, { ...entry.associations[0]!, entryUUID: 'again' }] },
    ],
    'a Folder without a link': [{ ...folder, associations: [] }],
  },
});

for (const rule of [noInitialVersion, restrictedNoInitialVersion]) {
  proveRule(rule, {
    accepts: { 'a new version of an entry': [entry] },
    rejects: {
      'no logicalID': [withEntry({ logicalID: undefined })],
      'the entryUUID as logicalID': [withEntry({ logicalID: entry.documentEntries[0]!.entryUUID })],
    },
  });
}
proveRule(noInitialVersion, {
  accepts: { 'a new version of a Folder': [folder] },
  rejects: {
    'the first version of a Folder': [aNamedUpdate({ set: 'U', folders: [{ name: 'F', changes: { logicalID: '' } }] })],
  },
});

proveRule(logicalIdWellFormed, {
  accepts: { ...good, 'no logicalID, which another rule says': [withEntry({ logicalID: undefined })] },
  rejects: {
    'a symbolic id': [withEntry({ logicalID: 'Document01' })],
    'a UUID in capitals': [withEntry({ logicalID: registered.toUpperCase() })],
  },
});

for (const rule of [previousVersionGiven, restrictedPreviousVersionGiven]) {
  proveRule(rule, {
    accepts: { 'the first version': [entry], 'the twelfth': [withMember({ previousVersion: '12' })] },
    rejects: {
      'no PreviousVersion': [withMember({ previousVersion: undefined })],
      'a word': [withMember({ previousVersion: 'first' })],
      'a fraction': [withMember({ previousVersion: '1.1' })],
      'version 0': [withMember({ previousVersion: '0' })],
    },
  });
}

proveRule(oneUpdatePerObject, {
  accepts: { ...good, 'two entries': [aNamedUpdate({ set: 'U', documents: [{ name: 'a' }, { name: 'b' }] })] },
  rejects: {
    'two versions of one entry': [aNamedUpdate({ set: 'U', documents: [{ name: 'a' }, { name: 'a', from: '2' }] })],
    'two changes of one status': [
      { ...status, associations: [...status.associations, { ...status.associations[0]!, entryUUID: 'again' }] },
    ],
  },
});

proveRule(updateAnnotationsAbsent, {
  accepts: { 'a submission': [aSubmission()] },
  rejects: {
    PreviousVersion: [entry],
    AssociationPropagation: [withMember({ previousVersion: undefined, associationPropagation: 'yes' })],
    'OriginalStatus and NewStatus': [status],
  },
});

proveRule(restrictedNoFolder, {
  accepts: { 'an entry': [entry] },
  rejects: { 'a Folder': [folder], 'a Folder beside an entry': [{ ...entry, folders: [aFolder()] }] },
});

proveRule(restrictedNoOperation, {
  accepts: { 'a new version': [entry] },
  rejects: { 'a change of status': [status], 'a submitted association': [addendum] },
});

proveRule(restrictedAnnotations, {
  accepts: { 'a new version': [entry], 'propagation told': [withMember({ associationPropagation: 'yes' })] },
  rejects: {
    'an entry without a link': [{ ...entry, associations: [] }],
    'no propagation': [withMember({ associationPropagation: 'no' })],
    'a propagation that is neither yes nor no': [withMember({ associationPropagation: 'perhaps' })],
    'a new version by reference': [withMember({ submissionSetStatus: 'Reference' })],
    'a new version without SubmissionSetStatus': [withMember({ submissionSetStatus: undefined })],
  },
});

proveRule(restrictedOnlyEntries, {
  accepts: {
    'a new version': [entry],
    'two of them': [aNamedUpdate({ set: 'U', documents: [{ name: 'a' }, { name: 'b' }] })],
  },
  rejects: {
    'a SubmissionSet alone': [aNamedUpdate({ set: 'U' })],
    'a relationship': [
      { ...entry, associations: [...entry.associations, anAssociationOf('APND', registered, anotherRegistered)] },
    ],
    'a reference': [
      {
        ...entry,
        associations: [
          ...entry.associations,
          anAssociationOf('HasMember', entry.submissionSets[0]!.entryUUID, registered),
        ],
      },
    ],
  },
});

describe('[ITI TF-2 3.57.4.1.3.1] an update', () => {
  const rules = updateRules({ codeSets: { codes: {} } });
  const found = async (update: Submission) => (await checkAll(rules, update, undefined)).map(({ rule }) => rule.id);

  it.each(Object.entries(good))('keeps every rule with %s', async (_, [update]) => {
    expect(await found(update)).toEqual([]);
  });

  it('is sent whole, as at registration', async () => {
    expect(await found(withEntry({ typeCode: undefined, creationTime: 'yesterday' }))).toEqual([
      'required-attributes',
      'attribute-format',
    ]);
    expect(await found({ ...entry, submissionSets: [] })).toContain('one-submission-set');
    expect(await found({ ...entry, submissionSets: [aSubmissionSet({ patientId: undefined! })] })).toContain(
      'required-attributes',
    );
    const coded = updateRules({
      codeSets: { codes: { classCode: [{ code: 'OTHER', codingScheme: '1.2', displayName: 'Other' }] } },
    });
    expect((await checkAll(coded, entry, undefined)).map(({ rule }) => rule.id)).toEqual(['codes-in-value-sets']);
  });

  it('asks of an On-Demand entry what ITI-61 asks', async () => {
    const { OnDemand: objectType } = documentEntryTypes;
    expect(await found(withEntry({ objectType, hash: undefined, size: undefined, creationTime: undefined }))).toEqual(
      [],
    );
    expect(await found(withEntry({ objectType }))).toEqual([
      'prohibited-attributes',
      'prohibited-attributes',
      'prohibited-attributes',
    ]);
  });
});

describe('[ITI TF-2 3.92.4.1.3] a restricted update', () => {
  const rules = restrictedUpdateRules({ codeSets: { codes: {} } });
  const found = async (update: Submission) => (await checkAll(rules, update, undefined)).map(({ rule }) => rule.id);

  it('keeps every rule with new versions of entries', async () => {
    expect(await found(entry)).toEqual([]);
    expect(
      await found({ ...entry, documentEntries: [aDocumentEntry({ ...entry.documentEntries[0], title: [] })] }),
    ).toEqual([]);
  });

  it('is told everything that is wrong at once', async () => {
    const wrong = {
      ...withMember({ previousVersion: undefined, associationPropagation: 'no' }),
      folders: folder.folders,
    };
    expect(await found(wrong)).toEqual([
      'restricted-no-folder',
      'restricted-annotations',
      'restricted-previous-version-given',
    ]);
  });
});

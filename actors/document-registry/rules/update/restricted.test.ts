import { describe, expect, it } from 'vitest';
import { documentEntryFields } from '../../../../schemas/metadata/fields.ts';
import { type DocumentEntry, international } from '../../../../schemas/metadata/nouns.ts';
import { documentEntryTypes } from '../../../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses, documentAvailabilities } from '../../../../schemas/vocabulary/statuses.ts';
import { aCode, aDocumentEntry, anAuthor } from '../../../../test/support/metadata.ts';
import { proveRule } from '../../../../test/support/prove-rule.ts';
import { anotherPatientId } from '../../../../test/support/registry.ts';
import { oidOf, uuidOf } from '../../../../test/support/registry-service.ts';
import { aNamedUpdate, newVersionOf } from '../../../../test/support/update-messages.ts';
import { anUpdateView, aRegisteredVersion } from '../../../../test/support/update-view.ts';
import { updateOf } from '../../update/update.ts';
import {
  type ChangeableAttribute,
  changeableAttributes,
  localPolicyKept,
  type RestrictedView,
  restrictedAttributesKept,
  restrictedObjectTypeKept,
  restrictedPatientIdKept,
  restrictedUniqueIdKept,
} from './restricted.ts';

const registered = aDocumentEntry({
  entryUUID: uuidOf('a'),
  uniqueId: oidOf('a'),
  availabilityStatus: availabilityStatuses.Approved,
});
const view = (
  keptAttributes: readonly ChangeableAttribute[] = [],
  changes: Partial<DocumentEntry> = {},
): RestrictedView => ({
  ...anUpdateView([aRegisteredVersion('a')]),
  entry: () => ({ ...registered, ...changes }),
  keptAttributes: new Set(keptAttributes),
});
const update = (changes: object = {}) => updateOf(aNamedUpdate({ set: 'U', documents: [{ name: 'a', changes }] }));

proveRule(restrictedUniqueIdKept, {
  accepts: { 'the same uniqueId': [update(), view()] },
  rejects: {
    'another uniqueId': { case: [update({ uniqueId: '1.9' }), view()], at: [`${newVersionOf('a')}.uniqueId`] },
  },
});

proveRule(restrictedPatientIdKept, {
  accepts: {
    'the same patientId': [update(), view()],
    'the surviving id of a merged patient': [
      update({ patientId: anotherPatientId }),
      { ...view(), ...anUpdateView([aRegisteredVersion('a', { survivingId: anotherPatientId })]) },
    ],
  },
  rejects: { 'another patientId': [update({ patientId: anotherPatientId }), view()] },
});

proveRule(restrictedObjectTypeKept, {
  accepts: { 'the same objectType': [update(), view()] },
  rejects: { 'a Stable entry that becomes On-Demand': [update({ objectType: documentEntryTypes.OnDemand }), view()] },
});

proveRule(restrictedAttributesKept, {
  accepts: {
    'the same values': [update(), view()],
    'the status it has': [update({ availabilityStatus: availabilityStatuses.Approved }), view()],
    'Online told, which is the default': [update({ documentAvailability: documentAvailabilities.Online }), view()],
  },
  rejects: {
    'another sourcePatientId': [update({ sourcePatientId: 'X^^^&1.2&ISO' }), view()],
    'no sourcePatientId': [update({ sourcePatientId: undefined }), view()],
    'another repositoryUniqueId': [update({ repositoryUniqueId: '1.2.3' }), view()],
    'Offline where it is Online': [update({ documentAvailability: documentAvailabilities.Offline }), view()],
    'Online by default where it is Offline': [
      update(),
      view([], { documentAvailability: documentAvailabilities.Offline }),
    ],
    'another status': [update({ availabilityStatus: availabilityStatuses.Deprecated }), view()],
  },
});

proveRule(localPolicyKept, {
  accepts: {
    'everything changed where nothing is kept': [
      update({ title: international('other'), comments: undefined }),
      view(),
    ],
    'nothing changed where all is kept': [update(), view(changeableAttributes)],
    'a hash in capitals': [update({ hash: registered.hash?.toUpperCase() }), view(['hash'])],
  },
  rejects: {
    'a title that is kept': {
      case: [update({ title: international('other') }), view(['title'])],
      at: [`${newVersionOf('a')}.title`],
    },
    'a size taken away': [update({ size: undefined }), view(['size'])],
    'an author more': [update({ author: [anAuthor(), anAuthor({ authorPerson: '^Weiss^Jan' })] }), view(['author'])],
    'extra metadata': [update({ extraMetadata: [{ name: 'urn:x:y', values: ['1'] }] }), view(['extraMetadata'])],
    'another display name of a code': [
      update({ typeCode: aCode('18748-4', '2.16.840.1.113883.6.1', 'Image study') }),
      view(['typeCode']),
    ],
  },
});

describe('[ITI TF-2 3.92.4.1.3] the attributes of a DocumentEntry', () => {
  it('can be changed, are kept, or are the registry’s own', () => {
    const kept = [
      'documentAvailability',
      'objectType',
      'patientId',
      'repositoryUniqueId',
      'sourcePatientId',
      'uniqueId',
    ];
    const own = ['availabilityStatus', 'entryUUID', 'homeCommunityId', 'limitedMetadata', 'logicalID', 'version'];
    const all = [...changeableAttributes.filter((name) => name !== 'extraMetadata'), ...kept, ...own];
    expect(all.sort()).toEqual(Object.keys(documentEntryFields).sort());
  });
});

import { documentEntryTypes } from '../../../../schemas/vocabulary/object-types.ts';
import { availabilityStatuses } from '../../../../schemas/vocabulary/statuses.ts';
import { aPatientId } from '../../../../test/support/metadata.ts';
import { proveRule } from '../../../../test/support/prove-rule.ts';
import { anotherPatientId } from '../../../../test/support/registry.ts';
import { uuidOf } from '../../../../test/support/registry-service.ts';
import { aNamedUpdate, newVersionOf } from '../../../../test/support/update-messages.ts';
import {
  anUpdateView,
  aRegisteredAssociation,
  aRegisteredFolder,
  aRegisteredVersion,
} from '../../../../test/support/update-view.ts';
import { updateOf } from '../../update/update.ts';
import {
  latestVersionApproved,
  logicalIdRegistered,
  previousVersionLatest,
  versionObjectTypeKept,
  versionPatientIdChangeable,
  versionUniqueIdKept,
} from './versions.ts';

const { Deprecated } = availabilityStatuses;
const entry = updateOf(aNamedUpdate({ set: 'U', documents: [{ name: 'a' }] }));
const folder = updateOf(aNamedUpdate({ set: 'U', folders: [{ name: 'F' }] }));
const fromVersion = (from: string) => updateOf(aNamedUpdate({ set: 'U', documents: [{ name: 'a', from }] }));
const withEntry = (changes: object) => updateOf(aNamedUpdate({ set: 'U', documents: [{ name: 'a', changes }] }));
const forPatient = (patientId: string) =>
  updateOf(aNamedUpdate({ set: 'U', patientId, documents: [{ name: 'a' }], folders: [] }));
const first = aRegisteredVersion('a');
const superseded = aRegisteredVersion('a', { latest: false, availabilityStatus: Deprecated });
const second = aRegisteredVersion('a', { entryUUID: uuidOf('a.2'), version: 2 });

proveRule(logicalIdRegistered, {
  accepts: {
    'a registered entry': [entry, anUpdateView([first])],
    'a registered Folder': [folder, anUpdateView([aRegisteredFolder('F')])],
    'the logicalID of a later version': [entry, anUpdateView([superseded, second])],
  },
  rejects: {
    'an id nobody has': { case: [entry, anUpdateView()], at: [`${newVersionOf('a')}.logicalID`] },
    'a Folder updated as an entry': [entry, anUpdateView([aRegisteredFolder('a')])],
    'an entry updated as a Folder': [folder, anUpdateView([aRegisteredVersion('F')])],
    'the entryUUID of a later version': [
      updateOf(aNamedUpdate({ set: 'U', documents: [{ name: 'a', changes: { logicalID: uuidOf('a.2') } }] })),
      anUpdateView([superseded, second]),
    ],
  },
});

proveRule(previousVersionLatest, {
  accepts: {
    'the first version': [entry, anUpdateView([first])],
    'the second of two': [fromVersion('2'), anUpdateView([superseded, second])],
    'nothing registered, which another rule says': [entry, anUpdateView()],
  },
  rejects: {
    'a version that has a successor': {
      case: [entry, anUpdateView([superseded, second])],
      at: [`${entry.versions[0]!.member.entryUUID}.PreviousVersion`],
    },
    'a version that is not there yet': [fromVersion('2'), anUpdateView([first])],
  },
});

proveRule(latestVersionApproved, {
  accepts: { 'an Approved version': [entry, anUpdateView([superseded, second])] },
  rejects: {
    'a Deprecated entry': [entry, anUpdateView([aRegisteredVersion('a', { availabilityStatus: Deprecated })])],
    'a Deprecated Folder': [folder, anUpdateView([aRegisteredFolder('F', { availabilityStatus: Deprecated })])],
  },
});

proveRule(versionUniqueIdKept, {
  accepts: { 'the same uniqueId': [entry, anUpdateView([first])] },
  rejects: {
    'another uniqueId': {
      case: [withEntry({ uniqueId: '1.9' }), anUpdateView([first])],
      at: [`${newVersionOf('a')}.uniqueId`],
    },
    'another uniqueId of a Folder': [
      updateOf(aNamedUpdate({ set: 'U', folders: [{ name: 'F', changes: { uniqueId: '1.9' } }] })),
      anUpdateView([aRegisteredFolder('F')]),
    ],
  },
});

const { OnDemand: objectType } = documentEntryTypes;
proveRule(versionObjectTypeKept, {
  accepts: {
    'a Stable entry': [entry, anUpdateView([first])],
    'an On-Demand entry': [withEntry({ objectType }), anUpdateView([aRegisteredVersion('a', { objectType })])],
    'a Folder': [folder, anUpdateView([aRegisteredFolder('F')])],
  },
  rejects: {
    'a Stable entry that becomes On-Demand': [withEntry({ objectType }), anUpdateView([first])],
    'an On-Demand entry that becomes Stable': [entry, anUpdateView([aRegisteredVersion('a', { objectType })])],
  },
});

const other = forPatient(anotherPatientId);
const addendum = aRegisteredAssociation('b', 'APND', 'a');
proveRule(versionPatientIdChangeable, {
  accepts: {
    'an entry that stays with its patient': [entry, anUpdateView([first, addendum])],
    'an entry alone that goes to another': [other, anUpdateView([first])],
    'an entry whose addendum was deprecated': [
      other,
      anUpdateView([first, { ...addendum, availabilityStatus: Deprecated }]),
    ],
    'an entry in a Folder version that has a successor': [
      other,
      anUpdateView([first, aRegisteredAssociation('F', 'HasMember', 'a', { latest: false })]),
    ],
    'an entry whose patient was merged into the new one': [
      other,
      anUpdateView([aRegisteredVersion('a', { patientId: aPatientId, survivingId: anotherPatientId }), addendum]),
    ],
  },
  rejects: {
    'an entry with an addendum': {
      case: [other, anUpdateView([first, addendum])],
      at: [`${newVersionOf('a')}.patientId`],
    },
    'an entry in a Folder': [other, anUpdateView([first, aRegisteredAssociation('F', 'HasMember', 'a')])],
    'a Folder with an entry': [
      updateOf(aNamedUpdate({ set: 'U', patientId: anotherPatientId, folders: [{ name: 'F' }] })),
      anUpdateView([aRegisteredFolder('F'), aRegisteredAssociation('F', 'HasMember', 'a')]),
    ],
  },
});

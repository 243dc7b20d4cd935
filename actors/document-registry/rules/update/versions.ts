import { tf2 } from '../../../../schemas/spec-ref.ts';
import { availabilityStatuses } from '../../../../schemas/vocabulary/statuses.ts';
import type { RegisteredVersion } from '../../store/versions.ts';
import type { NewVersion, Update, UpdateRule, UpdateView } from '../../update/update.ts';

const source = tf2('3.57.4.1.3.3.1');

/** An update is of something registered — XDS Metadata Update 3.57.4.1.3.3.1. */
export const logicalIdRegistered: UpdateRule = {
  id: 'logical-id-registered',
  source,
  statement: 'The logicalID of a new version is that of a registered object of the same kind.',
  code: 'XDSMetadataVersionError',
  *check({ versions }, view) {
    for (const { object, logicalID } of versions) {
      const kind = view.latest(logicalID)?.kind;
      if (kind === object.kind) continue;
      const found = kind === undefined ? `${logicalID}, which is not registered` : `${logicalID}, a ${kind}`;
      yield { at: `${object.entryUUID}.logicalID`, found };
    }
  },
};

/** Who updates an older version has not seen the latest — XDS Metadata Update 3.57.4.1.3.3.1. */
export const previousVersionLatest: UpdateRule = {
  id: 'previous-version-latest',
  source,
  statement: 'PreviousVersion is the number of the latest registered version.',
  code: 'XDSMetadataVersionError',
  *check(update, view) {
    for (const { version, latest } of updated(update, view)) {
      if (version.previousVersion === latest.version) continue;
      const found = `${version.previousVersion}, while ${latest.entryUUID} is version ${latest.version}`;
      yield { at: `${version.member.entryUUID}.PreviousVersion`, found };
    }
  },
};

/** What is deprecated has to be approved again first — XDS Metadata Update 3.57.4.1.3.3.1. */
export const latestVersionApproved: UpdateRule = {
  id: 'latest-version-approved',
  source,
  statement: 'The version that gets a successor is Approved.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    for (const { version, latest } of updated(update, view)) {
      if (latest.availabilityStatus === availabilityStatuses.Approved) continue;
      yield {
        at: `${version.object.entryUUID}.logicalID`,
        found: `${latest.entryUUID} with ${latest.availabilityStatus}`,
      };
    }
  },
};

/** A new version is of the same document or Folder. */
export const versionUniqueIdKept: UpdateRule = {
  id: 'version-unique-id-kept',
  source,
  statement: 'A new version has the uniqueId of the version before.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    for (const { version, latest } of updated(update, view)) {
      const { entryUUID, uniqueId } = version.object;
      if (uniqueId === latest.uniqueId) continue;
      yield { at: `${entryUUID}.uniqueId`, found: `${uniqueId ?? 'nothing'}, registered ${latest.uniqueId}` };
    }
  },
};

/** Stable stays Stable, On-Demand stays On-Demand. */
export const versionObjectTypeKept: UpdateRule = {
  id: 'version-object-type-kept',
  source,
  statement: 'A new version of a DocumentEntry has the objectType of the version before.',
  code: 'XDSMetadataUpdateError',
  *check(update, view) {
    for (const { version, latest } of updated(update, view)) {
      if (version.object.kind !== 'DocumentEntry' || version.object.objectType === latest.objectType) continue;
      yield {
        at: `${version.object.entryUUID}.objectType`,
        found: `${version.object.objectType}, registered ${latest.objectType}`,
      };
    }
  },
};

/** What is filed or related belongs to its patient; alone, it can be given to the right one. */
export const versionPatientIdChangeable: UpdateRule = {
  id: 'version-patient-id-changeable',
  source,
  statement: 'The patientId of an object with an Approved association to another DocumentEntry or Folder stays.',
  code: 'XDSPatientIDReconciliationError',
  *check(update, view) {
    for (const { version, latest } of updated(update, view)) {
      const { entryUUID, patientId } = version.object;
      if (patientId === undefined || survivor(view, patientId) === latest.survivingId) continue;
      const bond = view
        .associationsOf(latest.entryUUID)
        .find((a) => a.latest && a.availabilityStatus === availabilityStatuses.Approved);
      if (bond === undefined) continue;
      yield {
        at: `${entryUUID}.patientId`,
        found: `${patientId}, registered ${latest.survivingId} with ${bond.entryUUID}`,
      };
    }
  },
};

/** The patient that a patientId means now. */
export function survivor(view: UpdateView, patientId: string): string {
  return view.patient(patientId)?.survivingId ?? patientId;
}

/** New versions with the version they follow; what follows nothing is told by `logicalIdRegistered`. */
export function updated(
  { versions }: Update,
  view: UpdateView,
): { readonly version: NewVersion; readonly latest: RegisteredVersion }[] {
  return versions.flatMap((version) => {
    const latest = view.latest(version.logicalID);
    return latest === undefined || latest.kind !== version.object.kind ? [] : [{ version, latest }];
  });
}

import type { Association, DocumentEntry, Folder, Submission } from '../../../schemas/metadata/nouns.ts';
import {
  propagates,
  statusChangesOf,
  submittedAssociations,
  submittedVersions,
} from '../../../schemas/metadata/rules/update/new-versions.ts';
import type { Rule } from '../../../schemas/rule.ts';
import { type Registration, registrationOf } from '../registration.ts';
import type { RegisteredAssociation, RegisteredVersion, VersionsRequest, VersionsView } from '../store/versions.ts';
import type { RegistryView } from '../store/view.ts';

/** A new version of a registered object, as an update brings it. */
export interface NewVersion {
  readonly object: DocumentEntry | Folder;
  readonly logicalID: string;
  /** The HasMember of the SubmissionSet, with the annotations. */
  readonly member: Association;
  /** The version the update was made from. */
  readonly previousVersion: number;
  /** Memberships and relationships of the former version go along. */
  readonly propagates: boolean;
}

/** An association that an update submits, and the SubmitAssociation that says so. */
export interface Submitted {
  readonly trigger: Association;
  readonly association: Association;
}

/** A submission read as an update: what its operations start from — XDS Metadata Update 3.57.4.1.3.3. */
export interface Update extends Registration {
  readonly versions: readonly NewVersion[];
  /** The new versions by their own ids and by that of the logical object. */
  readonly versionsById: ReadonlyMap<string, NewVersion>;
  readonly versionsByLogicalID: ReadonlyMap<string, NewVersion>;
  readonly statusChanges: readonly Association[];
  readonly submitted: readonly Submitted[];
}

/** What an update is judged by: what a submission is judged by, and the versions and associations it is about. */
export type UpdateView = RegistryView & VersionsView;

/** A rule about an update beside what is registered; what the update alone can break was judged before. */
export type UpdateRule = Rule<Update, UpdateView>;

/** Reads a submission that kept the rules of `updateRules` or `restrictedUpdateRules`. */
export function updateOf(submission: Submission): Update {
  const versions = submittedVersions(submission).flatMap(({ object, member }): NewVersion[] => {
    const { logicalID } = object;
    if (logicalID === undefined || member === undefined) return [];
    const previousVersion = Number(member.previousVersion);
    return [{ object, logicalID, member, previousVersion, propagates: propagates(member) }];
  });
  const submitted = submittedAssociations(submission).flatMap(({ trigger, association }): Submitted[] =>
    association === undefined ? [] : [{ trigger, association }],
  );
  return {
    ...registrationOf(submission),
    versions,
    versionsById: new Map(versions.map((version) => [version.object.entryUUID, version])),
    versionsByLogicalID: new Map(versions.map((version) => [version.logicalID, version])),
    statusChanges: statusChangesOf(submission),
    submitted,
  };
}

/** Everything that the rules and effects will ask the registry about versions. */
export function versionsRequestFor({ versions, statusChanges, submitted }: Update): VersionsRequest {
  const ends = submitted.flatMap(({ association: { source, target } }) => [source, target]);
  return {
    logicalIDs: [...new Set(versions.map(({ logicalID }) => logicalID))],
    entryUUIDs: [...new Set([...statusChanges.map(({ target }) => target), ...ends])],
  };
}

/** The new version that an id stands for: its own, or that of the version which the update supersedes. */
export function newVersionFor(update: Update, view: VersionsView, id: string): NewVersion | undefined {
  const own = update.versionsById.get(id);
  if (own !== undefined) return own;
  const registered = view.version(id);
  return registered?.latest === true ? update.versionsByLogicalID.get(registered.logicalID) : undefined;
}

/** What a change of status is about; undefined for a SubmissionSet and for what is not registered. */
export type StatusTarget = NewVersion | RegisteredVersion | RegisteredAssociation;

/**
 * The object whose status is to change. Of an object that the same update gives a new version it is that one — XDS
 * Metadata Update 3.57.4.1.3.1, rule 11.
 */
export function statusTargetOf(update: Update, view: VersionsView, { target }: Association): StatusTarget | undefined {
  return newVersionFor(update, view, target) ?? view.version(target) ?? view.association(target);
}

/** True for a version that the update itself brings. */
export function isNew(target: StatusTarget): target is NewVersion {
  return 'member' in target;
}

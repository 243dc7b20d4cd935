import { uuid } from '../../../datatypes/uuid.ts';
import type { Rule } from '../../../rule.ts';
import { tf2 } from '../../../spec-ref.ts';
import type { Submission } from '../../nouns.ts';
import { submissionSetMembers } from '../objects.ts';
import { statusChangesOf, submittedVersions } from './new-versions.ts';

const source = tf2('3.57.4.1.3.1');
/** A version number as PreviousVersion gives it. */
const versionNumber = /^[1-9]\d{0,8}$/;

/** First versions are registered by ITI-42; an update starts from what is registered. */
export const noInitialVersion: Rule<Submission> = {
  id: 'no-initial-version',
  source,
  statement: 'Each DocumentEntry and Folder of an update has a logicalID, and it differs from the entryUUID.',
  code: 'XDSMetadataUpdateError',
  *check({ documentEntries, folders }) {
    for (const { entryUUID, logicalID } of [...documentEntries, ...folders]) {
      if (logicalID && logicalID !== entryUUID) continue;
      yield { at: `${entryUUID}.logicalID`, found: logicalID ? 'the entryUUID, which is a first version' : 'nothing' };
    }
  },
};

/** The logicalID is that of a registered object, so it is never symbolic. */
export const logicalIdWellFormed: Rule<Submission> = {
  id: 'logical-id-well-formed',
  source,
  statement: 'The logicalID of an update is a UUID.',
  code: 'XDSMetadataVersionError',
  *check({ documentEntries, folders }) {
    for (const { entryUUID, logicalID } of [...documentEntries, ...folders]) {
      const wrong = logicalID ? uuid.check(logicalID) : undefined;
      if (wrong !== undefined) yield { at: `${entryUUID}.logicalID`, found: `'${logicalID}', which ${wrong}` };
    }
  },
};

/** What is not linked is not submitted: the annotations stand on the link. */
export const updatesLinked: Rule<Submission> = {
  id: 'updates-linked',
  source,
  statement: 'Each DocumentEntry and Folder of an update is the target of exactly one HasMember of the SubmissionSet.',
  code: 'XDSRegistryMetadataError',
  *check(submission) {
    const links = new Map<string, number>();
    for (const { target } of submissionSetMembers(submission)) links.set(target, (links.get(target) ?? 0) + 1);
    for (const { kind, entryUUID } of [...submission.documentEntries, ...submission.folders]) {
      const count = links.get(entryUUID) ?? 0;
      if (count !== 1) yield { at: `${kind} ${entryUUID}`, found: `${count} HasMember from the SubmissionSet` };
    }
  },
};

/** Nobody changes what he has not seen: the update names the version it was made from. */
export const previousVersionGiven: Rule<Submission> = {
  id: 'previous-version-given',
  source,
  statement: 'The HasMember of a new version has the slot PreviousVersion with one decimal number.',
  code: 'XDSMetadataUpdateOperationError',
  check: previousVersionsMissing,
};

/** Restricted Metadata Update asks the same, with a code of its own. */
export const restrictedPreviousVersionGiven: Rule<Submission> = {
  ...previousVersionGiven,
  id: 'restricted-previous-version-given',
  source: tf2('3.92.4.1.2.2'),
  code: 'XDSMetadataAnnotationError',
};

function* previousVersionsMissing(submission: Submission) {
  for (const { member } of submittedVersions(submission)) {
    if (member === undefined || versionNumber.test(member.previousVersion ?? '')) continue;
    const found = member.previousVersion === undefined ? 'nothing' : `'${member.previousVersion}'`;
    yield { at: `${member.entryUUID}.PreviousVersion`, found };
  }
}

/** Of two changes to one object in one request nobody could say which is meant to stay — rule 13. */
export const oneUpdatePerObject: Rule<Submission> = {
  id: 'one-update-per-object',
  source,
  statement: 'A request holds one new version and one change of status of an object at most.',
  code: 'XDSMetadataUpdateOperationError',
  *check(submission) {
    const { documentEntries, folders } = submission;
    const named = [
      ...[...documentEntries, ...folders].flatMap(({ entryUUID, logicalID }) =>
        logicalID ? [[`${entryUUID}.logicalID`, `version of ${logicalID}`] as const] : [],
      ),
      ...statusTargets(submission),
    ];
    const firstWith = new Map<string, string>();
    for (const [at, what] of named) {
      const first = firstWith.get(what);
      if (first === undefined) firstWith.set(what, at);
      else yield { at, found: `${what}, as at ${first}` };
    }
  },
};

function statusTargets(submission: Submission) {
  return statusChangesOf(submission).map(
    ({ entryUUID, target }) => [`${entryUUID}.target`, `status of ${target}`] as const,
  );
}

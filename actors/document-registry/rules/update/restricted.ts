import { isDeepStrictEqual } from 'node:util';
import type { DocumentEntry } from '../../../../schemas/metadata/nouns.ts';
import type { Rule } from '../../../../schemas/rule.ts';
import { tf2 } from '../../../../schemas/spec-ref.ts';
import { documentAvailabilities } from '../../../../schemas/vocabulary/statuses.ts';
import type { Update, UpdateView } from '../../update/update.ts';
import { survivor, updated } from './versions.ts';

const source = tf2('3.92.4.1.3');

/** What a restricted update may change, if the registry's own policy lets it. */
export const changeableAttributes = [
  'author',
  'classCode',
  'comments',
  'confidentialityCode',
  'creationTime',
  'eventCodeList',
  'extraMetadata',
  'formatCode',
  'hash',
  'healthcareFacilityTypeCode',
  'languageCode',
  'legalAuthenticator',
  'mimeType',
  'practiceSettingCode',
  'referenceIdList',
  'serviceStartTime',
  'serviceStopTime',
  'size',
  'sourcePatientInfo',
  'title',
  'typeCode',
  'URI',
] as const satisfies readonly (keyof DocumentEntry)[];

/** The name of an attribute that a restricted update may change. */
export type ChangeableAttribute = (typeof changeableAttributes)[number];

/** What a restricted update is judged by. */
export interface RestrictedView extends UpdateView {
  /** The latest version as it is registered, by its entryUUID. */
  entry(entryUUID: string): DocumentEntry | undefined;
  /** Attributes that this registry lets nobody change. */
  readonly keptAttributes: ReadonlySet<ChangeableAttribute>;
}

/** A rule about a restricted update beside what is registered. */
export type RestrictedUpdateRule = Rule<Update, RestrictedView>;

/** The document stays the document — ITI TF-2 3.92.4.1.3. */
export const restrictedUniqueIdKept: RestrictedUpdateRule = {
  id: 'restricted-unique-id-kept',
  source,
  statement: 'A restricted update leaves uniqueId as it is.',
  code: 'XDSMetadataIdentifierError',
  *check(update, view) {
    for (const { version, latest } of updated(update, view)) {
      const { entryUUID, uniqueId } = version.object;
      if (uniqueId === latest.uniqueId) continue;
      yield { at: `${entryUUID}.uniqueId`, found: `${uniqueId ?? 'nothing'}, registered ${latest.uniqueId}` };
    }
  },
};

/** A document goes to another patient by ITI-57, if at all — ITI TF-2 3.92.4.1.3. */
export const restrictedPatientIdKept: RestrictedUpdateRule = {
  id: 'restricted-patient-id-kept',
  source,
  statement: 'A restricted update leaves patientId as it is; an id merged into another is the same patient.',
  code: 'XDSPatientIDReconciliationError',
  *check(update, view) {
    for (const { version, latest } of updated(update, view)) {
      const { entryUUID, patientId } = version.object;
      if (patientId !== undefined && survivor(view, patientId) === latest.survivingId) continue;
      yield { at: `${entryUUID}.patientId`, found: `${patientId ?? 'nothing'}, registered ${latest.survivingId}` };
    }
  },
};

/** Stable stays Stable, On-Demand stays On-Demand — ITI TF-2 3.92.4.1.3. */
export const restrictedObjectTypeKept: RestrictedUpdateRule = {
  id: 'restricted-object-type-kept',
  source,
  statement: 'A restricted update leaves objectType as it is.',
  code: 'UnmodifiableMetadataError',
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

/** Where the document lies, whether it can be had, and where it came from is not the initiator's to say. */
export const restrictedAttributesKept: RestrictedUpdateRule = {
  id: 'restricted-attributes-kept',
  source,
  statement:
    'A restricted update leaves sourcePatientId, repositoryUniqueId, documentAvailability and availabilityStatus as they are.',
  code: 'UnmodifiableMetadataError',
  *check(update, view) {
    for (const [submitted, registered] of entryPairs(update, view)) {
      for (const name of ['sourcePatientId', 'repositoryUniqueId'] as const)
        yield* difference(submitted, name, [submitted[name], registered[name]]);
      const { Online } = documentAvailabilities;
      const availability = [submitted, registered].map(({ documentAvailability = Online }) => documentAvailability);
      yield* difference(submitted, 'documentAvailability', availability);
      const { availabilityStatus: status = registered.availabilityStatus } = submitted;
      yield* difference(submitted, 'availabilityStatus', [status, registered.availabilityStatus]);
    }
  },
};

/** An affinity domain may keep more than the standard does — ITI TF-2 3.92.4.1.3. */
export const localPolicyKept: RestrictedUpdateRule = {
  id: 'local-policy-kept',
  source,
  statement: 'A restricted update leaves the attributes that the policy of this registry keeps as they are.',
  code: 'LocalPolicyRestrictionError',
  *check(update, view) {
    for (const [submitted, registered] of entryPairs(update, view)) {
      for (const name of view.keptAttributes) {
        if (sameAttribute(name, submitted, registered)) continue;
        yield { at: `${submitted.entryUUID}.${name}`, found: 'another value than the registered one' };
      }
    }
  },
};

/** Submitted entries with the version they follow. */
function entryPairs(update: Update, view: RestrictedView): (readonly [DocumentEntry, DocumentEntry])[] {
  return updated(update, view).flatMap(({ version: { object }, latest }) => {
    const registered = view.entry(latest.entryUUID);
    return object.kind !== 'DocumentEntry' || registered === undefined ? [] : [[object, registered] as const];
  });
}

function* difference(submitted: DocumentEntry, name: string, [value, kept]: readonly (string | undefined)[]) {
  if (value === kept) return;
  yield { at: `${submitted.entryUUID}.${name}`, found: `${value ?? 'nothing'}, registered ${kept ?? 'nothing'}` };
}

function sameAttribute(name: ChangeableAttribute, one: DocumentEntry, other: DocumentEntry): boolean {
  if (name === 'hash') return one.hash?.toLowerCase() === other.hash?.toLowerCase();
  return isDeepStrictEqual(one[name], other[name]);
}

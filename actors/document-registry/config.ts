import { z } from 'zod';
import { codeSetting } from '../../runtime/config.ts';
import { changeableAttributes } from './rules/update/restricted.ts';
import { errorCodeSources } from './update/error-codes.ts';
import { operationNames } from './update/operation.ts';

/** Settings of the Document Registry; unknown keys are errors. */
export const documentRegistryConfig = z.strictObject({
  mostResults: z
    .int()
    .min(1)
    // Some 62 MB of ordinary entries: what the consumers of this package still read (64 MiB).
    .default(7500)
    .describe('Objects of one LeafClass answer; a query that finds more is refused with XDSTooManyResults.'),
  unknownPatient: z
    .enum(['empty', 'refuse'])
    .default('empty')
    .describe(
      'What a query for a patient id that is unknown or merged away gives: nothing (empty) or XDSUnknownPatientId (refuse).',
    ),
  referenceIdMatch: z
    .enum(['exact', 'like'])
    .default('exact')
    .describe(
      'How $XDSDocumentEntryReferenceIdList is compared: as whole CXi values, or as patterns with % and _; a query without patients always compares whole values.',
    ),
  patientIdOnly: z
    .enum(['answer', 'refuse'])
    .default('answer')
    .describe(
      'What a multi-patient query (ITI-51) with nothing but patient ids and statuses gives: its answer, or XDSStoredQueryParamNumber.',
    ),
  lenientQueryValues: z
    .boolean()
    .default(false)
    .describe(
      'Take query values as some senders write them: strings without quotes, lists without parentheses, UUIDs without urn:uuid:, numbers in quotes, a list over repeated slots. Otherwise they are refused with XDSRegistryError or XDSStoredQueryParamNumber.',
    ),
  unknownQueryNames: z
    .enum(['ignore', 'refuse'])
    .default('ignore')
    .describe('What a query slot gives whose name does not begin with $: it is passed over, or XDSRegistryError.'),
  removal: z
    .enum(['allow', 'refuse'])
    .default('allow')
    .describe('Whether metadata can be removed for good (ITI-62); with refuse every request for it is refused.'),
  updateOperations: z
    .array(z.enum(operationNames))
    .default([...operationNames])
    .describe(
      'The operations of Update Document Set (ITI-57) that are offered; a request for another gets XDSMetadataUpdateOperationError.',
    ),
  updateErrorCodes: z
    .enum(errorCodeSources)
    .default('standard')
    .describe(
      'Whose error codes ITI-57 and ITI-92 answer with where they differ: the supplements and their published tests (standard), the NIST toolkit (toolkit) or IPF (ipf).',
    ),
  statusAfterUpdate: z
    .enum(['Approved', 'previous'])
    .default('Approved')
    .describe(
      'The status of the version a restricted update (ITI-92) makes: always Approved, or that of the version before, so that a deprecated document stays deprecated.',
    ),
  keptAttributes: z
    .array(z.enum(changeableAttributes))
    .default([])
    .describe(
      'Attributes of DocumentEntry that no restricted update (ITI-92) may change here; a change gets LocalPolicyRestrictionError.',
    ),
  linkChange: z
    .strictObject({
      contentTypeCode: codeSetting
        .default({ code: '34133-9', codingScheme: '2.16.840.1.113883.6.1', displayName: 'Summary of episode note' })
        .describe('contentTypeCode of the SubmissionSet that a link change makes.'),
      conflicts: z
        .enum(['drop', 'refuse'])
        .default('drop')
        .describe(
          'What becomes of relationships and Folder memberships between an object that moves and one that stays: they are lost, and logged (drop), or the whole change is refused (refuse).',
        ),
    })
    .prefault({})
    .describe('What Notify XAD-PID Link Change (ITI-64) does.'),
});

/** Checked settings, defaults filled in. */
export type DocumentRegistryConfig = z.output<typeof documentRegistryConfig>;

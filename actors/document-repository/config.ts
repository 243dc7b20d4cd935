import { z } from 'zod';
import { oidSetting, peerSetting } from '../../runtime/config.ts';

/** Settings of the Document Repository; unknown keys are errors. */
export const documentRepositoryConfig = z.strictObject({
  repositoryUniqueId: oidSetting
    .default('1.3.6.1.4.1.21367.13.40.7')
    .describe('OID that ITI-43 requests and DocumentEntries name this repository by; never change it later.'),
  registry: peerSetting.default('local:document-registry').describe('Where ITI-42 and ITI-18 go.'),
  sources: z
    .array(oidSetting)
    .optional()
    .describe('SubmissionSet.sourceId of every Document Source that may submit; without it everybody may.'),
  limits: z
    .strictObject({
      documentBytes: z
        .int()
        .min(1)
        .default(2 ** 40)
        .describe('Octets of one document; a larger one is refused with XDSRepositoryOutOfResources.'),
      documentsPerRetrieve: z
        .int()
        .min(1)
        .default(1000)
        .describe('DocumentRequests of one ITI-43; more are refused with XDSTooManyResults.'),
    })
    .prefault({}),
  removal: z
    .enum(['allow', 'refuse'])
    .default('allow')
    .describe('Whether documents can be removed for good (ITI-86); with refuse each is refused.'),
  retentionDays: z
    .int()
    .min(0)
    .default(0)
    .describe('How many days a document is kept at least; until then ITI-86 is refused with XDSRemoveDocumentsError.'),
  retryWindowSeconds: z
    .int()
    .min(1)
    .default(900)
    .describe('How long a submission may wait for the registry before its fate is looked up there.'),
  sweepIntervalSeconds: z.int().min(1).default(60).describe('How often such submissions are looked for.'),
});

/** The settings with every default filled in. */
export type DocumentRepositoryConfig = z.output<typeof documentRepositoryConfig>;

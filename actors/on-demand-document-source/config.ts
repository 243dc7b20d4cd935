import { z } from 'zod';
import { codeSetting, oidSetting, peerSetting } from '../../runtime/config.ts';

const code = (code: string, codingScheme: string, displayName: string) =>
  codeSetting.default({ code, codingScheme, displayName });

const loinc = '2.16.840.1.113883.6.1';
const snomed = '2.16.840.1.113883.6.96';

/** Settings of the On-Demand Document Source; unknown keys are errors. */
export const onDemandDocumentSourceConfig = z.strictObject({
  repositoryUniqueId: oidSetting
    .default('1.3.6.1.4.1.21367.13.40.11')
    .describe('OID that On-Demand entries name this source by and ITI-43 requests it by; never change it later.'),
  sourceId: oidSetting.default('1.3.6.1.4.1.21367.13.90.111').describe('SubmissionSet.sourceId of what is registered.'),
  registry: peerSetting.default('local:document-registry').describe('Where ITI-61 and ITI-18 go.'),
  repository: peerSetting
    .default('local:document-repository')
    .describe('Where snapshots are stored by ITI-41 when persist is true.'),
  persist: z
    .boolean()
    .default(false)
    .describe(
      'Store and register each document that is handed out, as a snapshot of its entry, before it is answered.',
    ),
  replaceSnapshots: z
    .boolean()
    .default(true)
    .describe('A stored snapshot replaces (RPLC) the one before it, which is then deprecated.'),
  organization: z
    .strictObject({
      name: z.string().min(1).max(128).default('Affinity domain'),
      oid: oidSetting.default('1.3.6.1.4.1.21367.13.60.111').describe('OID of the organization.'),
    })
    .prefault({})
    .describe('Who makes the documents: author and custodian.'),
  metadata: z
    .strictObject({
      practiceSettingCode: code('394802001', snomed, 'General medicine'),
      healthcareFacilityTypeCode: code('22232009', snomed, 'Hospital'),
      confidentialityCode: code('N', '2.16.840.1.113883.5.25', 'normal'),
      contentTypeCode: code('34133-9', loinc, 'Summary of episode note'),
      languageCode: z.string().min(2).default('en-US').describe('Language of the documents.'),
    })
    .prefault({})
    .describe(
      'What a kind of document does not say of its entries; all codes must be in the value sets of the domain.',
    ),
  limits: z
    .strictObject({
      documentsPerRetrieve: z
        .int()
        .min(1)
        .default(100)
        .describe('DocumentRequests of one ITI-43; more are refused with XDSTooManyResults.'),
    })
    .prefault({}),
});

/** The checked settings. */
export type OnDemandDocumentSourceConfig = z.output<typeof onDemandDocumentSourceConfig>;

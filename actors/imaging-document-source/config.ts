import { z } from 'zod';
import { codeSetting, oidSetting, peerSetting } from '../../runtime/config.ts';

const code = (code: string, codingScheme: string, displayName: string) =>
  codeSetting.default({ code, codingScheme, displayName });

const loinc = '2.16.840.1.113883.6.1';
const snomed = '2.16.840.1.113883.6.96';

/** Settings of the Imaging Document Source; unknown keys are errors. */
export const imagingDocumentSourceConfig = z.strictObject({
  imagingDocumentSourceUid: oidSetting
    .default('1.3.6.1.4.1.21367.13.71.101')
    .describe('OID of this source: Retrieve Location UID in manifests, RepositoryUniqueId in RAD-69; never change it.'),
  aeTitle: z
    .string()
    .regex(/^(?! )[\x20-\x5b\x5d-\x7e]{1,16}(?<! )$/, 'is not an AE title: 1 to 16 characters without backslash')
    .default('AFFINITY')
    .describe('Retrieve AE Title in manifests.'),
  sourceId: oidSetting.default('1.3.6.1.4.1.21367.13.90.101').describe('SubmissionSet.sourceId of what is published.'),
  repository: peerSetting.default('local:document-repository').describe('Where RAD-68 goes.'),
  patientIdAuthority: oidSetting
    .default('1.3.6.1.4.1.21367.13.20.1000')
    .describe('Domain of Patient IDs in images that do not say by OID who assigned them.'),
  accessionAuthority: oidSetting
    .default('1.3.6.1.4.1.21367.13.202.2000')
    .describe('Issuer of accession numbers in images that do not say by OID who assigned them.'),
  timezoneOffset: z
    .string()
    .regex(/^[+-](0\d|1[0-4])[0-5]\d$/, 'is not of the form +hhmm')
    .default('+0000')
    .describe('Zone of the times in images that do not state it in (0008,0201).'),
  metadata: z
    .strictObject({
      classCode: code('IMAGES', '1.3.6.1.4.1.19376.1.2.6.1', 'Images'),
      typeCode: code('18748-4', loinc, 'Diagnostic imaging study'),
      practiceSettingCode: code('394914008', snomed, 'Radiology'),
      healthcareFacilityTypeCode: code('22232009', snomed, 'Hospital'),
      confidentialityCode: code('N', '2.16.840.1.113883.5.25', 'normal'),
      contentTypeCode: code('18748-4', loinc, 'Diagnostic imaging study'),
      languageCode: z.string().min(2).default('en-US').describe('Language of titles and descriptions.'),
      institution: z
        .string()
        .min(1)
        .optional()
        .describe('authorInstitution of studies whose images name no institution.'),
    })
    .prefault({})
    .describe('What the images do not say of a manifest; all codes must be in the value sets of the domain.'),
  limits: z
    .strictObject({
      instanceBytes: z
        .int()
        .min(1)
        .default(2 ** 40)
        .describe('Octets of one imported instance.'),
      headerBytes: z
        .int()
        .min(1 << 16)
        .default(64 << 20)
        .describe('Octets within which the header of an instance must end.'),
      manifestInstances: z.int().min(1).default(100_000).describe('Instances one manifest may refer to.'),
      instancesPerRetrieve: z
        .int()
        .min(1)
        .default(10_000)
        .describe('DocumentRequests of one RAD-69; more are refused with XDSTooManyResults.'),
    })
    .prefault({}),
});

/** The checked settings. */
export type ImagingDocumentSourceConfig = z.output<typeof imagingDocumentSourceConfig>;

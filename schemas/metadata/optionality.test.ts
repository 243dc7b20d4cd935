import { describe, expect, it } from 'vitest';
import { type Optionality, type OptionalityColumn, optionalityFor, queryResultOptionality } from './optionality.ts';

/** The attributes of one level, typed from the table by level rather than by attribute. */
function at(level: Optionality, column: OptionalityColumn, kind: keyof OptionalityColumn): string[] {
  return Object.entries(column[kind])
    .filter(([, optionality]) => optionality === level)
    .map(([name]) => name)
    .sort();
}
const words = (text: string) => text.split(' ').sort();

const identity = 'entryUUID mimeType objectType uniqueId';
const described =
  'classCode confidentialityCode creationTime formatCode healthcareFacilityTypeCode languageCode patientId ' +
  'practiceSettingCode sourcePatientId typeCode';
const withoutTime = described.replace('creationTime ', '');

describe('[ITI TF-3 Table 4.3.1-3] optionality', () => {
  it.each([
    ['documentSource', `${identity} ${described}`],
    ['documentRepository', `${identity} ${described} hash repositoryUniqueId size`],
    ['portableMediaCreator', `${identity} hash size URI`],
    ['xdrDocumentSource', `${identity} ${described}`],
    ['metadataLimitedDocumentSource', `${identity} limitedMetadata`],
    ['onDemandDocumentSource', `${identity} ${withoutTime} repositoryUniqueId`],
  ] as const)('requires of a %s', (sender, attributes) => {
    expect(at('R', optionalityFor(sender), 'DocumentEntry')).toEqual(words(attributes));
  });

  it.each([
    ['documentSource', 'limitedMetadata'],
    ['onDemandDocumentSource', 'creationTime hash limitedMetadata size'],
    ['portableMediaCreator', ''],
    ['metadataLimitedDocumentSource', ''],
  ] as const)('forbids a %s', (sender, attributes) => {
    expect(at('X', optionalityFor(sender), 'DocumentEntry')).toEqual(attributes === '' ? [] : words(attributes));
  });

  it.each([
    ['documentRepository', 'SubmissionSet', 'contentTypeCode entryUUID patientId sourceId submissionTime uniqueId'],
    ['documentRepository', 'Folder', 'codeList entryUUID patientId title uniqueId'],
    ['metadataLimitedDocumentSource', 'SubmissionSet', 'entryUUID limitedMetadata sourceId submissionTime uniqueId'],
    ['portableMediaCreator', 'Folder', 'entryUUID uniqueId'],
  ] as const)('requires of a %s in a %s', (sender, kind, attributes) => {
    expect(at('R', optionalityFor(sender), kind)).toEqual(words(attributes));
  });

  it('requires of a query result', () => {
    const entry = `${identity} ${withoutTime} availabilityStatus repositoryUniqueId`;
    const { Stable, OnDemand } = queryResultOptionality;
    expect(at('R', Stable, 'DocumentEntry')).toEqual(words(`${entry} creationTime hash size`));
    expect(at('R', OnDemand, 'DocumentEntry')).toEqual(words(entry));
    expect(at('X', OnDemand, 'DocumentEntry')).toEqual(words('creationTime hash limitedMetadata size'));
    expect(at('R2', Stable, 'DocumentEntry')).toEqual(words('author serviceStartTime serviceStopTime'));
    expect(at('R', Stable, 'SubmissionSet')).toEqual(
      words('availabilityStatus contentTypeCode entryUUID patientId sourceId submissionTime uniqueId'),
    );
    expect(at('R', Stable, 'Folder')).toEqual(words('availabilityStatus codeList entryUUID patientId title uniqueId'));
    expect(at('X', Stable, 'Folder')).toEqual(['limitedMetadata']);
  });
});

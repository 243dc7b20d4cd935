import { describe, expect, it } from 'vitest';
import { aDocumentEntry, aFolder, aSubmission, aSubmissionSet } from '../../../test/support/metadata.ts';
import { proveRule } from '../../../test/support/prove-rule.ts';
import { optionalityFor } from '../optionality.ts';
import { documentAvailabilityKnown } from './document-availability-known.ts';
import { prohibitedAttributes } from './prohibited-attributes.ts';
import { requiredAttributes } from './required-attributes.ts';
import { checkSubmission, submissionRules } from './submission-rules.ts';

const repository = optionalityFor('documentRepository');
const source = optionalityFor('documentSource');
const onDemand = optionalityFor('onDemandDocumentSource');
const limited = optionalityFor('metadataLimitedDocumentSource');
const good = aSubmission({ folders: [aFolder()] });
const entry = (changes: Parameters<typeof aDocumentEntry>[0]) =>
  aSubmission({ documentEntries: [aDocumentEntry(changes)] });

proveRule(requiredAttributes, {
  accepts: {
    'everything a repository must give': [good, repository],
    'no hash and size from a source': [
      entry({ hash: undefined, size: undefined, repositoryUniqueId: undefined }),
      source,
    ],
    'no author (required if known)': [entry({ author: [] }), repository],
  },
  rejects: {
    'no hash, size and repositoryUniqueId from a repository': {
      case: [entry({ hash: undefined, size: undefined, repositoryUniqueId: undefined }), repository],
      at: ['Document01.hash', 'Document01.repositoryUniqueId', 'Document01.size'],
    },
    'an empty list of codes': {
      case: [entry({ confidentialityCode: [] }), repository],
      at: ['Document01.confidentialityCode'],
    },
    'an empty mimeType': { case: [entry({ mimeType: '' }), repository], at: ['Document01.mimeType'] },
    'a SubmissionSet without sourceId': [
      aSubmission({ submissionSets: [aSubmissionSet({ sourceId: undefined })] }),
      repository,
    ],
    'a Folder without title': {
      case: [aSubmission({ folders: [aFolder({ title: undefined })] }), repository],
      at: ['Folder01.title'],
    },
  },
});

proveRule(prohibitedAttributes, {
  accepts: {
    'nothing prohibited': [good, repository],
    'limitedMetadata from a source that limits it': [entry({ limitedMetadata: true }), limited],
  },
  rejects: {
    'limitedMetadata in XDS': {
      case: [entry({ limitedMetadata: true }), repository],
      at: ['Document01.limitedMetadata'],
    },
    'hash, size and creationTime of an On-Demand entry': {
      case: [entry({}), onDemand],
      at: ['Document01.creationTime', 'Document01.hash', 'Document01.size'],
    },
    'limitedMetadata on the SubmissionSet': [
      aSubmission({ submissionSets: [aSubmissionSet({ limitedMetadata: true })] }),
      source,
    ],
  },
});

proveRule(documentAvailabilityKnown, {
  accepts: {
    Online: [entry({ documentAvailability: 'urn:ihe:iti:2010:DocumentAvailability:Online' })],
    nothing: [good],
  },
  rejects: {
    'a bare word': { case: [entry({ documentAvailability: 'Online' })], at: ['Document01.documentAvailability'] },
  },
});

describe('[ITI TF-2 3.42.4.1.3] everything a submission can break by itself', () => {
  const policy = { column: repository, codeSets: { codes: {} } };

  it('accepts a good submission without any finding', async () => {
    expect(await checkSubmission(good, policy)).toEqual([]);
  });

  it('reports the violations of several rules at once, in the order of the list', async () => {
    const bad = entry({ creationTime: '2025-01-02', mimeType: undefined, limitedMetadata: true });
    const findings = await checkSubmission(bad, policy);
    expect(findings.map(({ rule, violation }) => [rule.id, violation.at])).toEqual([
      ['required-attributes', 'Document01.mimeType'],
      ['prohibited-attributes', 'Document01.limitedMetadata'],
      ['attribute-format', 'Document01.creationTime'],
    ]);
  });

  it('has a name of its own for each rule', () => {
    const ids = submissionRules(policy).map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

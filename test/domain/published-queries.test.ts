import { describe, expect, it } from 'vitest';
import { queryCodec } from '../../transactions/iti-18-registry-stored-query/codec.ts';
import { byTheLetter } from '../../transactions/iti-18-registry-stored-query/queries/reading.ts';
import { storedQueries } from '../../transactions/iti-18-registry-stored-query/queries/stored-queries.ts';
import { multiPatientQueries } from '../../transactions/iti-51-multi-patient-stored-query/queries/multi-patient-queries.ts';
import { messagesPresent, outermost, publishedFiles, publishedXml } from '../support/published.ts';

const definitions = [...Object.values(storedQueries), ...Object.values(multiPatientQueries)];

/** What real senders write and the standard does not, taken only by a registry that is told to be lenient. */
const asSendersWrite: Readonly<Record<string, string>> = {
  'nhn/iti18-iti40-request-getassociations.xml': '$uuid without parentheses and without urn:uuid:',
  'openhim/adhocQueryRequest_wSOAP.xml': 'no quotes and no parentheses',
  'toolkit/messagevalidator/sq-req-bad-stat-format1.xml': 'a status without quotes and parentheses',
  'wxdsb/query_req.xml': 'a patient id without quotes',
};

/** Refused by every registry. */
const wrong: Readonly<Record<string, string>> = {
  'ihe-examples/XCA/XCACrossGatewayQueryRequest.xml': 'an empty body',
  'ihe-examples/XDS.b/RegistryStoredQueryRequest.xml':
    'typographic quotes, a code without scheme, a status that is none',
  'ihe-examples/XDS.b/RegistryStoredQueryRequest_SOAP.xml': 'the same in an envelope',
  'ipf/xds/iti18request.xml': 'an injection after the patient id',
  'toolkit/messagevalidator/sq-req-bad-code.xml': 'a code with an empty scheme',
  'toolkit/messagevalidator/sq-req-missing-stat.xml': 'no status',
};

function askedBy(lenientValues: boolean): string[] {
  const codec = queryCodec(definitions, { ...byTheLetter, lenientValues });
  return publishedFiles(/\.(xml|mtom|txt)$/i).filter((file) => {
    const root = publishedXml(file);
    const bodies = root === undefined ? [] : outermost(root, ({ name }) => name === 'AdhocQueryRequest');
    return bodies.some((body) => codec.decode(body, (async function* () {})()).message.query !== undefined);
  });
}

describe.skipIf(!messagesPresent)('[ITI TF-2 3.18.4.1.2.3.1] queries published by others', () => {
  it('are understood by the letter, or by a lenient registry, or have a reason to be refused', () => {
    const strict = askedBy(false);
    const lenient = askedBy(true);
    expect(strict).toHaveLength(12);
    expect(lenient.filter((file) => !strict.includes(file))).toEqual(Object.keys(asSendersWrite).sort());
    expect(strict.filter((file) => !lenient.includes(file))).toEqual([]);
    expect(Object.keys(wrong).filter((file) => lenient.includes(file))).toEqual([]);
  });
});

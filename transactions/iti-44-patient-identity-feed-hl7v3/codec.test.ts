import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../runtime/soap/fault.ts';
import { acknowledge } from '../../schemas/hl7v3/acknowledgement.ts';
import { checkAll } from '../../schemas/rule.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import type { XmlElement } from '../../schemas/xml/element.ts';
import { parseXml } from '../../schemas/xml/parse.ts';
import { aFeedV3Message, anInstance } from '../../test/support/feed-v3.ts';
import { messagesPresent, outermost, publishedFiles, publishedXml } from '../../test/support/published.ts';
import { bodyText, partsOf } from '../../test/support/soap-bodies.ts';
import { openSchema, schemasPresent } from '../../test/support/xsd.ts';
import { responseCodec } from './codec.ts';
import type { FeedInteraction, PatientIdentityFeedV3Request } from './messages.ts';
import { refuseFeed } from './refuse.ts';
import { feedV3Rules } from './rules/rules.ts';
import { patientIdentityFeedV3 } from './transaction.ts';

const codecOf = (interaction: FeedInteraction) =>
  patientIdentityFeedV3.find(({ action }) => action.request.endsWith(interaction))!.request;
const written = (request: PatientIdentityFeedV3Request) => bodyText(codecOf(request.interaction).encode(request));
const read = (interaction: FeedInteraction, text: string) =>
  codecOf(interaction).decode(parseXml(Buffer.from(text)), partsOf({})).message;

const messages = [
  aFeedV3Message('PRPA_IN201301UV02', [anInstance('A'), anInstance('B', '1.2.3')]),
  aFeedV3Message('PRPA_IN201302UV02', [anInstance('A')]),
  aFeedV3Message('PRPA_IN201304UV02', [anInstance('T')], [anInstance('S')]),
];

describe('[ITI TF-2 3.44.4.1.2] a message of the feed', () => {
  it.each(messages)('$interaction is read as it was written', async (message) => {
    expect(read(message.interaction, await written(message))).toEqual(message);
  });

  it('of another kind is a fault', () => {
    expect(() => read('PRPA_IN201301UV02', `<PRPA_IN201302UV02 xmlns="${namespaces.hl7v3}"/>`)).toThrow(SoapFault);
    expect(() => read('PRPA_IN201301UV02', '<PRPA_IN201301UV02/>')).toThrow(SoapFault);
  });

  it('that is empty breaks rules, and is read all the same', async () => {
    const message = read('PRPA_IN201301UV02', `<PRPA_IN201301UV02 xmlns="${namespaces.hl7v3}"/>`);
    expect((await checkAll(feedV3Rules, message, undefined)).map(({ rule }) => rule.id)).toEqual([
      'feed-v3-one-subject',
    ]);
  });
});

const isFeed = ({ ns, name }: XmlElement) => ns === namespaces.hl7v3 && /^PRPA_IN20130[124]UV02$/.test(name);
const published = publishedFiles(/\.xml$/).flatMap((file) => {
  const found = publishedXml(file);
  return (found === undefined ? [] : outermost(found, isFeed)).map((body) => ({ file, body }));
});

describe.skipIf(!messagesPresent)('[ITI TF-2 3.44.4.1.2] a published message of the feed', () => {
  it('is there', () => {
    expect(published.length).toBeGreaterThan(10);
  });

  it.each(published)('$file is read with its identifiers', ({ body }) => {
    const { message } = codecOf(body.name as FeedInteraction).decode(body, partsOf({}));
    expect(message.patients[0]!.identifiers[0]!.root).toMatch(/^[\d.]+$/);
    expect(message.transmission.id.root).not.toBe('');
  });
});

describe('[ITI TF-2 3.44.4.1.3] an acknowledgement', () => {
  const { transmission } = messages[0]!;
  const details = [{ typeCode: 'E' as const, code: '204', text: 'Unknown <id>', location: '/a/b' }];

  it('is read as it was written', async () => {
    const answer = acknowledge(transmission, { code: 'CE', details, at: '20250102070001' });
    const body = parseXml(Buffer.from(await bodyText(responseCodec.encode(answer))));
    expect(responseCodec.decode(body, partsOf({})).message).toEqual(answer);
  });

  it('of a message that is sent again is the same, with sender and receiver changed', () => {
    const answer = acknowledge(transmission, { code: 'CA', details: [] });
    expect(acknowledge(transmission, { code: 'CA', details: [] })).toEqual(answer);
    expect(answer.transmission).toMatchObject({
      id: { root: '1.2.3.4.900', extension: '1.2.3.4.901.MAB' },
      sender: { root: '1.2.3.4.900' },
      receiver: { root: '1.2.3.4.901' },
    });
  });

  it('says CR when the receiver cannot do its work', () => {
    const errors = [{ errorCode: 'XDSRegistryBusy', codeContext: 'later', severity: 'Error' as const }];
    expect(refuseFeed(errors, messages[0])).toMatchObject({ code: 'CR', details: [{ code: '207', text: 'later' }] });
  });
});

describe.skipIf(!schemasPresent)('what ITI-44 writes is valid by the published schemas', () => {
  const folder = 'iti/schema/HL7V3/NE2008/multicacheschemas';
  it.each(messages)('$interaction', async (message) => {
    using schema = openSchema(`${folder}/${message.interaction}.xsd`);
    expect(schema.objections(await written(message))).toEqual([]);
  });

  it('an acknowledgement, also of a message that says nothing of itself', async () => {
    using schema = openSchema(`${folder}/MCCI_IN000002UV01.xsd`);
    const details = [{ typeCode: 'E' as const, code: '204', text: 'x', location: '/a' }];
    const empty = read('PRPA_IN201301UV02', `<PRPA_IN201301UV02 xmlns="${namespaces.hl7v3}"/>`);
    for (const of of [messages[0]!.transmission, empty.transmission, undefined]) {
      const text = await bodyText(responseCodec.encode(acknowledge(of, { code: 'CE', details })));
      expect(schema.objections(text)).toEqual([]);
    }
  });
});

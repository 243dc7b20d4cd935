import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messagesPresent, outermost, publishedFiles, publishedXml } from '../../test/support/published.ts';
import { openOwnSchemas, openSchema, type Schema, schemasPresent, xdsBodies } from '../../test/support/xsd.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { writeXml } from '../xml/write.ts';
import { withImported } from '../xml/xml-schema.ts';
import { lcmSchema } from './lcm.ts';
import { querySchema } from './query.ts';
import { rmdSchema } from './rmd.ts';
import { xdsSchema } from './xds.ts';
import { xdsiSchema } from './xdsi.ts';

const all = [querySchema, lcmSchema, xdsSchema, xdsiSchema, rmdSchema];
const { lcm, query, rim, rs, xds, xdsi, rmd } = namespaces;
const prefixes = Object.entries({ lcm, query, rim, rs, xds, xdsi, rmd })
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');
/** A body element; the first tag gets the namespaces. */
const body = (xml: string) => xml.replace(/^<([\w:]+)/, `<$1 ${prefixes}`);
const submit = (...objects: string[]) =>
  body(
    `<lcm:SubmitObjectsRequest><rim:RegistryObjectList>${objects.join('')}</rim:RegistryObjectList></lcm:SubmitObjectsRequest>`,
  );
const provide = (documents: string) =>
  body(`<xds:ProvideAndRegisterDocumentSetRequest>${submit()}${documents}</xds:ProvideAndRegisterDocumentSetRequest>`);
const slot = (name: string, ...values: string[]) =>
  `<rim:Slot name="${name}"><rim:ValueList>${values.map((value) => `<rim:Value>${value}</rim:Value>`).join('')}</rim:ValueList></rim:Slot>`;
const name = '<rim:Name><rim:LocalizedString value="x"/></rim:Name>';
const classification =
  '<rim:Classification id="c" classifiedObject="d" classificationScheme="urn:s" nodeRepresentation="n"/>';
const identifier = '<rim:ExternalIdentifier id="i" registryObject="d" identificationScheme="urn:s" value="v"/>';
const version = '<rim:VersionInfo versionName="1"/>';
const long = (length: number) => 'x'.repeat(length);
const response = (inside = '', status = ' status="urn:s"') =>
  `<rs:RegistryResponse${status}>${inside}</rs:RegistryResponse>`;
const error = (attributes: string, content = '') =>
  body(
    response(
      `<rs:RegistryErrorList><rs:RegistryError ${attributes}>${content}</rs:RegistryError></rs:RegistryErrorList>`,
    ),
  );
const document = (inside: string) =>
  body(
    `<xds:RetrieveDocumentSetResponse>${response()}<xds:DocumentResponse>${inside}</xds:DocumentResponse></xds:RetrieveDocumentSetResponse>`,
  );
const ids = '<xds:RepositoryUniqueId>1.2</xds:RepositoryUniqueId><xds:DocumentUniqueId>1.3</xds:DocumentUniqueId>';
const content = '<xds:mimeType>text/plain</xds:mimeType><xds:Document>eA==</xds:Document>';

/** What the schemas of ebXML and XDS say, row by row: bodies that are valid and bodies that are not. */
const facts: Record<string, { valid: readonly string[]; invalid: readonly string[] }> = {
  '[ebRIM 3.0 2.4] children of an object stand in their order': {
    valid: [
      submit(
        `<rim:ExtrinsicObject id="d">${slot('a')}${name}${version}${classification}${identifier}<rim:ContentVersionInfo/></rim:ExtrinsicObject>`,
      ),
      submit('<rim:ExtrinsicObject id="d"/>'),
    ],
    invalid: [
      submit(`<rim:ExtrinsicObject id="d">${name}${slot('a')}</rim:ExtrinsicObject>`),
      submit(`<rim:ExtrinsicObject id="d">${identifier}${classification}</rim:ExtrinsicObject>`),
      submit(`<rim:ExtrinsicObject id="d">${classification}${version}</rim:ExtrinsicObject>`),
      submit(`<rim:RegistryPackage id="d"><rim:ContentVersionInfo/></rim:RegistryPackage>`),
    ],
  },
  '[ebRIM 3.0 2.4] attributes that must be there': {
    valid: [submit(classification, identifier, '<rim:ObjectRef id="urn:uuid:1" home="urn:oid:1.2"/>')],
    invalid: [
      submit('<rim:ExtrinsicObject/>'),
      submit('<rim:Classification id="c" nodeRepresentation="n"/>'),
      submit('<rim:ExternalIdentifier id="i" registryObject="d" identificationScheme="urn:s"/>'),
      submit('<rim:Association id="a" associationType="urn:t" sourceObject="s"/>'),
      submit('<rim:Association id="a" sourceObject="s" targetObject="t"/>'),
    ],
  },
  '[ebRIM 3.0 2.4] lengths': {
    valid: [
      submit(`<rim:ExtrinsicObject id="d">${slot(long(256), long(256))}</rim:ExtrinsicObject>`),
      submit(
        `<rim:ExtrinsicObject id="d"><rim:Name><rim:LocalizedString xml:lang="" value="${long(1024)}"/></rim:Name></rim:ExtrinsicObject>`,
      ),
    ],
    invalid: [
      submit(`<rim:ExtrinsicObject id="d">${slot(long(257))}</rim:ExtrinsicObject>`),
      submit(`<rim:ExtrinsicObject id="d">${slot('a', long(257))}</rim:ExtrinsicObject>`),
      submit(
        `<rim:ExtrinsicObject id="d"><rim:Name><rim:LocalizedString value="${long(1025)}"/></rim:Name></rim:ExtrinsicObject>`,
      ),
      submit('<rim:ExtrinsicObject id="d"><rim:VersionInfo versionName="12345678901234567"/></rim:ExtrinsicObject>'),
      submit('<rim:ExtrinsicObject id="d"><rim:Name><rim:LocalizedString/></rim:Name></rim:ExtrinsicObject>'),
    ],
  },
  '[ITI TF-3 4.2.4] RegistryResponse': {
    valid: [body(response()), error('errorCode="E" codeContext="c" location="l" severity="urn:s"')],
    invalid: [
      body(response('', '')),
      error('errorCode="E"'),
      error('codeContext="c"'),
      body(response('<rs:RegistryErrorList/>')),
    ],
  },
  '[ebRS 3.0 6.3] AdhocQueryRequest': {
    valid: [
      body(
        `<query:AdhocQueryRequest><query:ResponseOption returnType="LeafClass"/><rim:AdhocQuery id="urn:q">${slot('$a')}</rim:AdhocQuery></query:AdhocQueryRequest>`,
      ),
    ],
    invalid: [
      body('<query:AdhocQueryRequest><rim:AdhocQuery id="urn:q"/></query:AdhocQueryRequest>'),
      body(
        '<query:AdhocQueryRequest><query:ResponseOption returnType="Leaf"/><rim:AdhocQuery id="urn:q"/></query:AdhocQueryRequest>',
      ),
      body('<query:AdhocQueryRequest><query:ResponseOption/><rim:AdhocQuery/></query:AdhocQueryRequest>'),
    ],
  },
  '[ebRS 3.0 6.3] AdhocQueryResponse has its list, also when there is nothing in it': {
    valid: [body('<query:AdhocQueryResponse status="urn:s"><rim:RegistryObjectList/></query:AdhocQueryResponse>')],
    invalid: [body('<query:AdhocQueryResponse status="urn:s"/>')],
  },
  '[ebRS 3.0 5.8] RemoveObjectsRequest': {
    valid: [
      body(
        '<lcm:RemoveObjectsRequest><rim:ObjectRefList><rim:ObjectRef id="urn:uuid:1"/></rim:ObjectRefList></lcm:RemoveObjectsRequest>',
      ),
      body('<lcm:RemoveObjectsRequest/>'),
    ],
    invalid: [body('<lcm:RemoveObjectsRequest><rim:ObjectRef id="urn:uuid:1"/></lcm:RemoveObjectsRequest>')],
  },
  '[ITI TF-2 3.41.4.1.2] documents follow the submission, each with its id': {
    valid: [provide('<xds:Document id="d">eA==</xds:Document>'), provide('')],
    invalid: [provide('<xds:Document>eA==</xds:Document>')],
  },
  '[ITI TF-2 3.43.4] ids, then type, then content': {
    valid: [
      document(ids + content),
      document(
        `<xds:HomeCommunityId>urn:oid:1</xds:HomeCommunityId>${ids}<xds:NewDocumentUniqueId>1</xds:NewDocumentUniqueId>${content}`,
      ),
    ],
    invalid: [
      document(content + ids),
      document(ids),
      document(
        `${ids}<xds:NewDocumentUniqueId>1</xds:NewDocumentUniqueId><xds:NewRepositoryUniqueId>1</xds:NewRepositoryUniqueId>${content}`,
      ),
    ],
  },
};

const folder = new URL('../../transactions/', import.meta.url);
const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.xml'))
  .sort()
  .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);

let own: Schema;
beforeAll(() => {
  own = openOwnSchemas(all);
});
afterAll(() => own[Symbol.dispose]());

describe('our schemas', () => {
  for (const [fact, { valid, invalid }] of Object.entries(facts)) {
    it(fact, () => {
      for (const xml of valid) expect(own.objections(xml)).toEqual([]);
      for (const xml of invalid) expect(own.objections(xml), xml).not.toEqual([]);
    });
  }

  it('have file names of their own', () => {
    const names = withImported(all).map((schema) => schema.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Classes of ebRIM that no transaction uses: the published schemas let them into lists, ours do not. */
const otherClasses =
  /<(rim:)?(RegistryObject|Identifiable|AdhocQuery|Organization|Person|User|Service|ServiceBinding|SpecificationLink|ClassificationNode|ClassificationScheme|ExternalLink|AuditableEvent|Registry|Federation|Notification|Subscription)[ >/]/;

describe.skipIf(!schemasPresent || !messagesPresent)('our schemas and the published ones', () => {
  let published: Schema;
  beforeAll(() => {
    published = openSchema(xdsBodies);
  });
  afterAll(() => published[Symbol.dispose]());

  /** What one of the two objects to and the other does not. */
  const disagreement = (xml: string): string[] => {
    const [ours, theirs] = [own.objections(xml), published.objections(xml)];
    return (ours.length === 0) === (theirs.length === 0) ? [] : [`ours: ${ours[0]}; theirs: ${theirs[0]}`];
  };

  it('judge every published message alike', () => {
    const judged = { valid: 0, invalid: 0 };
    for (const file of publishedFiles(/\.(xml|txt|http|mime|bin)$/i)) {
      for (const found of bodiesIn(file)) {
        const xml = writeXml(found);
        expect(
          disagreement(xml).filter(() => !otherClasses.test(xml)),
          file,
        ).toEqual([]);
        judged[own.objections(xml).length === 0 ? 'valid' : 'invalid'] += 1;
      }
    }
    expect(judged.valid).toBeGreaterThan(100);
    expect(judged.invalid).toBeGreaterThan(5);
  });

  // ITI-86 has two published schemas that contradict each other; see rmd.ts.
  const judgeable = fixtures.filter(([, xml]) => isOurs(parseXml(Buffer.from(xml))));
  it.each(judgeable)('judge %s alike, and every copy of it that differs in one place', (_, xml) => {
    const root = parseXml(Buffer.from(xml));
    for (const copy of [root, ...variations(root)]) expect(disagreement(writeXml(copy))).toEqual([]);
  });
});

/** Body elements of our transactions in a published file. */
function bodiesIn(file: string): XmlElement[] {
  const root = publishedXml(file);
  return root === undefined ? [] : outermost(root, isOurs);
}

function isOurs({ ns, name }: XmlElement): boolean {
  return [lcm, query, rs, xds, xdsi].some((known) => known === ns) && /(Request|Response)$/.test(name);
}

/** Copies that each differ in one thing: an attribute or element left out, given twice, moved, renamed or too long. */
function* variations(element: XmlElement): Generator<XmlElement> {
  const { attributes, children } = element;
  for (const [i, attribute] of attributes.entries()) {
    yield { ...element, attributes: attributes.toSpliced(i, 1) };
    yield { ...element, attributes: attributes.with(i, { ...attribute, value: 'x'.repeat(1100) }) };
    yield { ...element, attributes: attributes.with(i, { ...attribute, name: `${attribute.name}x` }) };
  }
  for (const [i, inner] of children.entries()) {
    if (typeof inner === 'string') {
      if (inner.trim() !== '') yield { ...element, children: children.with(i, 'x'.repeat(300)) };
      continue;
    }
    yield { ...element, children: children.toSpliced(i, 1) };
    yield { ...element, children: children.toSpliced(i, 0, inner) };
    yield { ...element, children: [inner, ...children.toSpliced(i, 1)] };
    yield { ...element, children: children.with(i, { ...inner, ns: 'urn:other' }) };
    for (const copy of variations(inner)) yield { ...element, children: children.with(i, copy) };
  }
}

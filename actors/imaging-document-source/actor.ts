import type { Actor, Host } from '../../runtime/host.ts';
import { radTf1 } from '../../schemas/spec-ref.ts';
import { type CodedAttribute, hasCode } from '../../schemas/vocabulary/code-sets.ts';
import { provideAndRegisterImagingDocumentSet } from '../../transactions/rad-68-provide-and-register-imaging-document-set/transaction.ts';
import { retrieveImagingDocumentSet as rad69 } from '../../transactions/rad-69-retrieve-imaging-document-set/transaction.ts';
import { type ImagingDocumentSourceConfig, imagingDocumentSourceConfig } from './config.ts';
import { encodingsResource } from './encodings-resource.ts';
import { importResource } from './import-instance.ts';
import { index } from './migrations/0001-index.ts';
import { retrieveImagingDocumentSet } from './retrieve-imaging-document-set.ts';
import { instanceReferences, manifestReferences } from './store/references.ts';
import { studiesResource } from './studies-resource.ts';

/** The Imaging Document Source — RAD TF-1 18.1: keeps instances, publishes their manifests, hands them out. */
export const imagingDocumentSource: Actor<ImagingDocumentSourceConfig> = {
  name: 'imaging-document-source',
  source: radTf1('18.1'),
  ports: { http: 3 },
  config: imagingDocumentSourceConfig,
  serves: [rad69],
  calls: [provideAndRegisterImagingDocumentSet],
  storage: {
    migrations: [index],
    blobs: [
      { name: 'instances', references: instanceReferences },
      { name: 'manifests', references: manifestReferences },
    ],
  },
  async start(config, host) {
    checkCodes(config, host);
    const database = await host.database([index]);
    const services = {
      database,
      config,
      provideAndRegister: host.client(provideAndRegisterImagingDocumentSet, config.repository),
      now: () => host.now(),
      newUUID: () => host.newUUID(),
    };
    const blobs = await host.blobs('instances');
    const manifests = await host.blobs('manifests');
    host.soap('/imaging').serve(rad69, retrieveImagingDocumentSet({ ...services, blobs }));
    host.route('/imaging/instances', importResource({ ...services, blobs, limits: config.limits }));
    host.route('/imaging/encodings', encodingsResource({ sql: database, blobs }));
    host.route('/imaging/studies', studiesResource('/imaging/studies', { ...services, manifests }));
    return {
      ready: async () => (await database.ready()) && (await blobs.ready()),
      async [Symbol.asyncDispose]() {},
    };
  },
};

/** A code outside the value sets would make the registry refuse every manifest: better not to start. */
function checkCodes({ metadata }: ImagingDocumentSourceConfig, { domain }: Host): void {
  const attributes = [
    'classCode',
    'typeCode',
    'practiceSettingCode',
    'healthcareFacilityTypeCode',
    'confidentialityCode',
    'contentTypeCode',
  ] as const satisfies readonly CodedAttribute[];
  const wrong = attributes.filter(
    (name) => !hasCode(domain.codeSets, name, metadata[name].code, metadata[name].codingScheme),
  );
  if (wrong.length === 0) return;
  const named = wrong.map((name) => `${name} ${metadata[name].code}^^${metadata[name].codingScheme}`);
  throw new Error(`imaging-document-source: metadata not in the value sets of the domain: ${named.join(', ')}`);
}

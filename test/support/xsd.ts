import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { withImported, writeSchema, type XmlSchema } from '../../schemas/xml/xml-schema.ts';

const schemas = new URL('../../../shared/data/schemas/', import.meta.url);

/** True where the published schemas are beside the checkout. */
export const schemasPresent = existsSync(schemas);

/** Judges XML text by one published schema; `[Symbol.dispose]` gives its memory back. */
export interface Schema extends Disposable {
  /** What the schema objects to, one line each; empty when the text is valid. */
  objections(xml: string): string[];
}

/** Opens a published schema by its path below `schemas/`, with everything it imports. */
export function openSchema(path: string): Schema {
  return openSchemaFile(fileURLToPath(new URL(path, schemas)));
}

/** Opens schemas of our own together, with everything they import. */
export function openOwnSchemas(own: readonly XmlSchema[]): Schema {
  const folder = mkdtempSync(path.join(tmpdir(), 'affinity-xsd-'));
  try {
    for (const schema of withImported(own)) writeFileSync(path.join(folder, schema.name), writeSchema(schema));
    const file = path.join(folder, 'together.xsd');
    const together = { namespace: 'urn:test:together', prefix: 't', name: file, imports: own, declarations: '' };
    writeFileSync(file, writeSchema(together));
    return openSchemaFile(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openSchemaFile(file: string): Schema {
  xmlRegisterFsInputProviders();
  const document = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  const validator = XsdValidator.fromDoc(document);
  return {
    objections(xml) {
      const judged = XmlDocument.fromString(xml);
      try {
        validator.validate(judged);
        return [];
      } catch (error) {
        if (!(error instanceof XmlValidateError)) throw error;
        return error.details.map((detail) => detail.message.trim());
      } finally {
        judged.dispose();
      }
    },
    [Symbol.dispose]() {
      validator.dispose();
      document.dispose();
    },
  };
}

/** The schema of every XDS.b and XDS-I.b body element. */
export const xdsBodies = 'iti/schema/IHE/XDSI.b_ImagingDocumentSource.xsd';

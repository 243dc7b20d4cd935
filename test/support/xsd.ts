import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

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
  xmlRegisterFsInputProviders();
  const file = fileURLToPath(new URL(path, schemas));
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

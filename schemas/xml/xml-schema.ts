import { namespaces } from '../vocabulary/namespaces.ts';
import { escapeAttribute } from './escape.ts';

/** One XML schema of our own, as data: a document is made of it by `writeSchema`. */
export interface XmlSchema {
  readonly namespace: string;
  /** The prefix its own declarations use for it, and every schema that imports it. */
  readonly prefix: string;
  /** File name, unique among the schemas one service publishes, such as `rim.xsd`. */
  readonly name: string;
  readonly imports: readonly XmlSchema[];
  /** Type, element and attribute declarations in the `xs` prefix. */
  readonly declarations: string;
}

/** The schema document; `locate` gives the schemaLocation of an imported schema by its name. */
export function writeSchema(schema: XmlSchema, locate: (name: string) => string = (name) => name): string {
  const known = [schema, ...schema.imports].filter(({ prefix }) => prefix !== 'xml');
  const prefixes = known.map(({ prefix, namespace }) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`);
  const imports = schema.imports.map(
    ({ namespace, name }) =>
      `<xs:import namespace="${escapeAttribute(namespace)}" schemaLocation="${escapeAttribute(locate(name))}"/>\n`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<xs:schema xmlns:xs="${namespaces.xs}"${prefixes.join('')} ` +
    `targetNamespace="${escapeAttribute(schema.namespace)}" elementFormDefault="qualified">\n` +
    `${imports.join('')}${schema.declarations.trim()}\n</xs:schema>\n`
  );
}

/** The schemas and everything they import, each once, in the order they are met. */
export function withImported(schemas: readonly XmlSchema[]): readonly XmlSchema[] {
  const all = new Set<XmlSchema>();
  const add = (schema: XmlSchema): void => {
    if (all.has(schema)) return;
    all.add(schema);
    schema.imports.forEach(add);
  };
  schemas.forEach(add);
  return [...all];
}

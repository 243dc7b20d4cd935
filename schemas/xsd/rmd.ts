import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';
import { xdsSchema } from './xds.ts';

/**
 * The request of ITI-86: documents by their identifiers, as ITI-43 names them — ITI TF-2 3.86.4.1.2.
 *
 * Any number of them: one published schema says so, another allows a single one.
 */
export const rmdSchema: XmlSchema = {
  namespace: namespaces.rmd,
  prefix: 'rmd',
  name: 'rmd.xsd',
  imports: [xdsSchema],
  declarations: `<xs:element name="RemoveDocumentsRequest" type="xds:RetrieveDocumentSetRequestType"/>`,
};

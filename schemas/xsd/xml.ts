import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';

/** xml:lang — XML 1.0 2.12. */
export const xmlSchema: XmlSchema = {
  namespace: namespaces.xml,
  prefix: 'xml',
  name: 'xml.xsd',
  imports: [],
  declarations: `
<xs:attribute name="lang">
  <xs:simpleType>
    <xs:union memberTypes="xs:language">
      <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value=""/></xs:restriction></xs:simpleType>
    </xs:union>
  </xs:simpleType>
</xs:attribute>`,
};

import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';
import { rimSchema } from './rim.ts';
import { rsSchema } from './rs.ts';

/** Submission, update and removal of metadata: ITI-42, 57, 61, 62, 92, and within ITI-41 — ebRS 3.0 5. */
export const lcmSchema: XmlSchema = {
  namespace: namespaces.lcm,
  prefix: 'lcm',
  name: 'lcm.xsd',
  imports: [rimSchema, rsSchema],
  declarations: `
<xs:element name="SubmitObjectsRequest">
  <xs:complexType>
    <xs:complexContent>
      <xs:extension base="rs:RegistryRequestType">
        <xs:sequence><xs:element ref="rim:RegistryObjectList"/></xs:sequence>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
</xs:element>
<xs:element name="RemoveObjectsRequest">
  <xs:complexType>
    <xs:complexContent>
      <xs:extension base="rs:RegistryRequestType">
        <xs:sequence>
          <xs:element ref="rim:AdhocQuery" minOccurs="0"/>
          <xs:element ref="rim:ObjectRefList" minOccurs="0"/>
        </xs:sequence>
        <xs:attribute name="deletionScope" type="rim:referenceURI" default="urn:oasis:names:tc:ebxml-regrep:DeletionScopeType:DeleteAll"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
</xs:element>`,
};

import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';
import { rimSchema } from './rim.ts';
import { rsSchema } from './rs.ts';

/** Request and answer of a stored query: ITI-18 and ITI-51 — ebRS 3.0 6. */
export const querySchema: XmlSchema = {
  namespace: namespaces.query,
  prefix: 'query',
  name: 'query.xsd',
  imports: [rimSchema, rsSchema],
  declarations: `
<xs:complexType name="ResponseOptionType">
  <xs:attribute name="returnType" default="RegistryObject">
    <xs:simpleType>
      <xs:restriction base="xs:NCName">
        <xs:enumeration value="ObjectRef"/>
        <xs:enumeration value="RegistryObject"/>
        <xs:enumeration value="LeafClass"/>
        <xs:enumeration value="LeafClassWithRepositoryItem"/>
      </xs:restriction>
    </xs:simpleType>
  </xs:attribute>
  <xs:attribute name="returnComposedObjects" type="xs:boolean" default="false"/>
</xs:complexType>
<xs:element name="ResponseOption" type="query:ResponseOptionType"/>
<xs:element name="AdhocQueryRequest">
  <xs:complexType>
    <xs:complexContent>
      <xs:extension base="rs:RegistryRequestType">
        <xs:sequence>
          <xs:element ref="query:ResponseOption"/>
          <xs:element ref="rim:AdhocQuery"/>
        </xs:sequence>
        <xs:attribute name="federated" type="xs:boolean" default="false"/>
        <xs:attribute name="federation" type="xs:anyURI"/>
        <xs:attribute name="startIndex" type="xs:integer" default="0"/>
        <xs:attribute name="maxResults" type="xs:integer" default="-1"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
</xs:element>
<xs:element name="AdhocQueryResponse">
  <xs:complexType>
    <xs:complexContent>
      <xs:extension base="rs:RegistryResponseType">
        <xs:sequence><xs:element ref="rim:RegistryObjectList"/></xs:sequence>
        <xs:attribute name="startIndex" type="xs:integer" default="0"/>
        <xs:attribute name="totalResultCount" type="xs:integer"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
</xs:element>`,
};

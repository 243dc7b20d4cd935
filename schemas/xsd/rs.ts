import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';
import { rimSchema } from './rim.ts';

/** What requests and answers of a registry have in common, and RegistryResponse — ebRS 3.0 2.1, ITI TF-3 4.2.4. */
export const rsSchema: XmlSchema = {
  namespace: namespaces.rs,
  prefix: 'rs',
  name: 'rs.xsd',
  imports: [rimSchema],
  declarations: `
<xs:complexType name="RegistryRequestType">
  <xs:sequence><xs:element name="RequestSlotList" type="rim:SlotListType" minOccurs="0"/></xs:sequence>
  <xs:attribute name="id" type="xs:anyURI"/>
  <xs:attribute name="comment" type="xs:string"/>
</xs:complexType>
<xs:complexType name="RegistryResponseType">
  <xs:sequence>
    <xs:element name="ResponseSlotList" type="rim:SlotListType" minOccurs="0"/>
    <xs:element ref="rs:RegistryErrorList" minOccurs="0"/>
  </xs:sequence>
  <xs:attribute name="status" type="rim:referenceURI" use="required"/>
  <xs:attribute name="requestId" type="xs:anyURI"/>
</xs:complexType>
<xs:element name="RegistryResponse" type="rs:RegistryResponseType"/>
<xs:element name="RegistryErrorList">
  <xs:complexType>
    <xs:sequence><xs:element ref="rs:RegistryError" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="highestSeverity" type="rim:referenceURI"/>
  </xs:complexType>
</xs:element>
<xs:element name="RegistryError">
  <xs:complexType>
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="errorCode" type="xs:string" use="required"/>
        <xs:attribute name="codeContext" type="xs:string" use="required"/>
        <xs:attribute name="severity" type="rim:referenceURI" default="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"/>
        <xs:attribute name="location" type="xs:string"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
</xs:element>`,
};

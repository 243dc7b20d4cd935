import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';
import { lcmSchema } from './lcm.ts';
import { rimSchema } from './rim.ts';
import { rsSchema } from './rs.ts';

/** Documents on their way: ITI-41 and ITI-43 — ITI TF-2 3.41.4.1.2, 3.43.4. Content may travel as a part (XOP). */
export const xdsSchema: XmlSchema = {
  namespace: namespaces.xds,
  prefix: 'xds',
  name: 'xds.xsd',
  imports: [rimSchema, rsSchema, lcmSchema],
  declarations: `
<xs:complexType name="ProvideAndRegisterDocumentSetRequestType">
  <xs:sequence>
    <xs:element ref="lcm:SubmitObjectsRequest"/>
    <xs:element name="Document" minOccurs="0" maxOccurs="unbounded">
      <xs:complexType>
        <xs:simpleContent>
          <xs:extension base="xs:base64Binary"><xs:attribute name="id" type="xs:anyURI" use="required"/></xs:extension>
        </xs:simpleContent>
      </xs:complexType>
    </xs:element>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="DocumentRequestType">
  <xs:sequence>
    <xs:element name="HomeCommunityId" type="rim:LongName" minOccurs="0"/>
    <xs:element name="RepositoryUniqueId" type="rim:LongName"/>
    <xs:element name="DocumentUniqueId" type="rim:LongName"/>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="RetrieveDocumentSetRequestType">
  <xs:sequence>
    <xs:element name="DocumentRequest" type="xds:DocumentRequestType" maxOccurs="unbounded"/>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="DocumentResponseType">
  <xs:sequence>
    <xs:element name="HomeCommunityId" type="rim:LongName" minOccurs="0"/>
    <xs:element name="RepositoryUniqueId" type="rim:LongName"/>
    <xs:element name="DocumentUniqueId" type="rim:LongName"/>
    <xs:element name="NewRepositoryUniqueId" type="rim:LongName" minOccurs="0"/>
    <xs:element name="NewDocumentUniqueId" type="rim:LongName" minOccurs="0"/>
    <xs:element name="mimeType" type="rim:LongName"/>
    <xs:element name="Document" type="xs:base64Binary"/>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="RetrieveDocumentSetResponseType">
  <xs:sequence>
    <xs:element ref="rs:RegistryResponse"/>
    <xs:element name="DocumentResponse" type="xds:DocumentResponseType" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence>
</xs:complexType>
<xs:element name="ProvideAndRegisterDocumentSetRequest" type="xds:ProvideAndRegisterDocumentSetRequestType"/>
<xs:element name="RetrieveDocumentSetRequest" type="xds:RetrieveDocumentSetRequestType"/>
<xs:element name="RetrieveDocumentSetResponse" type="xds:RetrieveDocumentSetResponseType"/>`,
};

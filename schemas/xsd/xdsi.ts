import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';
import { rimSchema } from './rim.ts';
import { xdsSchema } from './xds.ts';

/** The request of RAD-69: instances by study and series, and the transfer syntaxes wanted — RAD TF-2 4.69.4.1.2. */
export const xdsiSchema: XmlSchema = {
  namespace: namespaces.xdsi,
  prefix: 'xdsi',
  name: 'xdsi.xsd',
  imports: [rimSchema, xdsSchema],
  declarations: `
<xs:complexType name="SeriesRequestType">
  <xs:complexContent>
    <xs:extension base="xds:RetrieveDocumentSetRequestType">
      <xs:attribute name="seriesInstanceUID" type="rim:LongName" use="required"/>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:complexType name="StudyRequestType">
  <xs:sequence><xs:element name="SeriesRequest" type="xdsi:SeriesRequestType" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="studyInstanceUID" type="rim:LongName" use="required"/>
</xs:complexType>
<xs:complexType name="TransferSyntaxUIDListType">
  <xs:sequence><xs:element name="TransferSyntaxUID" type="rim:LongName" maxOccurs="unbounded"/></xs:sequence>
</xs:complexType>
<xs:complexType name="RetrieveImagingDocumentSetRequestType">
  <xs:sequence>
    <xs:element name="StudyRequest" type="xdsi:StudyRequestType" maxOccurs="unbounded"/>
    <xs:element name="TransferSyntaxUIDList" type="xdsi:TransferSyntaxUIDListType"/>
  </xs:sequence>
</xs:complexType>
<xs:element name="RetrieveImagingDocumentSetRequest" type="xdsi:RetrieveImagingDocumentSetRequestType"/>`,
};

import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';
import { xmlSchema } from './xml.ts';

/**
 * The classes of ebRIM 3.0 that XDS metadata is made of — ITI TF-3 4.2, ebRIM 3.0.
 *
 * A list names the classes it may hold instead of using substitution groups, which many WSDL tools cannot read.
 */
export const rimSchema: XmlSchema = {
  namespace: namespaces.rim,
  prefix: 'rim',
  name: 'rim.xsd',
  imports: [xmlSchema],
  declarations: `
<!-- Strings; lengths are in characters. -->
<xs:simpleType name="referenceURI"><xs:restriction base="xs:anyURI"/></xs:simpleType>
<xs:simpleType name="String16"><xs:restriction base="xs:string"><xs:maxLength value="16"/></xs:restriction></xs:simpleType>
<xs:simpleType name="LongName"><xs:restriction base="xs:string"><xs:maxLength value="256"/></xs:restriction></xs:simpleType>
<xs:simpleType name="FreeFormText"><xs:restriction base="xs:string"><xs:maxLength value="1024"/></xs:restriction></xs:simpleType>

<!-- Text in several languages. -->
<xs:complexType name="LocalizedStringType">
  <xs:attribute ref="xml:lang" default="en-US"/>
  <xs:attribute name="charset" default="UTF-8"/>
  <xs:attribute name="value" type="rim:FreeFormText" use="required"/>
</xs:complexType>
<xs:complexType name="InternationalStringType">
  <xs:sequence><xs:element ref="rim:LocalizedString" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
</xs:complexType>
<xs:element name="LocalizedString" type="rim:LocalizedStringType"/>
<xs:element name="Name" type="rim:InternationalStringType"/>
<xs:element name="Description" type="rim:InternationalStringType"/>

<!-- Slots: an attribute by its name, any number of values. -->
<xs:complexType name="SlotType1">
  <xs:sequence><xs:element ref="rim:ValueList"/></xs:sequence>
  <xs:attribute name="name" type="rim:LongName" use="required"/>
  <xs:attribute name="slotType" type="rim:referenceURI"/>
</xs:complexType>
<xs:complexType name="ValueListType">
  <xs:sequence><xs:element ref="rim:Value" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
</xs:complexType>
<xs:complexType name="SlotListType">
  <xs:sequence><xs:element ref="rim:Slot" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
</xs:complexType>
<xs:element name="Slot" type="rim:SlotType1"/>
<xs:element name="ValueList" type="rim:ValueListType"/>
<xs:element name="Value" type="rim:LongName"/>

<!-- What every object has. -->
<xs:complexType name="IdentifiableType">
  <xs:sequence><xs:element ref="rim:Slot" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="id" type="xs:anyURI" use="required"/>
  <xs:attribute name="home" type="xs:anyURI"/>
</xs:complexType>
<xs:complexType name="VersionInfoType">
  <xs:attribute name="versionName" type="rim:String16" default="1.1"/>
  <xs:attribute name="comment" type="xs:string"/>
</xs:complexType>
<xs:complexType name="RegistryObjectType">
  <xs:complexContent>
    <xs:extension base="rim:IdentifiableType">
      <xs:sequence>
        <xs:element ref="rim:Name" minOccurs="0"/>
        <xs:element ref="rim:Description" minOccurs="0"/>
        <xs:element name="VersionInfo" type="rim:VersionInfoType" minOccurs="0"/>
        <xs:element ref="rim:Classification" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element ref="rim:ExternalIdentifier" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="lid" type="xs:anyURI"/>
      <xs:attribute name="objectType" type="rim:referenceURI"/>
      <xs:attribute name="status" type="rim:referenceURI"/>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>

<!-- Codes, authors and identifiers of an object. -->
<xs:complexType name="ClassificationType">
  <xs:complexContent>
    <xs:extension base="rim:RegistryObjectType">
      <xs:attribute name="classificationScheme" type="rim:referenceURI"/>
      <xs:attribute name="classifiedObject" type="rim:referenceURI" use="required"/>
      <xs:attribute name="classificationNode" type="rim:referenceURI"/>
      <xs:attribute name="nodeRepresentation" type="rim:LongName"/>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:complexType name="ExternalIdentifierType">
  <xs:complexContent>
    <xs:extension base="rim:RegistryObjectType">
      <xs:attribute name="registryObject" type="rim:referenceURI" use="required"/>
      <xs:attribute name="identificationScheme" type="rim:referenceURI" use="required"/>
      <xs:attribute name="value" type="rim:LongName" use="required"/>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:element name="Classification" type="rim:ClassificationType"/>
<xs:element name="ExternalIdentifier" type="rim:ExternalIdentifierType"/>

<!-- DocumentEntry; SubmissionSet and Folder; Association; a reference to a registered object. -->
<xs:complexType name="ExtrinsicObjectType">
  <xs:complexContent>
    <xs:extension base="rim:RegistryObjectType">
      <xs:sequence><xs:element name="ContentVersionInfo" type="rim:VersionInfoType" minOccurs="0"/></xs:sequence>
      <xs:attribute name="mimeType" type="rim:LongName" default="application/octet-stream"/>
      <xs:attribute name="isOpaque" type="xs:boolean" default="false"/>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:complexType name="RegistryPackageType">
  <xs:complexContent>
    <xs:extension base="rim:RegistryObjectType">
      <xs:sequence><xs:element ref="rim:RegistryObjectList" minOccurs="0"/></xs:sequence>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:complexType name="AssociationType1">
  <xs:complexContent>
    <xs:extension base="rim:RegistryObjectType">
      <xs:attribute name="associationType" type="rim:referenceURI" use="required"/>
      <xs:attribute name="sourceObject" type="rim:referenceURI" use="required"/>
      <xs:attribute name="targetObject" type="rim:referenceURI" use="required"/>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:complexType name="ObjectRefType">
  <xs:complexContent>
    <xs:extension base="rim:IdentifiableType">
      <xs:attribute name="createReplica" type="xs:boolean" default="false"/>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:element name="ExtrinsicObject" type="rim:ExtrinsicObjectType"/>
<xs:element name="RegistryPackage" type="rim:RegistryPackageType"/>
<xs:element name="Association" type="rim:AssociationType1"/>
<xs:element name="ObjectRef" type="rim:ObjectRefType"/>

<!-- Lists: any of these, in any order. -->
<xs:complexType name="RegistryObjectListType">
  <xs:choice minOccurs="0" maxOccurs="unbounded">
    <xs:element ref="rim:ExtrinsicObject"/>
    <xs:element ref="rim:RegistryPackage"/>
    <xs:element ref="rim:Association"/>
    <xs:element ref="rim:Classification"/>
    <xs:element ref="rim:ExternalIdentifier"/>
    <xs:element ref="rim:ObjectRef"/>
  </xs:choice>
</xs:complexType>
<xs:complexType name="ObjectRefListType">
  <xs:sequence><xs:element ref="rim:ObjectRef" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
</xs:complexType>
<xs:element name="RegistryObjectList" type="rim:RegistryObjectListType"/>
<xs:element name="ObjectRefList" type="rim:ObjectRefListType"/>

<!-- A stored query: its id, and its parameters as slots. -->
<xs:complexType name="QueryExpressionType" mixed="true">
  <xs:sequence><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>
  <xs:attribute name="queryLanguage" type="rim:referenceURI" use="required"/>
</xs:complexType>
<xs:complexType name="AdhocQueryType">
  <xs:complexContent>
    <xs:extension base="rim:RegistryObjectType">
      <xs:sequence><xs:element name="QueryExpression" type="rim:QueryExpressionType" minOccurs="0"/></xs:sequence>
    </xs:extension>
  </xs:complexContent>
</xs:complexType>
<xs:element name="AdhocQuery" type="rim:AdhocQueryType"/>`,
};

import { namespaces } from '../vocabulary/namespaces.ts';
import type { XmlSchema } from '../xml/xml-schema.ts';

/**
 * The messages of ITI-44 by name — HL7 v3 2008 Normative Edition, ITI TF-2 3.44.4. What is in them is said by HL7's own
 * schemas, which are HL7's to publish; here it is open.
 */
export const hl7v3Schema: XmlSchema = {
  namespace: namespaces.hl7v3,
  prefix: 'hl7',
  name: 'hl7v3.xsd',
  imports: [],
  declarations: `
<xs:complexType name="Message">
  <xs:sequence><xs:any namespace="##targetNamespace" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="ITSVersion" type="xs:string" use="required"/>
</xs:complexType>
<xs:element name="PRPA_IN201301UV02" type="hl7:Message"/>
<xs:element name="PRPA_IN201302UV02" type="hl7:Message"/>
<xs:element name="PRPA_IN201304UV02" type="hl7:Message"/>
<xs:element name="MCCI_IN000002UV01" type="hl7:Message"/>`,
};

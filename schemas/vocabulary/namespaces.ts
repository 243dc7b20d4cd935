/**
 * XML namespace URIs by the prefix people know them under — ITI TF-2 Appendix V and the schemas it names.
 *
 * Readers compare URIs only; writers declare the same prefixes on the body element they write.
 */
export const namespaces = {
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
  /** SOAP 1.1: known so that a peer that speaks it can be told VersionMismatch. */
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  wsa: 'http://www.w3.org/2005/08/addressing',
  /** WS-Addressing bindings in WSDL. */
  wsaw: 'http://www.w3.org/2006/05/addressing/wsdl',
  wsam: 'http://www.w3.org/2007/05/addressing/metadata',
  wsdl: 'http://schemas.xmlsoap.org/wsdl/',
  wsdlSoap12: 'http://schemas.xmlsoap.org/wsdl/soap12/',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  saml2: 'urn:oasis:names:tc:SAML:2.0:assertion',
  xop: 'http://www.w3.org/2004/08/xop/include',
  xmime: 'http://www.w3.org/2005/05/xmlmime',
  xml: 'http://www.w3.org/XML/1998/namespace',
  xs: 'http://www.w3.org/2001/XMLSchema',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  rim: 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0',
  rs: 'urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0',
  lcm: 'urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0',
  query: 'urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0',
  /** Documents of ITI-41, ITI-43 and RAD-69; also the WSDL target namespace of ITI-18, 41, 42, 43. */
  xds: 'urn:ihe:iti:xds-b:2007',
  /** WSDL target namespace of ITI-57 and ITI-62. */
  xds2010: 'urn:ihe:iti:xds-b:2010',
  xdsi: 'urn:ihe:rad:xdsi-b:2009',
  rmd: 'urn:ihe:iti:rmd:2017',
  rmu: 'urn:ihe:iti:rmu:2018',
  wsnt: 'http://docs.oasis-open.org/wsn/b-2',
  wsnTopics: 'http://docs.oasis-open.org/wsn/t-1',
  hl7v3: 'urn:hl7-org:v3',
} as const;

/** What the scanner throws: `index` counts UTF-16 units of the normalised text; parseXml turns it into an XmlError. */
export class IllFormed extends Error {
  readonly index: number;
  constructor(message: string, index: number) {
    // Messages name elements; a name may be as long as the document.
    super(message.length > 200 ? `${message.slice(0, 199)}…` : message);
    this.name = 'IllFormed';
    this.index = index;
  }
}

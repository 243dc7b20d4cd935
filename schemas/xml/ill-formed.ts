/** What the scanner throws: `index` counts UTF-16 units of the normalised text; parseXml turns it into an XmlError. */
export class IllFormed extends Error {
  readonly index: number;
  constructor(message: string, index: number) {
    super(message);
    this.name = 'IllFormed';
    this.index = index;
  }
}

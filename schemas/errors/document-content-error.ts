/**
 * The content of a document cannot be had from the message: its part is missing, or its inline text is not base64.
 *
 * Thrown while documents are read. The sender is to blame: the SOAP layer answers with a Sender fault. The text names
 * what was wrong and may be sent to the peer.
 */
export class DocumentContentError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'DocumentContentError';
  }
}

/** A Document points at a MIME part that the package does not have. */
export class MissingPart extends DocumentContentError {
  readonly contentId: string;
  constructor(contentId: string) {
    super(`the package has no part with the Content-ID ${contentId}`);
    this.name = 'MissingPart';
    this.contentId = contentId;
  }
}

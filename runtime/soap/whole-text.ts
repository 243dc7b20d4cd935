/** Pieces shorter than this are joined; a longer one is cheaper to write as it is than to copy into another. */
const shortPiece = 2 << 10;
/** What short pieces are joined to: longer strings cost more to make than several to write. */
const joinedPiece = 16 << 10;

/**
 * A message body that is at hand: text in pieces. Read as bytes it is like any other body; who writes to a socket may
 * take the pieces as they are, which is cheaper than making one text or one buffer of them first.
 */
export class WholeText implements AsyncIterable<Uint8Array> {
  readonly pieces: readonly string[];
  /** Length in UTF-8. */
  readonly octets: number;

  constructor(text: Iterable<string>) {
    this.pieces = gathered(text);
    let octets = 0;
    for (const piece of this.pieces) octets += Buffer.byteLength(piece);
    this.octets = octets;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    for (const piece of this.pieces) yield Buffer.from(piece);
  }
}

/** The same text in fewer pieces. */
function gathered(text: Iterable<string>): string[] {
  const pieces: string[] = [];
  let open = '';
  for (const piece of text) {
    const isShort = piece.length < shortPiece;
    if (open !== '' && (!isShort || open.length > joinedPiece)) {
      pieces.push(open);
      open = '';
    }
    if (isShort) open += piece;
    else pieces.push(piece);
  }
  if (open !== '') pieces.push(open);
  return pieces;
}

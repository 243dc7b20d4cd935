/** A piece grows up to this length: longer strings cost more to make than several to write. */
const pieceCharacters = 16 << 10;

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

/** The same text in as few pieces as their length allows. */
function gathered(text: Iterable<string>): string[] {
  const pieces: string[] = [];
  let open = '';
  for (const piece of text) {
    if (open !== '' && open.length + piece.length > pieceCharacters) {
      pieces.push(open);
      open = piece;
    } else open += piece;
  }
  pieces.push(open);
  return pieces;
}

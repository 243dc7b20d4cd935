import { Refusal } from '../../runtime/http/json-resource.ts';
import { type InstanceHeader, readHeader } from '../../schemas/dicom/read-header.ts';

/** Bounds on one received instance, in octets. */
export interface HeaderLimits {
  readonly instanceBytes: number;
  /** Where the header must have ended. */
  readonly headerBytes: number;
}

/** The refusal of an instance beyond the limit. */
export function tooLarge({ instanceBytes }: HeaderLimits): Refusal {
  return new Refusal(413, `the instance is larger than ${instanceBytes} octets (limits.instanceBytes)`);
}

/** Reads the header out of the bytes on their way to the disk; only a prefix is ever held. */
export class HeaderTap {
  readonly #limits: HeaderLimits;
  #prefix: Uint8Array = new Uint8Array(0);
  #length = 0;
  #wanted = 4096;
  #header: InstanceHeader | undefined;

  constructor(limits: HeaderLimits) {
    this.#limits = limits;
  }

  /** The same bytes; throws Refusal as soon as they turn out not to be an instance. */
  async *tap(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const chunk of source) {
      total += chunk.length;
      if (total > this.#limits.instanceBytes) throw tooLarge(this.#limits);
      if (this.#header === undefined) this.#append(chunk);
      if (this.#header === undefined && this.#length >= this.#wanted) this.#read(false);
      yield chunk;
    }
    if (this.#header === undefined) this.#read(true);
  }

  /** The header, and the prefix it was read from, once the bytes have passed. */
  result(): { header: InstanceHeader; prefix: Uint8Array } {
    return { header: this.#header!, prefix: this.#prefix.subarray(0, this.#length) };
  }

  #append(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#prefix.length) {
      const grown = new Uint8Array(Math.max(this.#prefix.length * 2, this.#length + chunk.length));
      grown.set(this.#prefix.subarray(0, this.#length));
      this.#prefix = grown;
    }
    this.#prefix.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  #read(complete: boolean): void {
    const { headerBytes } = this.#limits;
    const result = readHeader(this.#prefix.subarray(0, this.#length), { complete });
    if (result.status === 'refused') throw new Refusal(422, result.reason);
    if (result.status === 'read') this.#header = result.header;
    else if (this.#length >= headerBytes) {
      throw new Refusal(422, `the header does not end within ${headerBytes} octets (limits.headerBytes)`);
    } else this.#wanted = Math.min(result.bytes, headerBytes);
  }
}

import { factsFromXml } from './cda.ts';
import type { ContentFacts } from './facts.ts';
import { factsFromJpeg, factsFromPng } from './image.ts';
import { factsFromPdf } from './pdf.ts';

const readers: Readonly<Record<string, (bytes: Uint8Array) => ContentFacts>> = {
  'text/xml': factsFromXml,
  'application/pdf': factsFromPdf,
  'image/jpeg': factsFromJpeg,
  'image/png': factsFromPng,
};

/** What a whole document of one media type says about itself; nothing for types that say nothing. */
export function contentFacts(mimeType: string, bytes: Uint8Array): ContentFacts {
  return readers[mimeType]?.(bytes) ?? {};
}

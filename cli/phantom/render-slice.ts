import { air, type Tissue } from './anatomy.ts';

/** Where one slice lies: square pixels of `spacing` millimetres, centred on the patient's axis at height `z`. */
export interface SlicePlane {
  readonly size: number;
  readonly spacing: number;
  readonly z: number;
}

/** CT number 0 is stored as this value: RescaleIntercept is its negative. */
export const storedZero = 1024;
/** Standard deviation of the noise, about that of a routine chest protocol. */
const noise = 12;

/**
 * The stored pixel values of one slice, unsigned 16 bit little endian, row by row.
 * `seed` fixes the noise, so the same arguments give the same bytes.
 */
export function renderSlice(plane: SlicePlane, tissues: readonly Tissue[], seed: number): Uint8Array {
  const { size } = plane;
  const values = new Int16Array(size * size).fill(air);
  for (const tissue of tissues) paint(values, plane, tissue);
  const pixels = new Uint8Array(size * size * 2);
  const random = noiseFrom(seed);
  for (let i = 0; i < values.length; i++) {
    const stored = Math.min(4095, Math.max(0, Math.round(values[i]! + storedZero + noise * random())));
    pixels[2 * i] = stored & 0xff;
    pixels[2 * i + 1] = stored >>> 8;
  }
  return pixels;
}

/** Fills, row by row, the chord the ellipsoid cuts out of this slice. */
function paint(values: Int16Array, { size, spacing, z }: SlicePlane, { centre, halfAxes, hounsfield }: Tissue): void {
  const scale = 1 - ((z - centre[2]) / halfAxes[2]) ** 2;
  if (scale <= 0) return;
  const toPixel = (millimetres: number) => millimetres / spacing + (size - 1) / 2;
  for (let row = 0; row < size; row++) {
    const y = (row - (size - 1) / 2) * spacing;
    const chord = scale - ((y - centre[1]) / halfAxes[1]) ** 2;
    if (chord <= 0) continue;
    const half = halfAxes[0] * Math.sqrt(chord);
    const first = Math.max(0, Math.ceil(toPixel(centre[0] - half)));
    const last = Math.min(size - 1, Math.floor(toPixel(centre[0] + half)));
    if (first <= last) values.fill(hounsfield, row * size + first, row * size + last + 1);
  }
}

/** Roughly normal noise of unit variance: the sum of two uniform values of a small generator. */
function noiseFrom(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000 - 0.5;
  };
  return () => (uniform() + uniform()) * Math.sqrt(6);
}

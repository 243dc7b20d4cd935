/**
 * One ellipsoid of tissue in patient coordinates: millimetres, x to the left hand, y to the back, z to the head —
 * DICOM PS3.3 C.7.6.2.1.1. A half axis of Infinity along z makes a cylinder.
 */
export interface Tissue {
  readonly name: string;
  readonly centre: readonly [x: number, y: number, z: number];
  readonly halfAxes: readonly [x: number, y: number, z: number];
  readonly hounsfield: number;
}

/** What fills the space around the body. */
export const air = -1000;

/** A chest as simple shapes; a later tissue covers an earlier one. Values are typical CT numbers at 120 kV. */
export const chest: readonly Tissue[] = [
  { name: 'fat', centre: [0, 0, 0], halfAxes: [172, 118, Infinity], hounsfield: -100 },
  { name: 'soft tissue', centre: [0, 0, 0], halfAxes: [162, 108, Infinity], hounsfield: 40 },
  { name: 'right lung', centre: [-78, -6, 0], halfAxes: [62, 82, 110], hounsfield: -850 },
  { name: 'left lung', centre: [80, -2, 5], halfAxes: [56, 80, 105], hounsfield: -850 },
  { name: 'heart', centre: [18, -32, -45], halfAxes: [56, 46, 62], hounsfield: 45 },
  { name: 'aorta', centre: [16, 52, 0], halfAxes: [12, 12, Infinity], hounsfield: 50 },
  { name: 'vertebra, cortical', centre: [0, 74, 0], halfAxes: [21, 18, Infinity], hounsfield: 700 },
  { name: 'vertebra, spongy', centre: [0, 74, 0], halfAxes: [17, 14, Infinity], hounsfield: 220 },
  { name: 'spinal canal', centre: [0, 98, 0], halfAxes: [9, 8, Infinity], hounsfield: 15 },
  { name: 'lesion', centre: [-92, -28, 22], halfAxes: [14, 14, 14], hounsfield: 60 },
];

import { z } from 'zod';

/** Settings of the Document Registry; unknown keys are errors. */
export const documentRegistryConfig = z.strictObject({
  mostResults: z
    .int()
    .min(1)
    .default(1000)
    .describe('Objects of one LeafClass answer; a query that finds more is refused with XDSTooManyResults.'),
  unknownPatient: z
    .enum(['empty', 'refuse'])
    .default('empty')
    .describe(
      'What a query for a patient id that is unknown or merged away gives: nothing (empty) or XDSUnknownPatientId (refuse).',
    ),
  removal: z
    .enum(['allow', 'refuse'])
    .default('allow')
    .describe('Whether metadata can be removed for good (ITI-62); with refuse every request for it is refused.'),
});

/** Checked settings, defaults filled in. */
export type DocumentRegistryConfig = z.output<typeof documentRegistryConfig>;

import type { Rule } from '../../rule.ts';
import { tf2 } from '../../spec-ref.ts';
import type { Submission } from '../nouns.ts';

/**
 * A service does not end before it begins — ITI TF-2 3.42.4.1.3.3.6.
 *
 * Compared to the precision both times have: 2025 and 202503 may be the same moment.
 */
export const serviceTimesInOrder: Rule<Submission> = {
  id: 'service-times-in-order',
  source: tf2('3.42.4.1.3.3.6'),
  statement: 'When both are given, serviceStartTime is not after serviceStopTime.',
  code: 'XDSRegistryMetadataError',
  *check({ documentEntries }) {
    for (const { entryUUID, serviceStartTime: start, serviceStopTime: stop } of documentEntries) {
      if (!start || !stop) continue;
      const precision = Math.min(start.length, stop.length);
      if (start.slice(0, precision) <= stop.slice(0, precision)) continue;
      yield { at: `${entryUUID}.serviceStartTime`, found: `${start}, after serviceStopTime ${stop}` };
    }
  },
};

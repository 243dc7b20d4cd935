import { z } from 'zod';
import { oidSetting, peerSetting } from '../../runtime/config.ts';

const sourceSetting = z.strictObject({
  application: z.string().min(1).describe('MSH-3 of the messages of this source.'),
  facility: z.string().min(1).describe('MSH-4 of the messages of this source.'),
});

const domainSetting = z.strictObject({
  namespace: z.string().min(1).max(20).describe('HD.1 of the assigning authority.'),
  oid: oidSetting.describe('OID of the assigning authority.'),
  sources: z
    .array(sourceSetting)
    .min(1)
    .optional()
    .describe('The only applications that may feed this domain; default: any.'),
});

/** Settings of the PIX Manager; unknown keys are errors. */
export const crossReferenceConfig = z.strictObject({
  domains: z
    .array(domainSetting)
    .default([
      { namespace: 'HOSPITAL_A', oid: '1.3.6.1.4.1.21367.13.20.1000' },
      { namespace: 'HOSPITAL_B', oid: '1.3.6.1.4.1.21367.13.20.2000' },
    ])
    .superRefine((domains, context) => {
      for (const [index, { namespace, oid }] of domains.entries()) {
        const before = domains.slice(0, index);
        const refuse = (key: 'namespace' | 'oid', value: string) =>
          context.addIssue({ code: 'custom', path: [index, key], message: `${value} names another domain already` });
        if (before.some((other) => other.namespace === namespace)) refuse('namespace', namespace);
        if (before.some((other) => other.oid === oid)) refuse('oid', oid);
      }
    })
    .describe('Patient Identification Domains beside that of the affinity domain, which always is one.'),
  feedTo: z
    .array(peerSetting)
    .min(1)
    .default(['local:document-registry'])
    .describe('Document Registries that are told (ITI-8) of patient ids of the affinity domain.'),
  retrySeconds: z
    .number()
    .min(0.01)
    .max(3600)
    .default(5)
    .describe('Seconds until a registry that did not answer is tried again.'),
});

/** Checked settings, defaults filled in. */
export type CrossReferenceConfig = z.output<typeof crossReferenceConfig>;

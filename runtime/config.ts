import { z } from 'zod';
import { oid } from '../schemas/datatypes/oid.ts';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';

/** Facts of the affinity domain that all its actors share, checked. */
export interface DomainConfig {
  readonly name: string;
  /** The affinity domain's own Patient Identification Domain (XAD-PID authority). */
  readonly assigningAuthority: { readonly namespace: string; readonly oid: string };
  /** `urn:oid:…`; written as `home` on answers when set. */
  readonly homeCommunityId?: string;
  readonly codeSets: CodeSets;
}

/** A string setting that must be an OID. */
export const oidSetting = z.string().superRefine((value, context) => {
  const wrong = oid.check(value);
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: `is not an OID: it ${wrong}` });
});

/** A TCP port; 0 picks a free one. */
export const portSetting = z.int().min(0).max(65_535);

/** Where another actor is: by network address, or `local:` for one of the same process. */
export const peerSetting = z
  .string()
  .regex(
    /^(https?|mllps?):\/\/[^\s/]+|^local:[a-z-]+$/,
    'is not a peer: use http(s)://…, mllp(s)://… or local:actor-name',
  );

const tlsSetting = z.strictObject({
  cert: z.string().describe('PEM file with the certificate chain of the listeners.'),
  key: z.string().describe('PEM file with its private key.'),
  ca: z.string().optional().describe('PEM file with the authorities whose client certificates are required.'),
});

/** What the configuration file may say outside the actors' own sections; every key has a default. */
export const domainSettings = z.strictObject({
  domain: z
    .strictObject({
      name: z.string().min(1).default('affinity domain'),
      assigningAuthority: z
        .strictObject({
          namespace: z.string().min(1).max(20).describe('HD.1 of the affinity domain, as PIX answers name it.'),
          oid: oidSetting.describe('OID of the Patient Identification Domain of the affinity domain.'),
        })
        .default({ namespace: 'AFFINITY', oid: '1.3.6.1.4.1.21367.13.20.3000' }),
      homeCommunityId: z
        .string()
        .regex(/^urn:oid:[0-2](\.\d+)+$/, 'is not of the form urn:oid:…')
        .optional()
        .describe('Written as home on query answers when set.'),
      codes: z.string().optional().describe('Code set file, relative to this file; default: the one of the package.'),
    })
    .prefault({}),
  data: z.string().optional().describe('Folder of everything that is kept, relative to this file.'),
  database: z
    .strictObject({
      url: z
        .string()
        .regex(/^postgres(ql)?:\/\//, 'is not a postgresql:// URL')
        .optional(),
      connections: z.int().min(2).max(500).default(16).describe('Connections of each actor.'),
    })
    .prefault({})
    .describe('Without url the embedded PostgreSQL runs in the data folder.'),
  listen: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('Address all listeners bind to.'),
      portBase: portSetting.default(8100).describe('Moves all default ports together; 0 picks free ones.'),
      tls: tlsSetting.optional(),
    })
    .prefault({}),
  audit: z
    .strictObject({
      sourceId: z.string().min(1).optional().describe('AuditSourceID; default: the domain name.'),
      enterpriseSiteId: z.string().min(1).optional(),
    })
    .prefault({}),
  log: z
    .strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info') })
    .prefault({}),
  actors: z.record(z.string(), z.unknown()).optional().describe('The actors to start; default: all, with defaults.'),
});

/** The checked content of a configuration file, defaults filled in; actors' sections still unchecked. */
export type DomainSettings = z.output<typeof domainSettings>;

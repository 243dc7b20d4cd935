import { z } from 'zod';
import { oid } from '../schemas/datatypes/oid.ts';
import type { CodeSets } from '../schemas/vocabulary/code-sets.ts';
import { parseReplyPattern } from './soap/reply-addresses.ts';

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

/** A coded value: code, OID or name of its scheme, and what people read — ITI TF-3 4.2.3.1.2. */
export const codeSetting = z.strictObject({
  code: z.string().min(1),
  codingScheme: z.string().min(1),
  displayName: z.string().min(1),
});

/** A TCP port; 0 picks a free one. */
export const portSetting = z.int().min(0).max(65_535);

/** The port of the domain index; all default ports move with it, and the HL7 ports among them are the lowest. */
export const portBaseSetting = z.union([z.literal(0), z.int().min(6000).max(65_000)], {
  error: 'is neither 0 nor a number from 6000 to 65000',
});

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

/** A secret, as it is or by the name of an environment variable that holds it. */
const secretSetting = z.union([
  z.string().min(1),
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of an environment variable') }),
]);

const s3Setting = z.strictObject({
  endpoint: z
    .string()
    .regex(/^https?:\/\/[^\s/?#]+\/?$/, 'is not an http(s) address without a path')
    .describe(
      'Where the object storage is, such as https://s3.example.org; the bucket is asked for as its first path segment.',
    ),
  bucket: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/, 'is not the name of a bucket')
    .describe('An existing bucket. Versioning and object locks are its own business; nothing is ever overwritten.'),
  region: z.string().min(1).default('us-east-1').describe('What requests are signed for.'),
  prefix: z
    .string()
    .regex(/^([A-Za-z0-9._-]+\/)*$/, 'is neither empty nor ends in a slash')
    .default('')
    .describe('What all keys begin with, so that several domains can share a bucket. Each actor adds its own name.'),
  accessKeyId: secretSetting.default({ env: 'AWS_ACCESS_KEY_ID' }).describe('Text, or { env: NAME of a variable }.'),
  secretAccessKey: secretSetting
    .default({ env: 'AWS_SECRET_ACCESS_KEY' })
    .describe('Text, or { env: NAME of a variable }.'),
  sessionToken: secretSetting.optional().describe('With temporary credentials. Text, or { env: NAME of a variable }.'),
  partBytes: z
    .int()
    .min(5 << 20)
    .max(64 << 20)
    .default(8 << 20)
    .describe('Octets of one part of an upload; a document has at most 10,000 parts.'),
  partsInFlight: z.int().min(1).max(16).default(3).describe('Parts of one document on their way at the same time.'),
  leftoverHours: z
    .int()
    .min(1)
    .default(24)
    .describe('When unfinished uploads and staged documents are removed: later than any upload takes.'),
});

const documentsSetting = z
  .strictObject({
    storage: z.enum(['disk', 's3']).default('disk').describe('disk: files in the data folder. s3: an object storage.'),
    s3: s3Setting.optional(),
  })
  .refine(({ storage, s3 }) => storage === 'disk' || s3 !== undefined, {
    path: ['s3'],
    message: 'says where the object storage is; it is needed with storage: s3',
  });

/** Where documents and images are kept, as configured: secrets not looked up yet. */
export type DocumentsSettings = z.output<typeof documentsSetting>;

const asynchronousSetting = z.strictObject({
  replyTo: z
    .array(
      z
        .string()
        .refine(
          (entry) => parseReplyPattern(entry) !== undefined,
          'is no address for answers: use host, *.domain or http(s)://host:port (port * for any)',
        ),
    )
    .default([])
    .describe('Hosts and origins that answers may be sent to; none: asking for it is a fault. Without scheme: https.'),
  attempts: z.int().min(1).max(20).default(5).describe('How often an answer is sent before it is given up.'),
  retrySeconds: z.number().positive().max(60).default(2).describe('Wait before the second attempt, doubled each time.'),
});

/** How much is logged, most first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

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
  documents: documentsSetting.prefault({}).describe('Where documents and images are kept.'),
  workers: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe(
      'Processes that share the ports: actors that share their work run in all of them, the others in the first.',
    ),
  listen: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('Address all listeners bind to.'),
      portBase: portBaseSetting.default(8100).describe('Moves all default ports together; 0 picks free ones.'),
      tls: tlsSetting.optional(),
      securityHeader: z
        .enum(['fault', 'ignore'])
        .default('fault')
        .describe('What a wsse:Security header that must be understood gets, as assertions are not checked.'),
      addressing: z
        .enum(['lenient', 'strict'])
        .default('lenient')
        .describe(
          'strict also refuses requests without wsa:ReplyTo, mustUnderstand on wsa:Action, or an IRI as MessageID.',
        ),
      asynchronous: asynchronousSetting
        .prefault({})
        .describe('Answers sent to a wsa:ReplyTo or wsa:FaultTo elsewhere.'),
    })
    .prefault({}),
  audit: z
    .strictObject({
      sourceId: z.string().min(1).optional().describe('AuditSourceID; default: the domain name.'),
      enterpriseSiteId: z.string().min(1).optional(),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(logLevels).default('info') }).prefault({}),
  actors: z.record(z.string(), z.unknown()).optional().describe('The actors to start; default: all, with defaults.'),
});

/** The checked content of a configuration file, defaults filled in; actors' sections still unchecked. */
export type DomainSettings = z.output<typeof domainSettings>;

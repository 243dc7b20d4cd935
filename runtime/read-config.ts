import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { readCodeSets } from '../schemas/vocabulary/code-sets.ts';
import {
  type DocumentsSettings,
  type DomainConfig,
  type DomainSettings,
  domainSettings,
  portSetting,
} from './config.ts';
import { reasonOf } from './file-error.ts';
import type { Actor } from './host.ts';

/** A configuration that cannot be used; `problems` name file, line, key and what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** One actor that is to be started, with its checked settings. */
export interface ConfiguredActor {
  readonly actor: Actor<unknown>;
  readonly settings: unknown;
  /** Ports as configured; undefined: the default from the port base. */
  readonly port: number | undefined;
  readonly mllpPort: number | undefined;
}

/** A checked configuration, paths made absolute. */
export interface Config {
  /** The file, absolute; undefined: defaults. */
  readonly file: string | undefined;
  readonly domain: DomainConfig;
  readonly dataFolder: string;
  readonly database: { readonly url?: string; readonly connections: number };
  readonly documents: DocumentsSettings;
  /** Processes the actors run in. */
  readonly workers: number;
  readonly listen: {
    readonly host: string;
    readonly portBase: number;
    readonly tls?: { cert: string; key: string; ca?: string };
  } & Pick<DomainSettings['listen'], 'securityHeader' | 'addressing' | 'asynchronous'>;
  readonly audit: { readonly sourceId: string; readonly enterpriseSiteId?: string };
  readonly logLevel: string;
  readonly actors: readonly ConfiguredActor[];
}

/** What the command line says on top of the file. */
export interface ConfigOptions {
  readonly file?: string;
  readonly dataFolder?: string;
  readonly portBase?: number;
  readonly logLevel?: string;
  readonly workers?: number;
  /** The code set file used when the configuration names none. */
  readonly defaultCodes: string;
}

/** What every actor's section may say beside its own settings. */
export const listenerSettings = z.strictObject({
  port: portSetting.optional().describe('HTTP port; default: the actor’s own, moved by listen.portBase.'),
  mllpPort: portSetting.optional().describe('MLLP port, where the actor has one; default: likewise.'),
});

/**
 * Reads and checks one configuration against the declarations of all known actors.
 *
 * Throws ConfigError with every problem found: unknown keys, wrong values, unknown actors, peers that are not there.
 */
export async function readConfig(actors: readonly Actor<unknown>[], options: ConfigOptions): Promise<Config> {
  const file = options.file === undefined ? undefined : path.resolve(options.file);
  const text = file === undefined ? '' : await readText(file, 'configuration');
  const source = new ConfigSource(file ?? 'defaults', text);
  const folder = file === undefined ? process.cwd() : path.dirname(file);
  const parsed = domainSettings.safeParse(source.value ?? {});
  if (!parsed.success) throw new ConfigError(source.explain(parsed.error.issues, []));
  const settings = parsed.data;
  const problems: string[] = [];
  const configured = configureActors(actors, settings.actors, source, problems);
  const codesFile =
    settings.domain.codes === undefined ? options.defaultCodes : path.resolve(folder, settings.domain.codes);
  const codes = readCodeSets(await readText(codesFile, 'code set'));
  problems.push(...codes.problems.map((problem) => `${codesFile}: ${problem}`));
  if (problems.length > 0) throw new ConfigError(problems);
  const { homeCommunityId } = settings.domain;
  const { tls, ...listen } = settings.listen;
  return {
    file,
    domain: {
      name: settings.domain.name,
      assigningAuthority: settings.domain.assigningAuthority,
      ...(homeCommunityId === undefined ? {} : { homeCommunityId }),
      codeSets: codes.codeSets,
    },
    dataFolder: path.resolve(options.dataFolder ?? path.resolve(folder, settings.data ?? 'affinity-data')),
    database: settings.database,
    workers: options.workers ?? settings.workers,
    documents: settings.documents,
    listen: {
      ...listen,
      portBase: options.portBase ?? listen.portBase,
      ...(tls === undefined ? {} : { tls: absoluteTls(tls, folder) }),
    },
    audit: { ...settings.audit, sourceId: settings.audit.sourceId ?? settings.domain.name },
    logLevel: options.logLevel ?? settings.log.level,
    actors: configured,
  };
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`The ${what} file ${file} cannot be read: ${reasonOf(error as Error)}.`]);
  }
}

function absoluteTls(tls: { cert: string; key: string; ca?: string | undefined }, folder: string) {
  const ca = tls.ca === undefined ? {} : { ca: path.resolve(folder, tls.ca) };
  return { cert: path.resolve(folder, tls.cert), key: path.resolve(folder, tls.key), ...ca };
}

function configureActors(
  known: readonly Actor<unknown>[],
  sections: Record<string, unknown> | undefined,
  source: ConfigSource,
  problems: string[],
): ConfiguredActor[] {
  const wanted = sections ?? Object.fromEntries(known.map((actor) => [actor.name, {}]));
  const configured: ConfiguredActor[] = [];
  for (const [name, section] of Object.entries(wanted)) {
    const actor = known.find((candidate) => candidate.name === name);
    if (actor === undefined) {
      problems.push(
        `${source.at(['actors', name])}: no actor is called ${name}; known are ${known.map((a) => a.name).join(', ')}.`,
      );
      continue;
    }
    const { port, mllpPort, ...own } = (section ?? {}) as Record<string, unknown>;
    const listener = listenerSettings.safeParse({ port, mllpPort });
    const settings = actor.config.safeParse(own);
    if (!listener.success) problems.push(...source.explain(listener.error.issues, ['actors', name]));
    if (!settings.success) problems.push(...source.explain(settings.error.issues, ['actors', name]));
    if (!listener.success || !settings.success) continue;
    configured.push({ actor, settings: settings.data, port: listener.data.port, mllpPort: listener.data.mllpPort });
  }
  problems.push(...missingPeers(configured, source));
  return configured;
}

/** `local:` peers must be started by the same file. */
function missingPeers(configured: readonly ConfiguredActor[], source: ConfigSource): string[] {
  const started = new Set(configured.map(({ actor }) => actor.name));
  const problems: string[] = [];
  const visit = (value: unknown, at: (string | number)[]) => {
    if (typeof value === 'string' && value.startsWith('local:') && !started.has(value.slice(6))) {
      problems.push(`${source.at(at)}: ${at.join('.')} is ${value}, but this configuration does not start that actor.`);
    }
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, [...at, key]);
    }
  };
  for (const { actor, settings } of configured) visit(settings, ['actors', actor.name]);
  return problems;
}

/** A YAML text that can tell on which line a key stands. */
class ConfigSource {
  readonly #name: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: true });
    if (this.#document.errors.length > 0) {
      throw new ConfigError(this.#document.errors.map((error) => `${name}: ${error.message}`));
    }
  }

  /** The content; a section whose keys are all commented out is an empty one. */
  get value(): unknown {
    return this.#document.toJS({ reviver: (_key, value: unknown) => (value === null ? {} : value) });
  }

  /** `file:line` of the key, or of the nearest key above it that is there. */
  at(keys: readonly PropertyKey[]): string {
    for (let length = keys.length; length > 0; length--) {
      const node = this.#document.getIn(keys.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return `${this.#name}:${this.#lines.linePos(node.range[0]).line}`;
    }
    return this.#name;
  }

  explain(issues: readonly z.core.$ZodIssue[], above: readonly PropertyKey[]): string[] {
    return issues.flatMap((issue) => {
      const keys = [...above, ...issue.path];
      if (issue.code !== 'unrecognized_keys') return [`${this.at(keys)}: ${keys.join('.')}: ${issue.message}`];
      return issue.keys.map((key) => {
        const full = [...keys, key];
        return `${this.at(full)}: ${full.join('.')}: there is no such setting. Remove it or correct its name.`;
      });
    });
  }
}

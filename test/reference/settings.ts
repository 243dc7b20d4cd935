import { z } from 'zod';
import { actors } from '../../cli/actors.ts';
import { domainSettings } from '../../runtime/config.ts';
import { listenerSettings } from '../../runtime/read-config.ts';
import { table } from './table.ts';

/** The part of JSON Schema that settings use. */
interface SettingSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly items?: SettingSchema;
  readonly anyOf?: readonly SettingSchema[];
}

/** The text of docs/reference/settings.md. */
export function renderSettings(): string {
  const sections = actors.flatMap((actor) => [
    '',
    `## actors.${actor.name}`,
    '',
    settingsTable(schemaOf(actor.config)),
  ]);
  const listeners = settingsTable(schemaOf(listenerSettings));
  const head = [
    '# Settings',
    '',
    'Made by `npm run docs` from the declarations the configuration file is checked against. Every key has a default; an unknown key is an error',
    'that names it. Check a file with `affinity check-config FILE`.',
    '',
    '## The domain',
    '',
  ];
  return `${[...head, settingsTable(schemaOf(domainSettings)), '', '## Every actor', '', listeners, ...sections].join('\n')}\n`;
}

/** Every key of a declaration, `a.b` for nested ones and `a[].b` for those of list items. */
export function settingsOf(type: z.ZodType): string[] {
  return rowsOf(schemaOf(type), '').map(([key]) => key!.replaceAll('`', ''));
}

function schemaOf(type: z.ZodType): SettingSchema {
  return z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as SettingSchema;
}

function settingsTable(schema: SettingSchema): string {
  return table(['Key', 'Values', 'Default', 'What it does'], rowsOf(schema, ''));
}

function rowsOf(schema: SettingSchema, path: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, setting]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (setting.properties !== undefined) {
      const about = setting.description === undefined ? [] : [[`\`${at}\``, '', '', setting.description]];
      return [...about, ...rowsOf(setting, at)];
    }
    const row = [`\`${at}\``, valuesOf(setting), defaultOf(setting), setting.description ?? ''];
    return [row, ...rowsOf(setting.items ?? {}, `${at}[]`)];
  });
}

function valuesOf({ type, enum: values, const: only, minimum, maximum, anyOf, items }: SettingSchema): string {
  if (only !== undefined) return `\`${only}\``;
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ');
  if (anyOf !== undefined) return anyOf.map(valuesOf).join(' or ');
  if (type === 'array') return `list of ${items?.enum === undefined ? (items?.type ?? 'value') : valuesOf(items)}`;
  if (type !== 'integer' && type !== 'number') return type ?? '';
  const above = minimum === undefined ? '' : ` from ${minimum}`;
  const below = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;
  return type + above + below;
}

function defaultOf(setting: SettingSchema): string {
  return setting.default === undefined ? '' : `\`${JSON.stringify(setting.default)}\``;
}

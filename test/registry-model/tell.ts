import type { Association, Submission } from '../../schemas/metadata/nouns.ts';
import type { Call, Operation, Step } from './operation.ts';

/** A step as lines to read: what was sent, by names, and what differs from the ordinary. */
export function told(step: Step): string {
  const calls = step.calls.map(toldCall);
  return calls.length === 1 ? `${step.time} ${calls[0]}` : `${step.time} at once:\n${calls.map(indented).join('\n')}`;
}

function indented(text: string): string {
  return `  ${text.replaceAll('\n', '\n  ')}`;
}

function toldCall(call: Call): string {
  switch (call.does) {
    case 'register':
    case 'update':
      return `${nameOf(call)}${call.symbolic ? ' symbolic' : ''}\n${toldSubmission(call.submission)}`;
    case 'ask':
      return `${call.query.name} ${call.returnType} ${JSON.stringify(call.query.parameters)}`;
    default: {
      const { does, ...rest } = call;
      return `${does} ${JSON.stringify(rest)}`;
    }
  }
}

/** What an operation is called. */
export function nameOf(operation: Operation): string {
  if (operation.does === 'register') return operation.onDemand ? 'ITI-61' : 'ITI-42';
  if (operation.does === 'update') return operation.restricted ? 'ITI-92' : 'ITI-57';
  return operation.does;
}

function toldSubmission({ submissionSets, documentEntries, folders, associations }: Submission): string {
  const objects = [...submissionSets, ...documentEntries, ...folders].map(
    ({ kind, entryUUID, logicalID, patientId, uniqueId }) => {
      const version = logicalID === undefined ? '' : ` version of ${logicalID}`;
      return `  ${kind} ${entryUUID}${version}, ${patientId?.split('^')[0]}, ${uniqueId}`;
    },
  );
  return [...objects, ...associations.map(toldAssociation)].join('\n');
}

function toldAssociation({ kind, entryUUID, type, source, target, extraMetadata, ...more }: Association): string {
  const slots = Object.keys(more).length === 0 ? '' : ` ${JSON.stringify(more)}`;
  return `  ${entryUUID} ${type.slice(type.lastIndexOf(':') + 1)} ${source} -> ${target}${slots}`;
}

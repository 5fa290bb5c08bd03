/**
 * Content of a Command document, schema 2.2: parameters and `aws:runShellScript` steps. Pure.
 * Source: Systems Manager documents, data elements and parameters.
 */
import { AwsError } from '../../service.ts';
import { isObject, type Json, objects, strings } from './json.ts';

export interface DocumentParameter {
  type: string;
  defaultValue?: unknown;
  allowedPattern?: string;
  allowedValues?: string[];
}

export interface DocumentStep {
  name: string;
  /** Lines before substitution; one that is just `{{ list }}` becomes the list's lines. */
  lines: string[];
  timeoutSeconds: string;
  workingDirectory: string;
  /** Platform that the step is for, when it says so. */
  platform?: string;
  onFailure: 'continue' | 'exit' | 'success-and-exit';
  exitsOnSuccess: boolean;
  isFinal: boolean;
}

export interface DocumentContent {
  description: string;
  parameters: Record<string, DocumentParameter>;
  steps: DocumentStep[];
}

/** What a step of an invocation runs. */
export interface Script {
  name: string;
  text: string;
  timeoutSeconds: number;
  workingDirectory: string;
  onFailure: DocumentStep['onFailure'];
  exitsOnSuccess: boolean;
  isFinal: boolean;
  isSkipped: boolean;
}

/** @throws InvalidDocumentContent in plain words. */
export function parseContent(text: string): DocumentContent {
  const json = parse(text);
  if (json['schemaVersion'] !== '2.2' && json['schemaVersion'] !== '2.0') throw invalid('schemaVersion must be 2.2');
  const main = objects(json['mainSteps']);
  if (main.length === 0) throw invalid('mainSteps must not be empty');
  const given = isObject(json['parameters']) ? json['parameters'] : {};
  return {
    description: String(json['description'] ?? ''),
    parameters: Object.fromEntries(Object.entries(given).map(([name, each]) => [name, parseParameter(name, each)])),
    steps: main.map(parseStep),
  };
}

/** Check what a command gives against the parameters; fill in defaults. @throws InvalidParameters. */
export function bindParameters(content: DocumentContent, given: Json): Record<string, string[]> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(content.parameters, name));
  if (unknown !== undefined) throw invalidParameter(`Parameter ${unknown} is not defined in the document`);
  const bound: Record<string, string[]> = {};
  for (const [name, parameter] of Object.entries(content.parameters)) {
    const sent = given[name];
    const values =
      sent === undefined ? defaultsOf(name, parameter) : Array.isArray(sent) ? strings(sent) : [String(sent)];
    if (parameter.type !== 'StringList' && values.length !== 1) throw invalidParameter(`${name} takes one value`);
    for (const value of values) checkValue(name, value, parameter);
    bound[name] = values;
  }
  return bound;
}

/** The shell scripts of a document with its parameters put in. */
export function renderScripts(content: DocumentContent, bound: Record<string, string[]>): Script[] {
  return content.steps.map((step) => {
    const seconds = Number(substitute(step.timeoutSeconds, bound));
    const { name, onFailure, exitsOnSuccess, isFinal } = step;
    return {
      name,
      onFailure,
      exitsOnSuccess,
      isFinal,
      text: `${step.lines.flatMap((line) => expandLine(line, bound)).join('\n')}\n`,
      timeoutSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_TIMEOUT_SECONDS,
      workingDirectory: substitute(step.workingDirectory, bound),
      isSkipped: step.platform !== undefined && step.platform !== 'Linux',
    };
  });
}

/** What `aws:runShellScript` waits without being told. */
const DEFAULT_TIMEOUT_SECONDS = 3600;
const REFERENCE = /\{\{\s*([\w-]+)\s*\}\}/g;

function expandLine(line: string, bound: Record<string, string[]>): string[] {
  const alone = /^\{\{\s*([\w-]+)\s*\}\}$/.exec(line.trim())?.[1];
  const list = alone === undefined || !Object.hasOwn(bound, alone) ? undefined : bound[alone];
  return list ?? [substitute(line, bound)];
}

function substitute(text: string, bound: Record<string, string[]>): string {
  return text.replace(REFERENCE, (whole, name: string) =>
    Object.hasOwn(bound, name) ? (bound[name] ?? []).join(' ') : whole,
  );
}

function parse(text: string): Json {
  try {
    const json = JSON.parse(text) as unknown;
    if (isObject(json)) return json;
  } catch {
    // Said below, in AWS's words.
  }
  throw invalid('the content is not a JSON object (YAML is not understood here)');
}

function parseParameter(name: string, value: unknown): DocumentParameter {
  if (!isObject(value)) throw invalid(`parameter ${name} is not an object`);
  const pattern = value['allowedPattern'];
  const allowed = value['allowedValues'];
  return {
    type: String(value['type'] ?? 'String'),
    ...(value['default'] === undefined ? {} : { defaultValue: value['default'] }),
    ...(typeof pattern === 'string' ? { allowedPattern: pattern } : {}),
    ...(Array.isArray(allowed) ? { allowedValues: strings(allowed) } : {}),
  };
}

function parseStep(step: Json): DocumentStep {
  const name = String(step['name'] ?? '');
  if (!/^[\w]+$/.test(name)) throw invalid(`step name '${name}' must match ^[a-zA-Z0-9_]+$`);
  if (step['action'] !== 'aws:runShellScript')
    throw invalid(`action ${String(step['action'])} of step ${name} is not supported`);
  const inputs = isObject(step['inputs']) ? step['inputs'] : {};
  const command = inputs['runCommand'];
  const either = (key: string): unknown => inputs[key] ?? step[key];
  const platform = platformOf(step['precondition']);
  return {
    name,
    lines: typeof command === 'string' ? [command] : strings(command),
    timeoutSeconds: String(inputs['timeoutSeconds'] ?? DEFAULT_TIMEOUT_SECONDS),
    workingDirectory: String(inputs['workingDirectory'] ?? ''),
    onFailure:
      either('onFailure') === 'exit'
        ? 'exit'
        : either('onFailure') === 'successAndExit'
          ? 'success-and-exit'
          : 'continue',
    exitsOnSuccess: either('onSuccess') === 'exit',
    isFinal: String(either('finallyStep')) === 'true',
    ...(platform === undefined ? {} : { platform }),
  };
}

function platformOf(precondition: unknown): string | undefined {
  const pair = isObject(precondition) ? strings(precondition['StringEquals']) : [];
  return pair[0] === 'platformType' ? pair[1] : undefined;
}

function defaultsOf(name: string, parameter: DocumentParameter): string[] {
  const value = parameter.defaultValue;
  if (value === undefined) throw invalidParameter(`Parameter ${name} is required`);
  return Array.isArray(value) ? strings(value) : [String(value)];
}

function checkValue(name: string, value: string, { allowedPattern, allowedValues }: DocumentParameter): void {
  if (allowedPattern !== undefined && !new RegExp(`^(?:${allowedPattern})$`).test(value))
    throw invalidParameter(`Parameter value for ${name} does not match the allowed pattern ${allowedPattern}`);
  if (allowedValues && !allowedValues.includes(value))
    throw invalidParameter(`Parameter value for ${name} is not one of ${allowedValues.join(', ')}`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidDocumentContent', message);
}

function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameters', message);
}

/**
 * Attributes that can be set on a queue, with default and range. Units: seconds and bytes.
 * Source: SQS API Reference, SetQueueAttributes.
 */
import { sqsError } from './sqs-error.ts';

const numbers: Record<string, { standard: number; min: number; max: number }> = {
  DelaySeconds: { standard: 0, min: 0, max: 900 },
  MaximumMessageSize: { standard: 1_048_576, min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { standard: 345_600, min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { standard: 0, min: 0, max: 20 },
  VisibilityTimeout: { standard: 30, min: 0, max: 43_200 },
  KmsDataKeyReusePeriodSeconds: { standard: 300, min: 60, max: 86_400 },
};
const texts = new Set(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'SqsManagedSseEnabled']);

export type QueueAttributes = Record<string, string>;

export interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

/** The attributes as stored: checked, and without those set back to nothing. */
export function checkAttributes(wanted: QueueAttributes): QueueAttributes {
  const kept: QueueAttributes = {};
  for (const [name, value] of Object.entries(wanted)) kept[name] = checkAttribute(name, value);
  return kept;
}

/** `attributes` with the defaults of a standard queue; KMS reuse shows only with a KMS key. */
export function fillAttributes(attributes: QueueAttributes): QueueAttributes {
  const filled: QueueAttributes = { SqsManagedSseEnabled: attributes.KmsMasterKeyId ? 'false' : 'true' };
  for (const [name, { standard }] of Object.entries(numbers)) filled[name] = String(standard);
  if (!attributes.KmsMasterKeyId) delete filled.KmsDataKeyReusePeriodSeconds;
  return { ...filled, ...withoutEmpty(attributes) };
}

export function getNumber(attributes: QueueAttributes, name: string): number {
  return Number(attributes[name] ?? numbers[name]?.standard ?? 0);
}

export function withoutEmpty(attributes: QueueAttributes): QueueAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

export function findRedrivePolicy(attributes: QueueAttributes): RedrivePolicy | undefined {
  return attributes.RedrivePolicy ? parseRedrivePolicy(attributes.RedrivePolicy) : undefined;
}

function checkAttribute(name: string, value: string): string {
  const range = numbers[name];
  if (range) return checkNumber(name, value, range);
  if (!texts.has(name)) throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  if (value === '') return value;
  if (name === 'RedrivePolicy') return JSON.stringify(parseRedrivePolicy(value));
  if (name === 'RedriveAllowPolicy' || name === 'Policy') checkJson(name, value);
  if (name === 'SqsManagedSseEnabled' && !/^(true|false)$/i.test(value)) throw invalid(name, value);
  return value;
}

function checkNumber(name: string, value: string, { min, max }: { min: number; max: number }): string {
  const isInRange = /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
  if (!isInRange) throw invalid(name, value);
  return String(Number(value));
}

function parseRedrivePolicy(value: string): RedrivePolicy {
  const parsed = checkJson('RedrivePolicy', value);
  const { deadLetterTargetArn } = parsed;
  const maxReceiveCount = Number(parsed.maxReceiveCount);
  const isValid = Number.isInteger(maxReceiveCount) && maxReceiveCount >= 1 && maxReceiveCount <= 1000;
  if (!isValid || typeof deadLetterTargetArn !== 'string') throw invalid('RedrivePolicy', value);
  return { deadLetterTargetArn, maxReceiveCount };
}

function checkJson(name: string, value: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Falls through to the error that names the attribute.
  }
  throw invalid(name, value);
}

function invalid(name: string, value: string): Error {
  return sqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}: ${value}`);
}

/** A parameter: a text as it is, anything else as JSON. Never a secret: it is of type String and readable by every instance. */
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter/index.js';
import { Construct } from 'constructs';

export interface ParameterProps {
  name: string;
  description: string;
  value: unknown;
  /** Later values are activated by an operator, not applied. */
  isOnlyTheFirst?: boolean;
}

/** 4 KB is the most of the free tier; the agent's environment has queue URLs in it. */
const tier = 'Intelligent-Tiering';

export class Parameter extends Construct {
  constructor(scope: Construct, id: string, { name, description, value, isOnlyTheFirst = false }: ParameterProps) {
    super(scope, id);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    new SsmParameter(this, 'parameter', {
      name,
      description,
      type: 'String',
      tier,
      // `insecure_value` is not hidden in a plan; nothing here is a secret.
      insecureValue: text,
      ...(isOnlyTheFirst ? { lifecycle: { ignoreChanges: ['insecure_value', 'value'] } } : {}),
    });
  }
}

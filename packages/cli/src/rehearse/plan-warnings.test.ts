import { describe, expect, it } from '@jest/globals';
import { listWarnings } from './plan-warnings.ts';

const said = `
Plan: 6 to add, 0 to change, 0 to destroy.
╷
│ Warning: Argument is deprecated
│ 
│   with aws_s3_bucket.artifacts,
│   on cdk.tf.json line 12, in resource.aws_s3_bucket.artifacts:
│   12:   "acl": "private"
│ 
│ Use the aws_s3_bucket_acl resource instead
╵
╷
│ Warning: Value for undeclared variable
│ 
│ The root module does not declare a variable named "x".
╵`;

describe('warnings of Terraform', () => {
  it('are named by what is wrong and, where it says so, by the resource', () => {
    expect(listWarnings(said.split('\n'))).toEqual([
      'Argument is deprecated: aws_s3_bucket.artifacts',
      'Value for undeclared variable',
    ]);
  });

  it('are none where nothing is wrong', () => {
    expect(listWarnings(['Plan: 6 to add, 0 to change, 0 to destroy.', ''])).toEqual([]);
  });
});

/** Credentials of an instance are told to a caller with a token, one hop away. */
import { blocks, ofType, type Rule } from './rule.ts';

export const instanceMetadata: Rule = {
  name: 'instance-metadata',
  check: (tree) =>
    ofType(tree, 'aws_launch_template', 'aws_instance')
      .filter(
        ({ attributes }) =>
          !blocks(attributes['metadata_options']).some(
            (options) => options['http_tokens'] === 'required' && options['http_put_response_hop_limit'] === 1,
          ),
      )
      .map(({ address }) => ({
        address,
        message: 'answers IMDSv1 or more than one hop — set httpTokens required and httpPutResponseHopLimit 1',
      })),
};

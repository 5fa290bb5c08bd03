import { describeDynamoDb } from '../../conformance/dynamodb.ts';
import { serve } from '../../server/test-server.ts';
import { dynamodb } from './index.ts';

const cloud = serve([dynamodb]);

describeDynamoDb('the loopback AWS', () => cloud().endpoint);

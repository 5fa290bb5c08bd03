import { describeSqs } from '../../conformance/sqs.ts';
import { serve } from '../../server/test-server.ts';
import { sqs } from './sqs.ts';

const cloud = serve([sqs]);

describeSqs('the loopback AWS', () => cloud().endpoint);

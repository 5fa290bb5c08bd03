import { describeS3 } from '../../conformance/s3.ts';
import { serve } from '../../server/test-server.ts';
import { s3 } from './s3.ts';

const cloud = serve([s3]);

describeS3('the loopback AWS', () => cloud().endpoint);

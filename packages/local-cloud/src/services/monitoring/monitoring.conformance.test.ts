import { describeMonitoring } from '../../conformance/monitoring.ts';
import { serve } from '../../server/test-server.ts';
import { monitoring } from './monitoring.ts';

const cloud = serve([monitoring]);

describeMonitoring('the loopback AWS', () => cloud().endpoint);

/** Everything the conductor is given: ports, identity and timing. */
import { type Metadata } from './ports.ts';
import { type AttemptTools } from './tools.ts';

export interface AgentOptions extends Omit<AttemptTools, 'seats' | 'engineSlot' | 'publishing' | 'changes'> {
  pool: string;
  instanceId: string;
  /** `<instance id>/<process start>` */
  owner: string;
  agentVersion: number;
  metadata: Metadata;
  /** Between two reports of an agent without work: how late it hears of a park. */
  idleBeatMs: number;
  noticeMs: number;
  indexMs: number;
  disk(): { diskFreeBytes?: number };
}

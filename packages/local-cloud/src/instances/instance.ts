/** What is known of one instance; the document that survives a restart. */
import { type ProcessKey } from './process-key.ts';

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

/**
 * What the operating system does.
 * off → booting (delay, user data, enabled services) → up (SSM agent online) → off; `dead` after a silent kill, until a reboot.
 */
export type GuestState = 'off' | 'booting' | 'up' | 'dead';

/** One systemd unit as the supervisor last left it. */
export interface ServiceRecord {
  name: string;
  isEnabled: boolean;
  /** Somebody wants it to run: started and neither stopped nor given up. */
  isWanted: boolean;
  main?: ProcessKey;
  /** Since when the main process runs, wall clock in ms. */
  startedAt?: number;
  restarts: number;
  lastExit?: { code: number | null; signal: string | null };
}

export interface LaunchTemplateReference {
  id: string;
  name: string;
  version: string;
}

export interface Instance {
  id: string;
  state: InstanceState;
  guest: GuestState;
  type: string;
  zone: string;
  subnetId: string;
  imageId: string;
  privateIp: string;
  /** Wall clock in ms. */
  launchedAt: number;
  /** Why it last stopped or ended, in EC2's words. */
  stateReason?: { code: string; message: string };
  terminatedAt?: number;
  launchTemplate?: LaunchTemplateReference;
  /** As in the launch template: base64, or empty. */
  userData: string;
  /** Last segment of the instance profile's name or ARN; the role of the credentials that IMDS hands out. */
  role?: string;
  profileArn?: string;
  tags: Record<string, string>;
  isSpot: boolean;
  bootMs: number;
  /** User data runs once in the life of an instance, like cloud-init's. */
  hasRunUserData: boolean;
  /** Every process stands still (SIGSTOP). */
  isFrozen: boolean;
  imdsPort: number;
  notice?: { action: 'terminate'; at: number };
  rebalanceAt?: number;
  targetLifecycleState?: string;
  services: Record<string, ServiceRecord>;
}

/** What a caller says to get an instance; everything else is ours to choose. */
export interface LaunchSpec {
  type: string;
  zone: string;
  subnetId?: string;
  imageId: string;
  launchTemplate?: LaunchTemplateReference;
  userData: string;
  profileArn?: string;
  tags: Record<string, string>;
  isSpot: boolean;
}

/** Alive in the sense of EC2: it costs money or can be started again. */
export function isStanding(instance: Instance): boolean {
  return instance.state !== 'terminated' && instance.state !== 'shutting-down';
}

/**
 * KEDA's aws-sqs scaler on a Deployment of one pod a machine. The metric is messages visible and in flight (`scaleOnInFlight`, default
 * true). KEDA itself takes the Deployment from 0 to 1 when the metric is above 0 (`activationQueueLength`), looking every `pollingInterval`
 * (30 s), and from any count to 0 when nothing was active for `cooldownPeriod` (300 s); all in between is the HorizontalPodAutoscaler's with
 * `queueLength` (default 5) as the target. A Deployment that shrinks kills any pod: long work needs protection, which is not the default.
 */
import { type CapacityPolicy, type QueueView } from '../policy.ts';
import { type Baseline, defineBaseline, EXACT_PERIOD_SECONDS, type Sight } from './baseline.ts';
import { HorizontalAutoscaler } from './horizontal-autoscaler.ts';

const SOURCES = [
  'https://github.com/kedacore/keda/blob/main/pkg/scalers/aws_sqs_queue_scaler.go',
  'https://github.com/kedacore/keda/blob/main/pkg/scaling/executor/scale_scaledobjects.go',
  'https://keda.sh/docs/latest/scalers/aws-sqs/',
  'https://keda.sh/docs/latest/reference/scaledobject-spec/',
];

/** How often the HorizontalPodAutoscaler looks. */
const SYNC_SECONDS = 15;
/** KEDA asks SQS at each sync; the counts of SQS are approximate and settle within a minute. */
const LAG_SECONDS = 15;

export type KedaParameters = Readonly<{
  queueLength: number;
  pollingInterval: number;
  cooldownPeriod: number;
  stabilizationWindow: number;
  isProtected: boolean;
}>;

const published: KedaParameters = {
  queueLength: 5,
  pollingInterval: 30,
  cooldownPeriod: 300,
  stabilizationWindow: 300,
  isProtected: false,
};

export function createKeda(parameters: KedaParameters, sight: Sight = 'real'): CapacityPolicy {
  const isExact = sight === 'exact';
  const deployment = new Deployment(isExact ? { ...parameters, pollingInterval: EXACT_PERIOD_SECONDS } : parameters);
  return {
    name: `keda queueLength ${parameters.queueLength}${parameters.isProtected ? ', protected' : ''}`,
    periodSeconds: isExact ? EXACT_PERIOD_SECONDS : SYNC_SECONDS,
    lagSeconds: isExact ? 0 : LAG_SECONDS,
    protectsBusy: parameters.isProtected,
    decide: (view) => deployment.decide(view),
  };
}

class Deployment {
  readonly #parameters: KedaParameters;
  readonly #autoscaler: HorizontalAutoscaler;
  #replicas = 0;
  #polledAt = -Infinity;
  #activeAt = -Infinity;

  constructor(parameters: KedaParameters) {
    this.#parameters = parameters;
    const { queueLength: target, stabilizationWindow: stabilizationSeconds } = parameters;
    this.#autoscaler = new HorizontalAutoscaler({ target, stabilizationSeconds });
  }

  decide({ at, waiting, running }: QueueView): number {
    const metric = waiting + running;
    if (at - this.#polledAt >= this.#parameters.pollingInterval) this.#poll(at, metric > 0);
    if (this.#replicas > 0) this.#replicas = this.#autoscaler.sync(at, metric, this.#replicas);
    return this.#replicas;
  }

  #poll(at: number, isActive: boolean): void {
    this.#polledAt = at;
    if (isActive) {
      this.#activeAt = at;
      this.#replicas = Math.max(1, this.#replicas);
    } else if (at - this.#activeAt > this.#parameters.cooldownPeriod) this.#replicas = 0;
  }
}

const asPublished = (queueLength: number): Baseline =>
  defineBaseline<KedaParameters>({
    name: `keda-${queueLength}`,
    about: `KEDA aws-sqs, queueLength ${queueLength}, defaults otherwise: scale-in may kill`,
    sources: SOURCES,
    published: { ...published, queueLength },
    create: createKeda,
  });

export const keda1 = asPublished(1);
export const keda2 = asPublished(2);
export const keda5 = asPublished(5);

export const kedaProtected = defineBaseline<KedaParameters>({
  name: 'keda-protected',
  about: 'KEDA aws-sqs whose pods finish before they go; tuned',
  sources: SOURCES,
  published: { ...published, queueLength: 1, isProtected: true },
  tunables: {
    queueLength: [1, 2, 3, 5],
    cooldownPeriod: [30, 300],
    stabilizationWindow: [0, 15, 30, 60, 120, 300],
  },
  create: createKeda,
});

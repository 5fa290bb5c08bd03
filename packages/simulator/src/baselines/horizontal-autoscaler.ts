/**
 * The algorithm of Kubernetes' HorizontalPodAutoscaler for one external metric of type AverageValue, with its default behavior.
 * Invariant: replicas fall only to the highest recommendation of the stabilization window, and rise only as fast as the scale-up policy lets
 * them.
 *
 * desired = ceil(metric / target), unless |1 − metric / (target × replicas)| ≤ 0.1. Scale-up: no window, at most the greater of 4 pods and
 * 100 % in 15 s. Scale-down: highest recommendation of 300 s, then all at once. Sync 15 s. At zero replicas it is switched off.
 * Sources: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/ and kubernetes/kubernetes
 * pkg/controller/podautoscaler/replica_calculator.go (GetExternalPerPodMetricReplicas), horizontal.go.
 */
export interface HorizontalAutoscalerParameters {
  /** Wanted metric per replica. */
  target: number;
  stabilizationSeconds: number;
}

const TOLERANCE = 0.1;
const RISE_SECONDS = 15;
const RISE_PODS = 4;
const RISE_FACTOR = 2;

interface Recommendation {
  at: number;
  replicas: number;
}

interface Rise {
  at: number;
  by: number;
}

export class HorizontalAutoscaler {
  readonly #parameters: HorizontalAutoscalerParameters;
  #recommendations: Recommendation[] = [];
  #rises: Rise[] = [];

  constructor(parameters: HorizontalAutoscalerParameters) {
    this.#parameters = parameters;
  }

  /** @returns replicas from now on, at least 1; `replicas` is 1 or more */
  sync(at: number, metric: number, replicas: number): number {
    const recommended = Math.max(1, this.#recommend(metric, replicas));
    const { stabilizationSeconds } = this.#parameters;
    this.#recommendations = this.#recommendations.filter((each) => each.at > at - stabilizationSeconds);
    this.#recommendations.push({ at, replicas: recommended });
    if (recommended > replicas) return this.#rise(at, recommended, replicas);
    const highest = Math.max(...this.#recommendations.map((each) => each.replicas));
    return Math.min(replicas, highest);
  }

  #recommend(metric: number, replicas: number): number {
    const { target } = this.#parameters;
    const usage = metric / (target * replicas);
    return Math.abs(1 - usage) <= TOLERANCE ? replicas : Math.ceil(metric / target);
  }

  #rise(at: number, wanted: number, replicas: number): number {
    this.#rises = this.#rises.filter((each) => each.at > at - RISE_SECONDS);
    const before = replicas - this.#rises.reduce((sum, { by }) => sum + by, 0);
    const limit = Math.max(before + RISE_PODS, before * RISE_FACTOR);
    const next = Math.max(replicas, Math.min(wanted, limit));
    if (next > replicas) this.#rises.push({ at, by: next - replicas });
    return next;
  }
}

/** What the farm promises its clients, in numbers. Services count against them, alarms and dashboards judge by them. */
export const OBJECTIVES = {
  /** Share of submits that are answered, whatever the answer, by something other than a fault of ours. */
  submitAvailability: 0.9995,
  /** Share of submits that are answered within `submitWithinMs`. */
  submitLatency: 0.99,
  submitWithinMs: 300,
  /** Share of jobs that start within the objective W of their lane; W itself is the environment's. */
  startWithin: 0.95,
  /** Share of ended jobs that did not fail by a fault of ours; canceled and refused by the engine's input check do not count. */
  jobSuccess: 0.999,
} as const;

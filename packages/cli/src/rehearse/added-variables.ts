/**
 * What a rehearsal may add to the environment that was deployed: where AWS is, in which region, and who one is. Invariant: nothing else is added, and
 * nothing deployed is changed, but for the address of a server, whose container's port is mapped to a free one of the loopback, and of who calls it
 * by its name.
 */
const addable =
  /^AWS_(ENDPOINT_URL(_[A-Z0-9_]+)?|REGION|DEFAULT_REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/;

/** Of the container, not of the program: what a port mapping would do. */
const portMapping = ['HOST', 'PORT'];

/** Of the domain, not of the program: what a name server would do. */
const nameMapping = ['API_URL'];

export interface Run {
  deployed: Readonly<Record<string, string>>;
  running: Readonly<Record<string, string>>;
  /** Whether its port is mapped. */
  isServer?: boolean;
  /** Whether the domain that it calls is mapped. */
  callsApi?: boolean;
}

/**
 * Names of the variables that were added, sorted.
 * @throws Error that names every variable that must not differ
 */
export function checkAdded(what: string, { deployed, running, isServer = false, callsApi = false }: Run): string[] {
  const mapped = [...(isServer ? portMapping : []), ...(callsApi ? nameMapping : [])];
  const added = Object.keys(running).filter((name) => deployed[name] === undefined && !mapped.includes(name));
  const wrong = [
    ...added.filter((name) => !addable.test(name)).map((name) => `${name} was added`),
    ...Object.keys(deployed)
      .filter((name) => running[name] !== deployed[name] && !mapped.includes(name))
      .map((name) => `${name} is not as deployed`),
  ];
  if (wrong.length > 0) throw new Error(`${what} does not run as deployed: ${wrong.join(', ')}`);
  return added.sort();
}

/** Environment variables of a Terraform process, pure. Credentials, endpoints and settings of the operator pass through. */

export interface EnvironmentFacts {
  /** Where providers are kept between runs, unless the operator has said it. */
  pluginCacheDir: string;
  isThere(path: string): boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

export function terraformEnvironment(
  env: Variables,
  { pluginCacheDir, isThere }: EnvironmentFacts,
): Record<string, string> {
  const inherited = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const own = { ...Object.fromEntries(inherited), TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
  const result: Record<string, string> = { ...own };
  // Terraform stops at a configuration file that is named and is not there.
  const config = env['TF_CLI_CONFIG_FILE'];
  if (config !== undefined && !isThere(config)) delete result['TF_CLI_CONFIG_FILE'];
  if (env['TF_PLUGIN_DIR'] === undefined) result['TF_PLUGIN_CACHE_DIR'] ??= pluginCacheDir;
  return result;
}

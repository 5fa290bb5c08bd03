/** Environment variables of a Terraform that works on an emulated AWS. Nothing of the operator's own credentials or profiles gets near it. */
import { existsSync } from 'node:fs';
import { terraformEnvironment } from '../operate/terraform/terraform-environment.ts';
import { type Tools } from './tools.ts';

export interface EmulatedPlace {
  tools: Pick<Tools, 'pluginDir'>;
  /** Of moto server. */
  endpoint: string;
  region: string;
}

export function emulatedEnvironment({ tools, endpoint, region }: EmulatedPlace): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|TF)_/.test(name));
  const own = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(tools.pluginDir === undefined ? {} : { TF_PLUGIN_DIR: tools.pluginDir }),
  };
  const facts = { pluginCacheDir: '', isThere: existsSync };
  const result = terraformEnvironment({ ...Object.fromEntries(inherited), ...own }, facts);
  if (result['TF_PLUGIN_CACHE_DIR'] === '') delete result['TF_PLUGIN_CACHE_DIR'];
  return result;
}

import { describe, expect, it } from '@jest/globals';
import { terraformEnvironment } from './terraform-environment.ts';

const facts = { pluginCacheDir: '/cache', isThere: (path: string) => path === '/etc/there' };

describe('the environment of Terraform', () => {
  it('is that of the operator: credentials and endpoints pass through', () => {
    const env = terraformEnvironment(
      { AWS_PROFILE: 'farm', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', GONE: undefined },
      facts,
    );
    expect(env).toMatchObject({ AWS_PROFILE: 'farm', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', TF_IN_AUTOMATION: '1' });
    expect(env).not.toHaveProperty('GONE');
  });

  it('drops a configuration file that is not there, and keeps one that is', () => {
    expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: '/nowhere' }, facts)).not.toHaveProperty('TF_CLI_CONFIG_FILE');
    expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: '/etc/there' }, facts)).toHaveProperty('TF_CLI_CONFIG_FILE');
  });

  it('keeps providers between runs, where the operator said or in a folder of ours', () => {
    expect(terraformEnvironment({}, facts)['TF_PLUGIN_CACHE_DIR']).toBe('/cache');
    expect(terraformEnvironment({ TF_PLUGIN_CACHE_DIR: '/own' }, facts)['TF_PLUGIN_CACHE_DIR']).toBe('/own');
    expect(terraformEnvironment({ TF_PLUGIN_DIR: '/mirror' }, facts)).not.toHaveProperty('TF_PLUGIN_CACHE_DIR');
  });
});

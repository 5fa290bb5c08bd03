import { describe, expect, it } from '@jest/globals';
import { confirm } from './confirm.ts';

const prod = { name: 'prod' };
const typing = (text: string) => async (): Promise<string> => text;

describe('the typed name of an environment', () => {
  it('lets the operator go on', async () => {
    await expect(confirm('deploy', prod, {}, typing('prod\n'))).resolves.toBeUndefined();
    await expect(confirm('deploy', prod, { yesIMean: 'prod' }, undefined)).resolves.toBeUndefined();
  });

  it.each(['', 'y', 'yes', 'dev', 'PROD'])('stops the operator who typed %j', async (text) => {
    await expect(confirm('deploy', prod, {}, typing(text))).rejects.toThrow('is not prod: nothing was done');
  });

  it('stops a pipeline that names another environment, and asks nobody', async () => {
    const ask = async (): Promise<string> => Promise.reject(new Error('asked'));
    await expect(confirm('destroy', prod, { yesIMean: 'dev' }, ask)).rejects.toMatchObject({ exitCode: 5 });
  });

  it('tells a pipeline how to say it', async () => {
    await expect(confirm('destroy', prod, {}, undefined)).rejects.toMatchObject({
      exitCode: 2,
      message: 'to destroy prod its name must be typed; in a pipeline give --yes-i-mean prod',
    });
  });
});

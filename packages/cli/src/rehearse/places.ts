/**
 * Where the services of a rehearsal find AWS: moto server for all but what it does not run. Auto Scaling, EC2 and SSM are on the loopback AWS, and so are
 * Lambda (moto would need a container engine) and, on instances, STS: only the loopback knows which instance is asking.
 */
export interface Places {
  moto: string;
  /** Door to moto's tables, one request at a time. */
  tables: string;
  /** The loopback AWS. */
  cloud: string;
  region: string;
}

const compute = ['AUTO_SCALING', 'EC2', 'SSM'];

/** On this machine, and on instances, where credentials come from the metadata service. */
export function instanceVariables(places: Places): Record<string, string> {
  return endpoints(places, [...compute, 'STS']);
}

export function serverVariables(places: Places): Record<string, string> {
  return {
    ...endpoints(places, [...compute, 'LAMBDA']),
    AWS_REGION: places.region,
    AWS_ACCESS_KEY_ID: 'job-server',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
  };
}

/** Inside the loopback's Lambda, whose own endpoint is the default there: what is on moto is named. */
export function functionVariables({ moto, tables }: Places): Record<string, string> {
  return { AWS_ENDPOINT_URL_DYNAMODB: tables, AWS_ENDPOINT_URL_SQS: moto, AWS_ENDPOINT_URL_S3: moto };
}

function endpoints({ moto, tables, cloud }: Places, onCloud: readonly string[]): Record<string, string> {
  const others = onCloud.map((service) => [`AWS_ENDPOINT_URL_${service}`, cloud]);
  return { AWS_ENDPOINT_URL: moto, AWS_ENDPOINT_URL_DYNAMODB: tables, ...Object.fromEntries(others) };
}

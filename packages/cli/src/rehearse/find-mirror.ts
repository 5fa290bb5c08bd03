/** The first folder that holds the AWS provider as a Terraform mirror does, `<host>/hashicorp/aws/<version>`, pure over a reader of folders. */
import { join } from 'node:path';

/** @param readFolders names of the folders in a folder, none when it is not there */
export function findMirror(
  places: readonly string[],
  readFolders: (dir: string) => readonly string[],
): string | undefined {
  return places.find((place) =>
    readFolders(place).some((host) => {
      const versions = readFolders(join(place, host, 'hashicorp/aws'));
      return host.includes('.') && versions.some((version) => /^\d+\.\d+\.\d+$/.test(version));
    }),
  );
}

/** Prints the n-th generated file as it must be. */
import { files } from './files.ts';

const made = await files[Number(process.argv[2])]?.make();
if (made === undefined) process.exitCode = 2;
else process.stdout.write(made);

/** Whether this machine holds the loopback AWS to moto server; how it is started is the command line's. */
export { type MotoServer, startMoto } from '@reelyard/cli';

/** Set to 1 where moto server is installed (`pip install 'moto[server]'`). */
export const motoIsWanted = process.env['REELYARD_MOTO'] === '1';

/** Import of edits in Shotstack's format. */
export {};

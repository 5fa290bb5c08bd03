/** Calling addresses that clients named. */
export { AddressGuard, type AddressGuardOptions, type PinnedAddress, type Pinning } from './address-guard.ts';
export { type AddressCheck, type AddressRefusal } from './check-address.ts';
export { type DialOptions, dialPinned } from './dial-pinned.ts';
export { type NameLookup, type PublicLookupOptions, publicLookup, systemLookup } from './name-lookup.ts';
export { isPublicAddress } from './public-address.ts';

/**
 * Gives every asset of a job the address that the agent fetches: `asset://<id>` becomes the tenant's object in the artifact bucket,
 * and http(s) addresses are checked for shape. Each problem names its pointer; an id of another tenant is unknown.
 */
import { type ProblemItem, listAssets, mapAssets } from '@reelyard/contracts';
import { type Asset } from '@reelyard/ledger';
import { type AddressGuard } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { type SubmitPlan } from '../core/decide-submit.ts';
import { listStrings, replaceAt } from '../core/pointer.ts';
import { type JobStore, type Storage } from '../ports.ts';
import { findAddressProblem } from './check-address.ts';

export interface AssetPorts {
  readonly ledger: Pick<JobStore, 'findAsset'>;
  readonly storage: Pick<Storage, 'exists' | 'uri'>;
  readonly addresses: Pick<AddressGuard, 'check'>;
}

export type AssetResolution =
  | { readonly kind: 'resolved'; readonly payload: SubmitPlan['payload'] }
  | { readonly kind: 'refused'; readonly errors: ProblemItem[] };

interface Reference {
  /** Pointer into the composition or project. */
  readonly pointer: string;
  readonly src: string;
}

const scheme = 'asset://';

export async function resolveAssets(tenant: string, plan: SubmitPlan, ports: AssetPorts): Promise<AssetResolution> {
  const references = listReferences(plan);
  const place = plan.composition?.place ?? ((pointer: string) => `/project${pointer}`);
  const owned = new Map<string, string>();
  const errors: ProblemItem[] = [];
  for (const { pointer, src } of references) {
    const problem = src.startsWith(scheme)
      ? await claimAsset(tenant, src, owned, ports)
      : findAddressProblem(src, ports.addresses);
    if (problem) errors.push({ pointer: place(pointer), ...problem });
  }
  if (errors.length > 0) return { kind: 'refused', errors };
  return placePayload(plan, references, owned);
}

/**
 * A project is opaque: only strings that are an address as a whole are read. Agents fetch what stands in its `inputs` and `assets`,
 * and any object of the bucket wherever it stands; so an `s3:` address that the client wrote itself is refused everywhere.
 */
function listReferences({ composition, payload }: SubmitPlan): readonly Reference[] {
  if (composition !== undefined) return listAssets(composition.canonical);
  return listStrings(payload.project)
    .filter(({ pointer, text }) => isOfBucket.test(text) || (isListed.test(pointer) && isWeb.test(text)))
    .map(({ pointer, text }) => ({ pointer, src: text }));
}

const isOfBucket = /^\s*(?:asset|s3):/i;
const isListed = /^\/(?:inputs|assets)(?:\/|$)/;
const isWeb = /^\s*https?:/i;

type Problem = Omit<ProblemItem, 'pointer'>;

/** Looks an id up once per job; a known and uploaded one goes into `owned` with its address. */
async function claimAsset(
  tenant: string,
  src: string,
  owned: Map<string, string>,
  { ledger, storage }: AssetPorts,
): Promise<Problem | undefined> {
  if (owned.has(src)) return undefined;
  const id = src.slice(scheme.length);
  const asset: Asset | undefined = isAssetId(id) ? await ledger.findAsset(tenant, id) : undefined;
  if (!asset) return { code: 'asset_unknown', detail: `there is no asset ${id.slice(0, 64)}` };
  if (!(await storage.exists(asset.key))) return { code: 'asset_not_uploaded', detail: `${id} was not uploaded yet` };
  owned.set(src, storage.uri(asset.key));
  return undefined;
}

const isAssetId = (id: string): boolean => /^ast_[0-9A-HJKMNP-TV-Z]{26}$/.test(id);

function placePayload(
  { payload, composition }: SubmitPlan,
  references: readonly Reference[],
  owned: ReadonlyMap<string, string>,
): AssetResolution {
  const { engine } = payload;
  if (composition === undefined) {
    const project = replaceAll(payload.project, references, owned);
    return { kind: 'resolved', payload: { engine, project } };
  }
  const isMoved = owned.size > 0;
  const canonical = isMoved
    ? mapAssets(composition.canonical, ({ src }) => ({ src: owned.get(src) ?? src }))
    : composition.canonical;
  const isSurelySmall = !isMoved && composition.characters * maxBytesPerUnit <= apiLimits.payloadBytes;
  if (isSurelySmall || bytesOf(canonical) <= apiLimits.payloadBytes) {
    return { kind: 'resolved', payload: { engine, composition: canonical } };
  }
  const sent = replaceAll(composition.sent, references, owned);
  if (!composition.isMerged && bytesOf(sent) <= apiLimits.payloadBytes) {
    return { kind: 'resolved', payload: { engine, composition: sent } };
  }
  const detail = 'is larger than 256 KiB once its variables are merged and its defaults are filled';
  return { kind: 'refused', errors: [{ pointer: '/composition', code: 'composition_too_large', detail }] };
}

function replaceAll(root: unknown, references: readonly Reference[], owned: ReadonlyMap<string, string>): unknown {
  return references.reduce((value, { pointer, src }) => {
    const address = owned.get(src);
    return address === undefined ? value : replaceAt(value, pointer, address);
  }, root);
}

/** UTF-8 needs three bytes at most for one UTF-16 unit. */
const maxBytesPerUnit = 3;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

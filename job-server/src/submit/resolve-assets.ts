/**
 * Gives every asset of a job the address that the agent fetches: `asset://<id>` becomes the tenant's object in the artifact bucket,
 * and http(s) addresses are checked for shape. Each problem names its pointer; an id of another tenant is unknown. What is known of the media
 * settles lengths that were `auto`, so the job may be cut where it could not have been.
 */
import { type Composition, type ProblemItem, listAssets, mapAssets, settleTimes, toTicks } from '@reelyard/contracts';
import { type AddressGuard } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { findMisfit, findTrimProblem } from '../core/asset-fit.ts';
import { type SubmitPlan } from '../core/decide-submit.ts';
import { planComposition } from '../core/plan-tasks.ts';
import { listStrings, replaceAt } from '../core/pointer.ts';
import { type Storage } from '../ports.ts';
import { findAddressProblem } from './check-address.ts';
import { type FindAssetsPorts, type Found, findAssets, scheme } from './find-assets.ts';

export interface AssetPorts extends FindAssetsPorts {
  readonly storage: Pick<Storage, 'uri'>;
  readonly addresses: Pick<AddressGuard, 'check'>;
}

export type AssetResolution =
  | {
      readonly kind: 'resolved';
      readonly payload: SubmitPlan['payload'];
      /** As it was given, with lengths settled and tasks cut by what is known of the media. */
      readonly plan: SubmitPlan;
    }
  | { readonly kind: 'refused'; readonly errors: ProblemItem[] };

type Reference = ReturnType<typeof listAssets>[number] | { readonly pointer: string; readonly src: string };
type FoundAssets = ReadonlyMap<string, Found>;

/** More would help nobody. */
const maxErrors = 100;

export async function resolveAssets(tenant: string, given: SubmitPlan, ports: AssetPorts): Promise<AssetResolution> {
  const references = listReferences(given);
  const place = given.composition?.place ?? ((pointer: string) => `/project${pointer}`);
  const found = await findAssets(
    tenant,
    references.map(({ src }) => src),
    ports,
  );
  const errors = references.flatMap((reference) => judge(reference, given, found, ports));
  const called = findWebhookProblem(given, ports);
  if (errors.length > 0 || called) {
    const placed = errors.map((error) => ({ ...error, pointer: place(error.pointer) })).concat(called ?? []);
    return { kind: 'refused', errors: placed.slice(0, maxErrors) };
  }
  const plan = settleMedia(given, found);
  const owned = new Map<string, string>();
  for (const [src, one] of found) if (one.kind === 'ready') owned.set(src, ports.storage.uri(one.asset.key));
  const placed = placePayload(plan, references, owned);
  return placed.kind === 'refused' ? placed : { ...placed, plan: placed.isAsSent ? given : plan };
}

/** A job's own webhook is an address that a client named, too. */
function findWebhookProblem({ webhook }: SubmitPlan, { addresses }: AssetPorts): ProblemItem | undefined {
  const check = webhook && addresses.check(webhook.url);
  if (check?.kind !== 'refused') return undefined;
  const code = check.code === 'invalid' ? 'webhook_address_invalid' : 'webhook_address_blocked';
  return { pointer: '/webhook/url', code, detail: check.detail };
}

function judge(
  reference: Reference,
  { composition }: SubmitPlan,
  found: FoundAssets,
  ports: AssetPorts,
): readonly ProblemItem[] {
  const { pointer, src } = reference;
  if (!src.startsWith(scheme)) {
    const problem = findAddressProblem(src, ports.addresses);
    return problem === undefined ? [] : [{ pointer, ...problem }];
  }
  const one = found.get(src);
  if (one?.kind !== 'ready')
    return [{ pointer, code: one?.code ?? 'asset_unknown', detail: one?.detail ?? 'is not known' }];
  if (composition === undefined || !('kind' in reference)) return [];
  const misfit = findMisfit(reference.kind, one.asset);
  if (misfit) return [{ pointer, ...misfit }];
  const trim = findTrimProblem(composition.canonical, pointer, one.asset);
  return trim === undefined ? [] : [trim];
}

/** Captions have their length from their lines, which the engine reads. */
function settleMedia(plan: SubmitPlan, found: FoundAssets): SubmitPlan {
  const { composition, engine } = plan;
  if (composition === undefined || found.size === 0) return plan;
  const canonical: Composition = settleTimes(composition.canonical, (src) => {
    const one = found.get(src);
    const probe = one?.kind === 'ready' ? one.asset.probe : undefined;
    const isTimed = probe?.streams.some(({ kind }) => kind === 'video' || kind === 'audio') ?? false;
    return isTimed && probe?.durationSeconds !== undefined ? toTicks(probe.durationSeconds) : undefined;
  });
  return { ...plan, composition: { ...composition, canonical }, tasks: planComposition(canonical, engine) };
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

type Placed =
  | {
      readonly kind: 'resolved';
      readonly payload: SubmitPlan['payload'];
      /** Not in its canonical form. */ readonly isAsSent?: true;
    }
  | { readonly kind: 'refused'; readonly errors: ProblemItem[] };

function placePayload(
  { payload, composition }: SubmitPlan,
  references: readonly Reference[],
  owned: ReadonlyMap<string, string>,
): Placed {
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
    return { kind: 'resolved', payload: { engine, composition: sent }, isAsSent: true };
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

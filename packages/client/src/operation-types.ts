/** What a call of each operation takes and gives, from the generated types alone. */
import { type operations } from './generated/api-types.ts';
import { type operationTable } from './generated/operation-table.ts';

export type OperationId = keyof typeof operationTable & keyof operations;

type Operation<Id extends OperationId> = operations[Id];
type Parameters_<Id extends OperationId, In extends 'path' | 'query'> = Operation<Id>['parameters'][In];
type ValueOf<T> = T[keyof T];

type BodyOf<Id extends OperationId> =
  Operation<Id> extends { requestBody: { content: infer Content } }
    ? {
        readonly body: ValueOf<Content>;
        /** When the body is text: its media type. */ readonly contentType?: Extract<keyof Content, string>;
      }
    : object;

type PathOf<Id extends OperationId> = [Exclude<Parameters_<Id, 'path'>, undefined>] extends [never]
  ? object
  : { readonly path: Exclude<Parameters_<Id, 'path'>, undefined> };

type QueryOf<Id extends OperationId> = [Exclude<Parameters_<Id, 'query'>, undefined>] extends [never]
  ? object
  : object extends Exclude<Parameters_<Id, 'query'>, undefined>
    ? { readonly query?: Exclude<Parameters_<Id, 'query'>, undefined> }
    : { readonly query: Exclude<Parameters_<Id, 'query'>, undefined> };

type KeyedOf<Id extends OperationId> = (typeof operationTable)[Id] extends { isKeyed: true }
  ? {
      /** Made once per call unless told: the retries of a call are one submit. Tell your own to make two calls one. */ readonly idempotencyKey?: string;
    }
  : object;

export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** More headers, as `If-None-Match`, `Accept` or `traceparent`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type CallInput<Id extends OperationId> = PathOf<Id> & QueryOf<Id> & BodyOf<Id> & KeyedOf<Id> & CallOptions;

type Success = 200 | 201 | 202;
type ReplyWith<Content> = Content extends { 'application/json': infer Json } ? Json : string;
type ReplyOf<Reply> = Reply extends { content: infer Content }
  ? [Content] extends [never]
    ? undefined
    : ReplyWith<Content>
  : undefined;
type Successes<Id extends OperationId> = Operation<Id>['responses'][Success & keyof Operation<Id>['responses']];

/** JSON as it is typed, text of any other kind; undefined where the reply has no body (204, 304). */
export type CallOutput<Id extends OperationId> = [Successes<Id>] extends [never] ? undefined : ReplyOf<Successes<Id>>;

type IsBare<Input> = object extends Input ? true : false;

export type Method<Id extends OperationId> =
  IsBare<CallInput<Id>> extends true
    ? (input?: CallInput<Id>) => Promise<CallOutput<Id>>
    : (input: CallInput<Id>) => Promise<CallOutput<Id>>;

export type Methods = { readonly [Id in OperationId]: Method<Id> };

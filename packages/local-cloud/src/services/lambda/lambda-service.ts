/** The operations of Lambda over its table and its pool of processes. */
import { randomUUID } from 'node:crypto';
import { type ControlReply } from '../../control/routes.ts';
import {
  AwsError,
  type Host,
  type RestCall,
  type Service,
  type ServiceReply,
  type ServiceRequest,
} from '../../service.ts';
import { unpackCode } from './code.ts';
import { FunctionPool } from './function-pool.ts';
import { type EventSourceMapping, FunctionTable } from './function-table.ts';
import { describeFunction, type LambdaFunction } from './lambda-function.ts';
import { QueuePoller } from './queue-poller.ts';
import { functionName, routeCall } from './routes.ts';

type Body = Record<string, unknown>;
type Operation = (id: string, body: Body, request: ServiceRequest) => Promise<ServiceReply>;

export class LambdaService implements Service {
  readonly names = ['lambda'];
  readonly protocol = 'rest-json';
  readonly #host: Host;
  readonly #table: FunctionTable;
  readonly #pool: FunctionPool;
  readonly #pollers = new Map<string, QueuePoller>();

  constructor(host: Host) {
    this.#host = host;
    this.#table = new FunctionTable(host.store);
    this.#pool = new FunctionPool(host, this.#table);
    host.control.register('POST', '/_local/functions/*', ({ rest }) => this.#control(rest));
  }

  start(): Promise<void> {
    for (const mapping of this.#table.listMappings()) this.#poll(mapping);
    for (const fn of this.#table.list()) this.#pool.drainAsync(fn.name);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    for (const poller of this.#pollers.values()) poller.stop();
    await this.#pool.stop();
  }

  /** `NAME:kill`: as if the host of its execution environments had died in the middle of their events. */
  #control(rest: string): ControlReply {
    const [name = '', verb = ''] = rest.split(':');
    if (!this.#table.find(name)) return { status: 404, body: { error: `no function ${name}` } };
    if (verb !== 'kill') return { status: 404, body: { error: `no fault ${verb}` } };
    return { status: 200, body: { killed: this.#pool.killBusy(name) } };
  }

  operationOf({ method, path }: RestCall): string {
    return routeCall(method, path)?.operation ?? '';
  }

  async handle(request: ServiceRequest): Promise<ServiceReply> {
    const call = routeCall(request.method, request.path);
    if (!call && request.action === 'Invoke') return this.#invokeInProcess(request);
    if (!call)
      throw new AwsError('UnknownOperationException', `${request.method} ${request.path} is not emulated`, 404);
    const operation = this.#operations[call.operation];
    if (!operation) throw new AwsError('UnknownOperationException', `${call.operation} is not emulated`, 404);
    const body = call.operation === 'Invoke' ? {} : readBody(request);
    return operation(call.id, body, request);
  }

  readonly #operations: Record<string, Operation> = {
    CreateFunction: (_id, body) => this.#create(body),
    ListFunctions: () => Promise.resolve(reply(200, { Functions: this.#table.list().map(describeFunction) })),
    GetFunction: (id) => {
      const fn = this.#get(id);
      return Promise.resolve(
        reply(200, { Configuration: describeFunction(fn), Code: { RepositoryType: 'S3' }, Tags: {} }),
      );
    },
    GetFunctionConfiguration: (id) => Promise.resolve(reply(200, describeFunction(this.#get(id)))),
    DeleteFunction: async (id) => {
      await this.#table.delete(this.#get(id).name);
      await this.#pool.retire(id);
      return { status: 204 };
    },
    UpdateFunctionConfiguration: (id, body) => this.#change(this.#get(id), settings(body)),
    UpdateFunctionCode: async (id, body) => {
      const fn = this.#get(id);
      return this.#change(fn, unpackCode(this.#host.dataDir, fn.name, await this.#readCode(body)));
    },
    PutFunctionConcurrency: async (id, body) => {
      const reserved = Number(body['ReservedConcurrentExecutions']);
      await this.#table.put({ ...this.#get(id), reservedConcurrency: reserved });
      return reply(200, { ReservedConcurrentExecutions: reserved });
    },
    AddPermission: (id, body) => {
      this.#get(id);
      return Promise.resolve(reply(201, { Statement: JSON.stringify(body) }));
    },
    Invoke: (id, _body, request) => this.#invoke(this.#get(id), request),
    CreateEventSourceMapping: (_id, body) => this.#createMapping(body),
    ListEventSourceMappings: () =>
      Promise.resolve(reply(200, { EventSourceMappings: this.#table.listMappings().map(this.#describeMapping) })),
    GetEventSourceMapping: (id) => Promise.resolve(reply(200, this.#describeMapping(this.#getMapping(id)))),
    DeleteEventSourceMapping: async (id) => {
      const mapping = this.#getMapping(id);
      await this.#table.deleteMapping(id);
      this.#pollers.get(id)?.stop();
      this.#pollers.delete(id);
      return reply(202, { ...this.#describeMapping(mapping), State: 'Deleting' });
    },
  };

  async #create(body: Body): Promise<ServiceReply> {
    const name = String(body['FunctionName'] ?? '');
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw invalid(`FunctionName ${JSON.stringify(name)} is not valid`);
    if (this.#table.find(name)) throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
    const code = unpackCode(this.#host.dataDir, name, await this.#readCode((body['Code'] ?? {}) as Body));
    const fn: LambdaFunction = {
      name,
      arn: `arn:aws:lambda:${this.#host.region}:${this.#host.accountId}:function:${name}`,
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      role: '',
      timeoutSeconds: 3,
      memoryMb: 128,
      environment: {},
      ...settings(body),
      ...code,
      lastModified: new Date(this.#host.now()).toISOString(),
      revision: randomUUID(),
    };
    await this.#table.put(fn);
    return reply(201, describeFunction(fn));
  }

  async #change(fn: LambdaFunction, change: Partial<LambdaFunction>): Promise<ServiceReply> {
    const lastModified = new Date(this.#host.now()).toISOString();
    const changed = { ...fn, ...change, lastModified, revision: randomUUID() };
    await this.#table.put(changed);
    await this.#pool.retire(fn.name);
    return reply(200, describeFunction(changed));
  }

  async #readCode(code: Body): Promise<Buffer> {
    if (typeof code['ZipFile'] === 'string') return Buffer.from(code['ZipFile'], 'base64');
    throw invalid('Code.ZipFile is needed: code by S3 key is not emulated');
  }

  async #invoke(fn: LambdaFunction, request: ServiceRequest): Promise<ServiceReply> {
    const payload = request.body.length === 0 ? '{}' : request.body.toString('utf8');
    const event = parsePayload(payload);
    if (request.headers['x-amz-invocation-type'] === 'Event') return this.#enqueue(fn.name, payload);
    const running = this.#pool.invoke(fn, event);
    if (!running) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    const result = await running;
    if (result.kind === 'returned') return { status: 200, body: result.payload };
    return { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: JSON.stringify(result.error) };
  }

  async #invokeInProcess(request: ServiceRequest): Promise<ServiceReply> {
    const body = readBody(request);
    const name = functionName(String(body['FunctionName']));
    this.#get(name);
    return this.#enqueue(name, JSON.stringify(body['Payload'] ?? {}));
  }

  async #enqueue(name: string, payload: string): Promise<ServiceReply> {
    await this.#table.enqueue(name, payload);
    this.#pool.drainAsync(name);
    return { status: 202 };
  }

  async #createMapping(body: Body): Promise<ServiceReply> {
    const fn = this.#get(functionName(String(body['FunctionName'])));
    const queueArn = String(body['EventSourceArn'] ?? '');
    if (!queueArn.startsWith('arn:aws:sqs:')) throw invalid(`EventSourceArn ${queueArn}: only SQS is emulated`);
    const isKnown = this.#table.listMappings().some((m) => m.functionName === fn.name && m.queueArn === queueArn);
    if (isKnown) throw new AwsError('ResourceConflictException', 'The event source mapping already exists.', 409);
    const mapping: EventSourceMapping = {
      uuid: randomUUID(),
      functionName: fn.name,
      queueArn,
      batchSize: Number(body['BatchSize'] ?? 10),
      isEnabled: body['Enabled'] !== false,
      reportsItemFailures: ((body['FunctionResponseTypes'] as string[] | undefined) ?? []).includes(
        'ReportBatchItemFailures',
      ),
    };
    await this.#table.putMapping(mapping);
    this.#poll(mapping);
    return reply(202, this.#describeMapping(mapping));
  }

  #poll(mapping: EventSourceMapping): void {
    if (!mapping.isEnabled) return;
    this.#pollers.set(mapping.uuid, new QueuePoller(this.#host, this.#table, this.#pool, mapping));
  }

  readonly #describeMapping = (mapping: EventSourceMapping): Body => ({
    UUID: mapping.uuid,
    BatchSize: mapping.batchSize,
    EventSourceArn: mapping.queueArn,
    FunctionArn: `arn:aws:lambda:${this.#host.region}:${this.#host.accountId}:function:${mapping.functionName}`,
    FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    State: mapping.isEnabled ? 'Enabled' : 'Disabled',
  });

  #get(name: string): LambdaFunction {
    const fn = this.#table.find(name);
    if (!fn) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    return fn;
  }

  #getMapping(uuid: string): EventSourceMapping {
    const mapping = this.#table.findMapping(uuid);
    if (!mapping) throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    return mapping;
  }
}

function settings(body: Body): Partial<LambdaFunction> {
  const environment = (body['Environment'] as { Variables?: Record<string, string> } | undefined)?.Variables;
  return {
    ...(typeof body['Handler'] === 'string' ? { handler: body['Handler'] } : {}),
    ...(typeof body['Runtime'] === 'string' ? { runtime: body['Runtime'] } : {}),
    ...(typeof body['Role'] === 'string' ? { role: body['Role'] } : {}),
    ...(typeof body['Timeout'] === 'number' ? { timeoutSeconds: body['Timeout'] } : {}),
    ...(typeof body['MemorySize'] === 'number' ? { memoryMb: body['MemorySize'] } : {}),
    ...(environment ? { environment } : {}),
  };
}

function readBody(request: ServiceRequest): Body {
  if (request.body.length === 0) return {};
  return parsePayload(request.body.toString('utf8')) as Body;
}

function parsePayload(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

function reply(status: number, body: Body): ServiceReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

import { createRequire } from 'node:module';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import * as cases from './cases.dto.js';
import * as clocks from './clocks.dto.js';
import * as commands from './commands.dto.js';
import { DraftBody } from './drafts.dto.js';
import { ErasureAnswerBody } from './erasures.dto.js';
import * as course from './course.dto.js';
import { CloseNeedBody, NeedBody, NeedsQuery, OfferBody, SpanQuery } from './needs.dto.js';
import {
  FeedQuery,
  IndexTokenBody,
  LimitQuery,
  NoticesQuery,
  TasksQuery,
  TermsQuery,
  WaitQuery,
  WebhookBody,
} from './queries.dto.js';
import { PROBLEM_TYPE } from './problem.js';
import * as rosters from './roster.dto.js';

/** Every body that a handler takes. */
const BODIES = [
  ...Object.values(cases),
  ...Object.values(commands),
  ...Object.values(course),
  ...Object.values(clocks),
  ...Object.values(rosters),
  ...[NeedBody, OfferBody, CloseNeedBody],
  ...[IndexTokenBody, WebhookBody, ErasureAnswerBody, DraftBody],
];

/** Every query that a handler takes. */
const QUERIES = [
  TasksQuery,
  WaitQuery,
  FeedQuery,
  LimitQuery,
  NoticesQuery,
  TermsQuery,
  NeedsQuery,
  SpanQuery,
];

type Schema = Record<string, unknown> & {
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
};

/**
 * The OpenAPI document, as text: the routes are read from the controllers, the bodies and queries from the very checks by
 * which they are judged, so that it cannot say anything else than what is done. Its libraries are loaded on the first call.
 */
export async function openApiDocument(app: NestFastifyApplication, agency: string): Promise<string> {
  const { ApiProperty, DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
  const schemas = await schemasOfChecks();
  for (const query of QUERIES) {
    const { properties = {}, required = [] } = schemas[query.name] ?? {};
    for (const [name, schema] of Object.entries(properties)) {
      ApiProperty({ ...schema, required: required.includes(name) })(query.prototype, name);
    }
  }
  const about = new DocumentBuilder()
    .setTitle(`Concordat: ${agency}`)
    .setDescription(
      'The service of one agency. Every error is problem details (RFC 9457) with all faults at once.',
    )
    .addBearerAuth({ type: 'http', bearerFormat: 'opaque' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, about, { extraModels: [...BODIES] });
  return JSON.stringify(completed(document, schemas));
}

async function schemasOfChecks(): Promise<Record<string, Schema>> {
  const { validationMetadatasToSchemas } = await import('class-validator-jsonschema');
  // The storage has no entry of its own in the package; it knows the classes inside lists.
  const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
    defaultMetadataStorage: never;
  };
  const schemas = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: REF,
  });
  // A field without a class of its own is an object of texts.
  const text = JSON.stringify(schemas).replaceAll(
    `"$ref":"${REF}Object"`,
    '"additionalProperties":{"type":"string"}',
  );
  return withHeirs(JSON.parse(text) as Record<string, Schema>);
}

/** A body without fields of its own has no schema of its own: it has that of the body it extends. */
function withHeirs(schemas: Record<string, Schema>): Record<string, Schema> {
  const heirs = BODIES.flatMap((body) => {
    const above = schemas[(Object.getPrototypeOf(body) as { readonly name: string }).name];
    return schemas[body.name] === undefined && above ? [[body.name, above] as const] : [];
  });
  return { ...schemas, ...Object.fromEntries(heirs) };
}

const REF = '#/components/schemas/';

/** Puts in the schemas of the checks, the problem that every operation can answer with, and the headers of commands. */
function completed(document: OpenAPIObject, schemas: Record<string, Schema>): unknown {
  const names = reachable(
    BODIES.map(({ name }) => name),
    schemas,
  );
  const own = Object.fromEntries(
    [...names].map((name) => [name, { ...schemas[name], additionalProperties: false }] as const),
  );
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const operations = Object.entries(item).map(([method, operation]) => [
      method,
      describe({ path, method }, operation as object),
    ]);
    return [path, Object.fromEntries(operations)] as const;
  });
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, schemas: { ...own, Problem: PROBLEM_SCHEMA } },
  };
}

function describe(
  { path, method }: { readonly path: string; readonly method: string },
  operation: { readonly responses?: object; readonly parameters?: readonly object[] },
): object {
  const problem = {
    description: 'Problem details',
    content: { [PROBLEM_TYPE]: { schema: { $ref: `${REF}Problem` } } },
  };
  const headers = method === 'post' && /^\/(tasks|needs)/.test(path) ? COMMAND_HEADERS : [];
  return {
    ...operation,
    parameters: [...(operation.parameters ?? []), ...headers],
    responses: { ...operation.responses, default: problem },
    ...(path === '/health' && { security: [] }),
  };
}

function reachable(from: readonly string[], schemas: Record<string, Schema>): Set<string> {
  const names = new Set(from);
  for (const name of names) {
    const found = JSON.stringify(schemas[name] ?? {}).matchAll(/#\/components\/schemas\/(\w+)/g);
    for (const [, next] of found) if (next) names.add(next);
  }
  return names;
}

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

const COMMAND_HEADERS = [
  header('Idempotency-Key', 'The same key with the same request is answered the same again.'),
  header('Prefer', 'wait=N: at most 30 seconds for the ledger before the answer queued.'),
];

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'faults'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string' },
    faults: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
    because: { type: 'object', additionalProperties: true },
  },
};

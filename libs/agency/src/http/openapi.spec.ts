import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import * as cases from './cases.dto.js';
import * as commands from './commands.dto.js';
import { openApiDocument } from './openapi.js';

@Module({})
class WithoutRoutes {}

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

let app: NestFastifyApplication;
let schemas: Readonly<Record<string, Schema>>;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(WithoutRoutes, new FastifyAdapter(), {
    logger: false,
  });
  const document = JSON.parse(await openApiDocument(app, 'police')) as {
    components: { schemas: typeof schemas };
  };
  schemas = document.components.schemas;
});
afterAll(() => app.close());

describe('the OpenAPI document', () => {
  it('has the fields of every body, also of one that adds none to what it inherits', () => {
    for (const name of [...Object.keys(cases), ...Object.keys(commands)])
      expect([name, Object.keys(schemas[name]?.properties ?? {})]).toEqual([
        name,
        expect.arrayContaining(['unit']),
      ]);
    expect(schemas['ExplainBody']).toEqual(schemas['RequestTaskBody']);
  });

  it('shows a need as the same as a request, to a list of parties', () => {
    const { to: _one, ...asked } = schemas['RequestTaskBody']?.properties ?? {};
    expect(schemas['NeedBody']?.properties).toMatchObject({ ...asked, to: { type: 'array' } });
    expect(schemas['NeedBody']?.required).toEqual(expect.arrayContaining(['strategy', 'kind', 'actor']));
    expect(schemas['OfferBody']).toEqual(schemas['RequestTaskBody']);
  });

  it('has no words among what a caller may send: they are found, not given', () => {
    const sent = Object.entries(schemas).filter(([, { properties = {} }]) => 'words' in properties);
    expect(sent).toEqual([]);
  });

  it('lets a kind, a unit, an urgency, a reason and an outcome be any text that could be an own word', () => {
    const word = { type: 'string', minLength: 1, maxLength: 200 };
    expect(schemas['RequestTaskBody']?.properties).toMatchObject({
      kind: word,
      unit: word,
      urgency: word,
      grade: word,
    });
    expect(schemas['PartyBody']?.properties).toMatchObject({ unit: word });
    expect(schemas['DeclineBody']?.properties).toMatchObject({ reason: word });
    expect(schemas['CompleteBody']?.properties).toMatchObject({ outcome: word });
  });

  it('has who is on shift with each row in full, and the need for which candidates are looked for', () => {
    expect(Object.keys(schemas['UnitRosterBody']?.properties ?? {})).toEqual(['shifts', 'free', 'actor']);
    expect(schemas['UnitRosterBody']?.required).toEqual(['shifts', 'actor']);
    expect(schemas['ShiftBody']?.required).toEqual(['skill', 'count', 'until']);
    expect(schemas['ShiftBody']?.properties).toMatchObject({
      ageGroups: { items: { enum: ['under-18', '18-64', '65-and-over'] }, uniqueItems: true },
    });
    expect(schemas['CandidatesBody']?.required).toEqual(['kind']);
  });
});

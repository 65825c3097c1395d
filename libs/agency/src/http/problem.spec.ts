import { HttpException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { REFUSALS } from '#domain';
import { StorageError } from '#storage';
import { problemOf } from './problem.filter.js';
import { Problem, refusalProblem } from './problem.js';

describe('problem details', () => {
  it('say type, title, status and every fault with its place', () => {
    const faults = [{ pointer: '/kind', code: 'MISSING', detail: 'expected a code' }];
    expect(new Problem('BAD_INPUT', { faults }).body('/tasks')).toEqual({
      type: 'urn:concordat:problem:bad-input',
      title: 'The request does not have the form that this endpoint takes.',
      status: 400,
      detail: '1 fault, listed in faults',
      instance: '/tasks',
      code: 'BAD_INPUT',
      faults,
    });
  });

  it.each([
    ['TASK_CLOSED', 409],
    ['OVERTAKEN', 409],
    ['NOT_IN_THIS_STATUS', 409],
    ['EARLIER_STEP_NOT_RECORDED', 409],
    ['IDEMPOTENCY_KEY_REUSED', 409],
    ['TASK_EXISTS', 409],
    ['NOT_THE_ASKER', 403],
    ['NOT_THE_PERFORMER', 403],
    ['NOT_A_PARTY', 403],
    ['ITEM_NOT_ALLOWED', 403],
    ['TASK_UNKNOWN', 404],
    ['REASON_NOT_ALLOWED', 422],
    ['DECIDE_BY_IN_THE_PAST', 422],
    ['OCCURRED_IN_THE_FUTURE', 422],
    ['OCCURRED_TOO_LONG_AGO', 422],
  ])('answer the refusal %s with %i', (refused, status) => {
    expect(refusalProblem({ refused }).status).toBe(status);
  });

  it('have the sentence of each refusal as title', () => {
    for (const [refused, title] of Object.entries(REFUSALS)) {
      expect(refusalProblem({ refused }).body().title).toBe(title);
    }
  });

  it('point at each item that may not travel, and say what may', () => {
    const because = { items: ['diagnosis'], rule: 'welfare-check.offer', stage: 'offer', allowed: ['area'] };
    const items = [{ code: 'area' }, { code: 'diagnosis' }];
    const body = refusalProblem({ refused: 'ITEM_NOT_ALLOWED', because }, items).body();
    expect(body.faults.map(({ pointer }) => pointer)).toEqual(['/items/1']);
    expect(body.because).toEqual(because);
  });

  it('tell nothing of the inside of an unknown error', () => {
    const body = problemOf(new Error('Corvin Aldmoor could not be stored')).body();
    expect(body).toMatchObject({ status: 500, code: 'BROKEN', faults: [] });
    expect(JSON.stringify(body)).not.toContain('Corvin');
  });

  it('say when the database is away, however the driver says it', () => {
    const causes = [
      new StorageError('UNAVAILABLE', 'x'),
      Object.assign(new Error('x'), { driverError: { code: '57P01' } }),
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      new Error('Connection terminated unexpectedly'),
    ];
    for (const cause of causes) {
      const problem = problemOf(cause);
      expect(problem).toMatchObject({ status: 503, code: 'DATABASE_AWAY' });
      expect(problem.headers).toHaveProperty('retry-after');
    }
    expect(problemOf(Object.assign(new Error('x'), { driverError: { code: '23505' } })).status).toBe(500);
  });

  it.each([
    [404, 'NOT_FOUND'],
    [413, 'TOO_LARGE'],
    [415, 'NOT_THIS_MEDIA_TYPE'],
    [400, 'METHOD_OR_FORM'],
  ])('translate what the web server says with %i', (statusCode, code) => {
    expect(problemOf({ statusCode }).code).toBe(code);
    expect(problemOf(new HttpException('x', statusCode)).code).toBe(code);
  });
});

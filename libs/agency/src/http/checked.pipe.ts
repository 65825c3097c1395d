import { type ArgumentMetadata, Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Fault } from '#domain';
import { AGENCY, type Agency } from '../agency.js';
import { codeFaults, type CodeView } from './code-faults.js';
import { UUID, type Checked } from './field-checks.js';
import { Problem } from './problem.js';
import { translateBody } from './translate.js';

const VALIDATION = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
} as const;

/**
 * Every fault of the form: fields that are missing, of a wrong type or unknown to the endpoint, each with a JSON pointer
 * (RFC 6901) and what is expected there. Quotes no value.
 */
export function shapeFaults(form: Checked, given: unknown): Fault[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return [{ pointer: '', code: 'NOT_AS_EXPECTED', detail: 'expected a JSON object' }];
  }
  const found = validateSync(plainToInstance(form, given), VALIDATION).flatMap((error) =>
    faultsOf(error, ''),
  );
  // The white list takes a name that every object inherits for a known one.
  const inherited = Object.keys(given).filter((name) => name in Object.prototype);
  return [...found, ...inherited.map((name) => unknownField(`/${name}`))];
}

const unknownField = (pointer: string): Fault => ({
  pointer,
  code: 'UNKNOWN_FIELD',
  detail: 'this endpoint takes no such field here',
});

function faultsOf({ property, value, constraints, children }: ValidationError, above: string): Fault[] {
  const pointer = `${above}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const below = (children ?? []).flatMap((child) => faultsOf(child, pointer));
  const [broken] = Object.entries(constraints ?? {});
  if (!broken) return below;
  const [name, detail] = broken;
  if (name === 'whitelistValidation') return [unknownField(pointer)];
  return [{ pointer, code: value === undefined ? 'MISSING' : 'NOT_AS_EXPECTED', detail }, ...below];
}

/**
 * What came in, in codes: own words that stood in the place of codes are in `words` then. With it all faults at once, one
 * for each place; `shape` are those of the form.
 */
export function judged(
  form: Checked,
  given: unknown,
  view: CodeView,
): { readonly body: unknown; readonly faults: readonly Fault[]; readonly shape: readonly Fault[] } {
  const shape = shapeFaults(form, given);
  const { body, faults: words } = translateBody(form, given, view);
  const spoken = elsewhere(shape, words);
  const faults = [...shape, ...spoken, ...elsewhere([...shape, ...spoken], codeFaults(body, view))];
  return { body, faults, shape };
}

/**
 * What came in, in codes, once its form, its words and its codes are right. Throws Problem with all faults: BAD_INPUT when
 * the form is wrong, else BAD_CONTENT.
 */
export function checked<T>(form: Checked, given: unknown, view: CodeView): T {
  const { body, faults, shape } = judged(form, given, view);
  if (faults.length > 0) throw new Problem(shape.length > 0 ? 'BAD_INPUT' : 'BAD_CONTENT', { faults });
  return body as T;
}

/** The faults at places where nothing was found wrong before. */
function elsewhere(found: readonly Fault[], more: readonly Fault[]): readonly Fault[] {
  const places = new Set(found.map(({ pointer }) => pointer));
  return more.filter(({ pointer }) => !places.has(pointer));
}

/** Checks the body of a case or a task against the class of the handler's parameter, and its codes against the directory. */
@Injectable()
export class CheckedPipe implements PipeTransform {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Throws Problem BAD_INPUT or BAD_CONTENT. */
  transform(given: unknown, { metatype }: ArgumentMetadata): unknown {
    const { config, profile } = this.agency;
    return checked(metatype as Checked, given, {
      directory: this.agency.directory(),
      agency: profile.code,
      modes: config.modes,
    });
  }
}

/** Checks a query, or a body that holds no codes of the directory, against the class of the handler's parameter. */
@Injectable()
export class FormPipe implements PipeTransform {
  /** Throws Problem BAD_INPUT. */
  transform(given: unknown, { metatype }: ArgumentMetadata): unknown {
    const faults = shapeFaults(metatype as Checked, given);
    if (faults.length > 0) throw new Problem('BAD_INPUT', { faults });
    return given;
  }
}

/** Lets only ids through that are UUIDs: nothing that a subject or a query could take for a pattern. */
@Injectable()
export class IdPipe implements PipeTransform {
  /** Throws Problem BAD_INPUT. */
  transform(given: unknown): string {
    if (typeof given === 'string' && UUID.test(given)) return given;
    const detail = 'expected a UUID in lower case in the path';
    throw new Problem('BAD_INPUT', { faults: [{ pointer: '', code: 'NOT_AN_ID', detail }] });
  }
}

import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import type { AdmittedRequest } from './bearer.guard.js';

/**
 * Puts the person who is signed in into every command as its actor, whatever the body says or leaves out: nobody acts in
 * another's name. A system's commands name their actor themselves.
 */
@Injectable()
export class ActorGuard implements CanActivate {
  /** True always. */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { actor, body } = context.switchToHttp().getRequest<AdmittedRequest>();
    if (!actor || !isRecord(body)) return true;
    const prototype = context.getClass<object>().prototype as object;
    const forms = Reflect.getMetadata('design:paramtypes', prototype, context.getHandler().name) as
      readonly unknown[] | undefined;
    if ((forms ?? []).some(namesAnActor)) body['actor'] = { ...actor };
    return true;
  }
}

/** Whether a class of a body has an actor among its checked fields. */
export const namesAnActor = (form: unknown): boolean =>
  typeof form === 'function' &&
  getMetadataStorage()
    .getTargetValidationMetadatas(form, '', false, false)
    .some(({ propertyName }) => propertyName === 'actor');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

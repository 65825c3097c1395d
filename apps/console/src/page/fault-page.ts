import { HttpException } from '@nestjs/common';
import { ServiceAway } from '../services/service-away.js';
import { ServiceRefused } from '../services/service-client.js';
import { Page } from './answers.js';

/** A refusal of the console itself. */
export class NotForYou extends Error {
  override readonly name = 'NotForYou';

  /** `form`: the form did not carry the token of its session. */
  constructor(readonly why: 'role' | 'form' | 'no-role') {
    super(why);
  }
}

const NOT_FOR_YOU: Readonly<Record<NotForYou['why'], string>> = {
  role: 'Your role does not have this page. If you need it for your work, ask whoever looks after accounts in your agency.',
  form: 'This form is older than your session. Nothing was done: go back, reload the page and send it again.',
  'no-role': 'Your account has no role in Concordat. Ask whoever looks after accounts in your agency.',
};

/** The page for an error: what happened in plain words, and what to do now. Never what went wrong inside. */
export function faultPage(error: unknown): Page {
  if (error instanceof NotForYou) return told(403, 'You cannot do this', [NOT_FOR_YOU[error.why]]);
  if (error instanceof ServiceAway) return awayPage(error.service);
  if (error instanceof ServiceRefused) return refusedPage(error);
  const status = statusOf(error);
  if (status === 404) return NOT_FOUND;
  if (status >= 400 && status < 500) {
    return told(status, 'The console cannot read this', ['Go back, check what you entered and try again.']);
  }
  return told(500, 'Sorry, there is a problem with the console', [
    'Try again in a minute. What you sent may not have been done: look at the task before you send it again.',
    'If it is urgent, telephone.',
  ]);
}

const NOT_FOUND = new Page(
  'page/fault.njk',
  {
    title: 'There is nothing here',
    texts: [
      'Check the address if you typed it.',
      'What you look for may be of another unit or agency, which your role does not show.',
    ],
  },
  404,
);

const told = (status: number, title: string, texts: readonly string[]): Page =>
  new Page('page/fault.njk', { title, texts }, status);

const awayPage = (service: string): Page =>
  told(502, `Sorry, ${service} does not answer`, [
    'Nothing is lost: what was recorded stays recorded. Reload this page in a minute.',
    'If a person needs something now, telephone the agency, and enter it here afterwards.',
  ]);

function refusedPage({ refusal }: ServiceRefused): Page {
  if (refusal.status === 403) return told(403, 'You cannot see this', [refusal.title]);
  if (refusal.status === 404) return NOT_FOUND;
  return told(refusal.status, 'The service did not do this', [
    refusal.title,
    ...refusal.faults.map(({ text }) => text),
  ]);
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

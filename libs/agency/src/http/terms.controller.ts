import { Controller, Get, Inject, Query } from '@nestjs/common';
import { TERM_SETS, type Fault } from '#domain';
import { AGENCY, type Agency } from '../agency.js';
import { FormPipe } from './checked.pipe.js';
import { unknownCode } from './item-faults.js';
import { Problem } from './problem.js';
import { TermsQuery } from './queries.dto.js';
import {
  glossaryOf,
  trapsFor,
  wordsForCode,
  type CodeInWords,
  type Glossary,
  type Trap,
} from './glossary.js';
import { readingsOf, type Reading } from './word-reading.js';

/** What a word would become in each set, or why it would be refused there; or what a code is called. */
interface Explained {
  readonly word?: readonly Reading[];
  readonly code?: readonly CodeInWords[];
  /** Words to avoid for the code, with what to ask instead. */
  readonly falseFriends?: readonly Trap[];
}

/** This agency's own words: all of them, or what becomes of one. */
@Controller('terms')
export class TermsController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /**
   * Without `word` and `code`: every word of this agency, its urgency scales, and the words that others take for something
   * else. With `word`: what it would become, or why it is refused. With `code`: what this agency, and `to`, call it,
   * and which words to avoid for it.
   */
  @Get()
  terms(@Query(FormPipe) query: TermsQuery): Glossary | Explained {
    const { word, code, to } = query;
    const directory = this.agency.directory();
    if (to !== undefined && !directory.agency(to))
      throw notKnown(unknownCode('/to', to, 'agency', directory.agencyCodes));
    const speaking = { directory, agency: this.agency.profile.code, ...(to && { listener: to }) };
    const sets = query.set ? [query.set] : TERM_SETS;
    if (word === undefined && code === undefined) return glossaryOf(speaking, sets);
    return {
      ...(word !== undefined && { word: readingsOf(word, query.set, speaking) }),
      ...(code !== undefined && {
        code: sets.flatMap((set) => wordsForCode(set, code, speaking)),
        falseFriends: sets.includes('concept') ? trapsFor(code, directory) : [],
      }),
    };
  }
}

const notKnown = (fault: Fault): Problem => new Problem('BAD_CONTENT', { faults: [fault] });

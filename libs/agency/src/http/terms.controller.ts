import { Controller, Get, Inject, Query } from '@nestjs/common';
import { TERM_SETS, type Fault, type TermSet } from '#domain';
import { AGENCY, type Agency } from '../agency.js';
import { FormPipe } from './checked.pipe.js';
import { unknownCode } from './item-faults.js';
import { Problem } from './problem.js';
import { TermsQuery } from './queries.dto.js';
import { codeOfGrade, codeOfWord, type Speaking } from './speaking.js';
import { glossaryOf, wordsForCode, type CodeInWords, type Glossary } from './glossary.js';
import { shownWord, type Reading } from './word-reading.js';

/** What a word would become in each set, or why it would be refused there; or what a code is called. */
interface Explained {
  readonly word?: readonly Reading[];
  readonly code?: readonly CodeInWords[];
}

/** This agency's own words: all of them, or what becomes of one. */
@Controller('terms')
export class TermsController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /**
   * Without `word` and `code`: every word of this agency, its urgency scales, and the words that others take for something
   * else. With `word`: what it would become, or why it is refused. With `code`: what this agency, and `to`, call it.
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
      ...(word !== undefined && { word: readings(word, query.set, speaking) }),
      ...(code !== undefined && { code: sets.flatMap((set) => wordsForCode(set, code, speaking)) }),
    };
  }
}

/** Where no set is named, only what the agency knows as a word is answered; a grade is answered with its band. */
function readings(word: string, set: TermSet | undefined, speaking: Speaking): readonly Reading[] {
  const at = { ...speaking, pointer: '/word' };
  if (set) return [shownWord(set, codeOfWord(set, word, at), speaking)];
  const all = TERM_SETS.map((one) => shownWord(one, codeOfWord(one, word, at), speaking));
  const grade = shownWord('grade', codeOfGrade(word, at), speaking);
  const meant = [...all, grade].filter(
    ({ refused }) => refused?.code !== 'UNKNOWN_WORD' && refused?.code !== 'UNKNOWN_GRADE',
  );
  return meant.length > 0 ? meant : all;
}

const notKnown = (fault: Fault): Problem => new Problem('BAD_CONTENT', { faults: [fault] });

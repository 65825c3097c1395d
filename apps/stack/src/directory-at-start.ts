import { DirectoryError, checkDirectory, faultText, type DirectoryData } from '#directory';

/** Most warnings that a start spells out: it is no place for a wall of text. */
const SPELT_OUT = 5;

/**
 * The directory with which a system starts; without `dir` the shipped one. `say` hears of its warnings at this instant
 * (ms since 1970), once, and of how many faults there are. Throws DirectoryError with every fault, file and line.
 */
export function directoryAtStart(say: (line: string) => void, at: number, dir?: string): DirectoryData {
  const { data, faults, warnings } = checkDirectory(at, dir);
  if (!data) {
    say(`The directory has ${counted(faults, 'fault')}, so nothing is started:`);
    throw new DirectoryError('BAD_FILES', faults);
  }
  if (warnings.length > 0) {
    say(`The directory has ${counted(warnings, 'warning')}:`);
    for (const warning of warnings.slice(0, SPELT_OUT)) say(`  ${faultText(warning)}`);
    const more = warnings.length - SPELT_OUT;
    if (more > 0) say(`  and ${more} more: concordat directory check`);
  }
  return data;
}

const counted = ({ length }: readonly unknown[], what: string): string =>
  `${length} ${what}${length === 1 ? '' : 's'}`;

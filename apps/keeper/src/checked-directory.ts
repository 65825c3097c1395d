import type { Logger } from 'pino';
import { DirectoryError, checkDirectory, faultText, type DirectoryData } from '#directory';

/**
 * The directory in a folder of YAML files, checked at this start. Its warnings are one line of the log. Throws
 * DirectoryError with every fault, each with file and line.
 */
export function checkedDirectory(dir: string, log: Pick<Logger, 'warn'>): DirectoryData {
  const { data, faults, warnings } = checkDirectory(Date.now(), dir);
  if (!data) throw new DirectoryError('BAD_FILES', faults);
  if (warnings.length > 0) log.warn({ warnings: warnings.map(faultText) }, 'the directory has warnings');
  return data;
}

/** The same for two spellings of one word: case, outer spaces and doubled spaces do not tell words apart. */
export const wordKey = (word: string): string => word.trim().replace(/\s+/g, ' ').toLowerCase();

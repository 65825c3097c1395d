// Words that can be told apart by radio and say nothing about a person. Left out of the NATO alphabet are words that are
// also first names (Charlie, India, Juliett, Mike, Oscar, Romeo, Sierra, Victor), that name a people, a relative, a drink,
// a date, a place to sleep or an examination, and the uniform.
const WORDS = [
  'Alfa',
  'Bravo',
  'Delta',
  'Echo',
  'Foxtrot',
  'Golf',
  'Kilo',
  'Lima',
  'Quebec',
  'Tango',
] as const;

// Left out are birds that are also first names (Robin, Jay, Martin), that are used to insult (Cuckoo, Coot, Gull), or that
// mean something else at work (Swallow, Thrush, Crane, Falcon).
const BIRDS = [
  'Avocet',
  'Brambling',
  'Bullfinch',
  'Cormorant',
  'Corncrake',
  'Curlew',
  'Dunlin',
  'Eider',
  'Fieldfare',
  'Flamingo',
  'Fulmar',
  'Goldcrest',
  'Goshawk',
  'Guillemot',
  'Harrier',
  'Heron',
  'Hoopoe',
  'Kestrel',
  'Kingfisher',
  'Kittiwake',
  'Lapwing',
  'Macaw',
  'Moorhen',
  'Osprey',
  'Pelican',
  'Penguin',
  'Pintail',
  'Plover',
  'Puffin',
  'Razorbill',
  'Redstart',
  'Sandpiper',
  'Shelduck',
  'Siskin',
  'Skylark',
  'Starling',
  'Toucan',
  'Turnstone',
  'Wagtail',
  'Whimbrel',
  'Wren',
  'Yellowhammer',
] as const;

// Numbers that are heard as something else: telephone numbers of services, and sections of the Mental Health Act 1983.
const HEARD_OTHERWISE: readonly number[] = [101, 111, 112, 117, 135, 136, 999];
const NUMBERS = Array.from({ length: 900 }, (_, at) => at + 100).filter(
  (number) => !HEARD_OTHERWISE.includes(number),
);

/** How many aliases there are; each whole number from 0 up to this one makes another. */
export const ALIAS_COUNT = WORDS.length * BIRDS.length * NUMBERS.length;

/**
 * The temporary name of a person whose name nobody knows, such as `Kilo Wren 482`: a word of the NATO alphabet, a bird and
 * a number from 100 to 999. `seed` is a random whole number from 0; seeds that differ by less than {@link ALIAS_COUNT}
 * make different aliases. Throws RangeError for any other number. Follows the random phonetic names for unidentified
 * patients of the NHS patient safety alert on temporary identities, in place since June 2019
 * (https://www.sor.org/news/ezine/patient-safety-alert-temporary-ids-for-unknown-pat).
 */
export function aliasOf(seed: number): string {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError('an alias is made from a whole number from 0');
  const number = seed % NUMBERS.length;
  const rest = Math.floor(seed / NUMBERS.length);
  const bird = rest % BIRDS.length;
  const word = Math.floor(rest / BIRDS.length) % WORDS.length;
  return `${WORDS[word]} ${BIRDS[bird]} ${NUMBERS[number]}`;
}

/** The alias that a text writes, in its one right form; undefined if it is none. Case and width of spaces do not count. */
export function parseAlias(text: string): string | undefined {
  const [word, bird, number, ...rest] = text.trim().toLowerCase().split(/\s+/u);
  const [rightWord, rightBird] = [sameWord(WORDS, word), sameWord(BIRDS, bird)];
  const rightNumber = NUMBERS.find((one) => String(one) === number);
  if (rest.length > 0 || !rightWord || !rightBird || !rightNumber) return undefined;
  return `${rightWord} ${rightBird} ${rightNumber}`;
}

const sameWord = (list: readonly string[], word: string | undefined): string | undefined =>
  list.find((one) => one.toLowerCase() === word);

import { languagesOf, type Definition, type Words } from './definition';
import { tokensDiffer } from './tokens';
import { ownerOf, textsOf, type Owner, type Path } from './traverse';

/** One text of the survey with its translations. */
export interface TextRow {
  id: string;
  path: Path;
  words: Words;
  owner: Owner;
  /** Languages it has no words in. */
  missing: string[];
  /** Languages in which something put in (an answer, a name) was lost. */
  broken: string[];
}

/** Every text that is written in some language, in the order of the survey. */
export function textRows(definition: Definition): TextRow[] {
  const languages = languagesOf(definition);
  const [first = ''] = languages;
  return textsOf(definition).filter(({ words }) => Object.values(words).some(Boolean)).map(({ words, path }) => ({
    id: path.join('.'),
    path,
    words,
    owner: ownerOf(definition, path),
    missing: languages.filter((language) => !words[language]),
    broken: languages.filter((language) => language !== first && words[first] && words[language] && tokensDiffer(words[first], words[language])),
  }));
}

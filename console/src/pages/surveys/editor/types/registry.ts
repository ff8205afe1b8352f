import type { QuestionKind } from './kind';
import { block } from './block';
import { cascade } from './cascade';
import { ces } from './ces';
import { checklist } from './checklist';
import { consent } from './consent';
import { constantSum } from './constant_sum';
import { date } from './date';
import { dropdown } from './dropdown';
import { email } from './email';
import { file } from './file';
import { hidden } from './hidden';
import { identifier } from './identifier';
import { image } from './image';
import { location } from './location';
import { matrixMultiple } from './matrix_multiple';
import { matrixRating } from './matrix_rating';
import { matrixSingle } from './matrix_single';
import { multiple } from './multiple';
import { nps } from './nps';
import { number } from './number';
import { phone } from './phone';
import { picture } from './picture';
import { ranking } from './ranking';
import { rating } from './rating';
import { signature } from './signature';
import { single } from './single';
import { slider } from './slider';
import { tags } from './tags';
import { text } from './text';
import { time } from './time';

/** Every question type the editor knows, in the order of its menu. */
export const KINDS: QuestionKind[] = [
  nps, rating, ces, slider,
  single, multiple, dropdown, picture, tags, ranking, constantSum,
  matrixRating, matrixSingle, matrixMultiple,
  text, number, date, time, cascade,
  phone, email, identifier, consent,
  file, signature, location,
  block, image, hidden,
  checklist,
];

const BY_TYPE = new Map(KINDS.map((kind) => [kind.type, kind]));

export const kindOf = (type: string): QuestionKind | undefined => BY_TYPE.get(type);

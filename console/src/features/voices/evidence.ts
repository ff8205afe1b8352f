import type { TFunction } from 'i18next';

type Evidence = Record<string, unknown>;
type Numbers = Record<string, number>;

const SPELLED = new Set(['speeder', 'speederFew', 'straight_lining', 'duplicate_device', 'duplicate_identity', 'many_from_device', 'burst', 'identical_text']);

/** Why a flag was raised, as a sentence with its figures; the bare figures for a kind this console does not know. */
export function spellEvidence(kind: string, evidence: Evidence, t: TFunction<'voices'>): string {
  const numbers = rounded(evidence);
  // A survey with few answers yet has no median to compare with.
  const key = kind === 'speeder' && 'floor' in numbers ? 'speederFew' : kind;
  if (!SPELLED.has(key)) return Object.entries(evidence).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(' · ');
  return [t(`evidence.${key}`, numbers), ...(kind === 'straight_lining' ? doubtsOf(numbers, t) : [])].join('');
}

function doubtsOf(numbers: Numbers, t: TFunction<'voices'>): string[] {
  return [...('seconds' in numbers ? [t('evidence.hasty', numbers)] : []), ...('recommend' in numbers ? [t('evidence.contradicted', numbers)] : [])];
}

function rounded(evidence: Evidence): Numbers {
  return Object.fromEntries(Object.entries(evidence).flatMap(([name, value]) => (typeof value === 'number' ? [[name, Math.round(value * 10) / 10]] : [])));
}

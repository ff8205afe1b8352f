import type { Batch, BatchWish, PeopleFilter, Trigger, TriggerWish } from '@/api/invitations';

type Words = Record<string, { subject?: string; text?: string }>;

/** What the forms of batches and triggers hold; the share as people say it. */
export interface AskingValues {
  name: string;
  survey: string;
  unit: string;
  /** Where the answers are filed; none: by the channel. */
  touchpoint?: string;
  channels: string[];
  message: Words;
  templates: Record<string, string | undefined>;
  percent: number;
  expires_hours: number;
  reminder_hours: number[];
}

export interface BatchValues extends AskingValues {
  people: Partial<PeopleFilter>;
  per_minute?: number | null;
}

/** The conditions the form can show; others, made by API, are kept as they are. */
export interface TouchConditions {
  channels?: string[];
  amount?: number | null;
  product?: string;
  levels?: string[];
  first?: boolean;
}

export interface TriggerValues extends AskingValues {
  event: string;
  delay_minutes: number;
  active: boolean;
  conditions: TouchConditions;
}

/** Nothing chosen yet; in the name of the topmost unit the reader has. */
export const newAsking = (unit: string | undefined): AskingValues => ({ name: '', survey: '', unit: unit ?? '', channels: [], message: {}, templates: {}, percent: 100, expires_hours: 168, reminder_hours: [] });

export function askingValues(asking: Batch | Trigger): AskingValues {
  const { name, survey, unit, touchpoint, channels, message, templates, share, expires_hours, reminder_hours } = asking;
  return { name, survey: survey.key, unit: unit.code, touchpoint: touchpoint || undefined, channels, message, templates, percent: Math.round(share * 1000) / 10, expires_hours, reminder_hours };
}

function askingWish(values: AskingValues) {
  const { percent, message, templates, ...rest } = values;
  const spoken = Object.entries(message).filter(([, words]) => words.text?.trim());
  return {
    ...rest,
    share: percent / 100,
    touchpoint: values.touchpoint ?? '',
    message: Object.fromEntries(spoken.map(([language, words]) => [language, { subject: words.subject ?? '', text: words.text! }])),
    templates: Object.fromEntries(Object.entries(templates).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()))),
  };
}

/** Without `people` the server keeps whom the batch chooses: a list from a file. */
export function batchWish({ people, per_minute: perMinute, ...asking }: BatchValues, byFile: boolean): BatchWish {
  const given = Object.fromEntries(Object.entries(people).filter(([, value]) => value !== null && value !== undefined && value !== '')) as PeopleFilter;
  return { ...askingWish(asking), people: byFile ? null : given, per_minute: perMinute ?? null };
}

type Leaf = { field: string; op: string; value: unknown };

export function triggerWish({ conditions, event, delay_minutes: delay, active, ...asking }: TriggerValues, kept: Trigger['condition'] | undefined): TriggerWish {
  return { ...askingWish(asking), event, delay_minutes: delay, active, condition: kept ?? conditionOf(conditions) };
}

function conditionOf({ channels, amount, product, levels, first }: TouchConditions): Record<string, unknown> | null {
  const leaves: Leaf[] = [];
  if (channels?.length) leaves.push({ field: 'channel', op: 'in', value: channels });
  if (amount) leaves.push({ field: 'amount', op: '>=', value: amount });
  if (product?.trim()) leaves.push({ field: 'product', op: 'includes', value: product.trim() });
  if (levels?.length) leaves.push({ field: 'level', op: 'in', value: levels });
  if (first) leaves.push({ field: 'orders', op: '==', value: 1 });
  return leaves.length ? { all: leaves } : null;
}

/** A stored condition as the form shows it; null when it says more than the form can. */
export function readCondition(condition: Trigger['condition']): TouchConditions | null {
  if (!condition) return {};
  if (!Array.isArray(condition.all)) return null;
  const found: TouchConditions = {};
  for (const leaf of condition.all as Leaf[]) {
    const kind = `${leaf.field} ${leaf.op}`;
    if (kind === 'channel in') found.channels = leaf.value as string[];
    else if (kind === 'amount >=') found.amount = leaf.value as number;
    else if (kind === 'product includes') found.product = leaf.value as string;
    else if (kind === 'level in') found.levels = leaf.value as string[];
    else if (kind === 'orders ==' && leaf.value === 1) found.first = true;
    else return null;
  }
  return found;
}

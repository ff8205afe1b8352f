import type { Feedback, Verbatim } from '@/api/feedback';
import type { useTerms } from '@/features/useTerms';
import type { Mention } from '@/ui/highlight';
import type { Sentiment } from '@/ui/ScoreTag';
import type { VerbatimData } from '@/ui/Verbatim';

const POLARITIES: Record<-1 | 0 | 1, Sentiment> = { [-1]: 'negative', 0: 'neutral', 1: 'positive' };

export function toMentions(voice: Verbatim): Mention[] {
  return voice.mentions.map((mention) => ({ ...mention, polarity: POLARITIES[mention.polarity] }));
}

/** One line of the stream in the words of the reader. */
export function toVoice(voice: Feedback, terms: ReturnType<typeof useTerms>): VerbatimData {
  const where = [terms.kind(voice.kind), terms.channel(voice.channel)].filter(Boolean);
  return {
    id: String(voice.id),
    text: voice.text || null,
    mentions: toMentions(voice),
    nps: voice.recommend,
    // A survey's rating is the mean of its rows; beside a recommendation it would say the same twice.
    rating: voice.recommend === null ? voice.rating : null,
    unit: voice.unit.name,
    channel: where.join(' · '),
    at: voice.at,
    customer: voice.customer?.name,
    flags: voice.flags.map(terms.flag),
    ticket: voice.ticket ? `${voice.ticket.number} · ${terms.ticketState(voice.ticket.state)}` : null,
  };
}

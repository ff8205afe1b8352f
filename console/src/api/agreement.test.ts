import { expect, it } from 'vitest';
import type * as assessment from './assessment';
import type * as collectors from './collectors';
import type * as feedback from './feedback';
import type * as fusion from './fusion';
import type { Schemas } from './http';
import type * as imports from './imports';
import type * as metrics from './metrics';
import type * as rules from './rules';
import type * as session from './session';
import type * as drafts from './surveyDrafts';
import type * as surveys from './surveys';
import type * as tickets from './tickets';
import type { ImportRun } from '@/ui/importRun';

type Partly<T> = T extends (infer U)[] ? Partly<U>[] : T extends object ? { [K in keyof T]?: Partly<T[K]> } : T;

/** Ours may name fewer fields and narrower values than the document, never others: checked by the compiler. */
type Agrees<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs> extends never ? (Ours extends Partly<Theirs> ? true : never) : never;

const AGREED: [
  Agrees<session.Me, Schemas['MeOut']>,
  Agrees<session.Account, Schemas['AccountOut']>,
  Agrees<session.Unit, Schemas['UnitOut']>,
  Agrees<tickets.Ticket, Schemas['TicketOut']>,
  Agrees<tickets.TicketDetail, Schemas['TicketDetail']>,
  Agrees<tickets.TicketSummary, Schemas['SummaryOut']>,
  Agrees<tickets.Policy, Schemas['PolicyOut']>,
  Agrees<feedback.Feedback, Schemas['FeedbackOut']>,
  Agrees<feedback.FeedbackDetail, Schemas['FeedbackDetail']>,
  Agrees<feedback.CustomerTimeline, Schemas['CustomerTimeline']>,
  Agrees<assessment.Ranking, Schemas['RankingOut']>,
  Agrees<assessment.Scorecard, Schemas['ScorecardOut']>,
  Agrees<assessment.SchemeVersion, Schemas['SchemeVersionOut']>,
  Agrees<assessment.TryOut, Schemas['TryOutOut']>,
  Agrees<fusion.Matrix, Schemas['MatrixOut']>,
  Agrees<fusion.FusionPerson, Schemas['PersonOut']>,
  Agrees<fusion.Expensive, Schemas['ExpensiveOut']>,
  Agrees<metrics.MetricCell, Schemas['FigureOut']>,
  Agrees<Omit<metrics.QueryAnswer, 'rows'>, Schemas['AnswerOut']>,
  Agrees<metrics.Topic, Schemas['TopicOut']>,
  Agrees<imports.ImportKind, Schemas['KindOut']>,
  Agrees<ImportRun, Schemas['ImportOut']>,
  Agrees<rules.Alert, Schemas['AlertOut']>,
  Agrees<Omit<rules.AlertRule, 'condition'>, Schemas['RuleOut']>,
  Agrees<surveys.Survey, Schemas['SurveyOut']>,
  Agrees<Omit<collectors.Collector, 'look'>, Schemas['CollectorOut']>,
  Agrees<drafts.Draft, Schemas['DraftOut']>,
  Agrees<drafts.Version, Schemas['PublishedVersion']>,
  Agrees<drafts.Comment, Schemas['CommentOut']>,
  Agrees<drafts.BankEntry, Schemas['BankOut']>,
  Agrees<drafts.Template, Schemas['TemplateOut']>,
  Agrees<drafts.VersionChange, Schemas['SurveyChangeOut']>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];

it('names each answer the console reads', () => {
  expect(AGREED).toHaveLength(32);
});
